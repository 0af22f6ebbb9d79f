"""Abbreviations: `*[HTML]: HyperText Markup Language`. Pure.

https://kramdown.gettalong.org/syntax.html#abbreviations
"""

from __future__ import annotations

import re

from .passage import Passage

_DEFINITION = re.compile(r"^ {0,3}\*\[([^\]\n]{1,200})\]:[ \t]*([^\n]*)(?:\n|\Z)", re.MULTILINE)
_MAX = 200  # abbreviations of one body


def wanted(text: str, passage: Passage) -> bool:
    """Return whether there can be abbreviations."""
    return passage.dialect.abbreviations and "*[" in text and "]:" in text


def take_out_abbreviations(text: str, passage: Passage) -> str:
    """Take the definitions out, and remember them."""
    for name, meaning in _DEFINITION.findall(text):
        if len(passage.abbreviations) < _MAX:
            passage.abbreviations[name] = meaning.strip()
    return _DEFINITION.sub("", text)
