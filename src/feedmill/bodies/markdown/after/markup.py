"""Passes over HTML that see its texts without its tags. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Set

_TAG = re.compile(r"(<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)")
_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")


def over_text(markup: str, change: Callable[[str], str], skip: Set[str]) -> str:
    """Return HTML with its texts changed, but not within the elements that `skip` names."""
    parts = _TAG.split(markup)
    depth = 0
    for number, part in enumerate(parts):
        if number % 2 == 0:
            if part and not depth:
                parts[number] = change(part)
            continue
        name = _NAME.match(part)
        if name and name[1].lower() in skip and not part.endswith("/>"):
            depth = max(0, depth + (-1 if part[1] == "/" else 1))
    return "".join(parts)
