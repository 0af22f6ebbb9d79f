"""The engine: pulldown-cmark, which is CommonMark with a few extensions. Pure.

https://docs.rs/pulldown-cmark/, through https://monosans.github.io/pyromark/
"""

from __future__ import annotations

from functools import cache

import pyromark
from pyromark import Options

_ALWAYS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_GFM
)


def to_html(text: str, *, smart: bool = False, definitions: bool = False) -> str:
    """Return CommonMark as HTML that is not safe yet."""
    return _engine(smart, definitions).html(text)


@cache
def _engine(smart: bool, definitions: bool) -> pyromark.Markdown:
    options = _ALWAYS
    if smart:
        options |= Options.ENABLE_SMART_PUNCTUATION
    if definitions:
        options |= Options.ENABLE_DEFINITION_LIST
    return pyromark.Markdown(options=options)
