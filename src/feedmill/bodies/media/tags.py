"""Start tags in HTML, and their attributes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

ATTRIBUTES = r"(?:[^<>\"']++|\"[^\"]{0,8000}+\"|'[^']{0,8000}+')*+"
"""A pattern of all that is between a tag's name and its end."""

_ATTRIBUTE = re.compile(
    r"([a-zA-Z_:][\w:.-]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'<>`]++)))?"
)
_CANDIDATE = re.compile(
    r"\s*+,?\s*+([^\s,](?:\S*[^\s,])?)(?:\s++(\d{1,6}w|\d{1,3}(?:\.\d{1,4})?x))?\s*+(?:,|$)"
)
_MAX_CANDIDATES = 50


def attributes(written: str) -> dict[str, str]:
    """Return the attributes of a tag, names in lower case, references decoded; the first counts."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(written):
        value = next(filter(None, values), "")
        found.setdefault(name.lower(), unescape(value) if "&" in value else value)
    return found


def tag(name: str, values: Mapping[str, str]) -> str:
    """Return a start tag."""
    return "".join([f"<{name}", *(f' {key}="{escape(one)}"' for key, one in values.items()), ">"])


def srcset_candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Yield address and descriptor (`2x`, `640w`, "") of each candidate; none if one is not right.

    https://html.spec.whatwg.org/multipage/images.html#srcset-attributes
    """
    found: list[tuple[str, str]] = []
    at = 0
    text = srcset.rstrip()
    while at < len(text):
        one = _CANDIDATE.match(text, at)
        if one is None or len(found) == _MAX_CANDIDATES:
            return
        found.append((one[1], one[2] or ""))
        at = one.end()
    yield from found
