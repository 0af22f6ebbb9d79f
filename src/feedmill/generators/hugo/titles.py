"""The capitals that Hugo gives titles which nobody wrote, such as those of tags. Pure.

`capitalizeListTitles` with the style `ap`, which is the default:
https://gohugo.io/configuration/all/#titlecasestyle
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_][^\s\-/]*")
_SMALL = frozenset(
    (
        *("a", "an", "and", "as", "at", "but", "by", "en", "for", "if", "in", "nor", "of", "on"),
        *("or", "per", "so", "the", "to", "up", "v.", "via", "vs", "vs."),
    )
)


def title_case(text: str) -> str:
    """Return text with capitals: `the art of it` → `The Art of It`."""

    def cased(found: re.Match[str]) -> str:
        word, start, end = found[0], found.start(), found.end()
        before, after = text[start - 1 : start], text[end : end + 1]
        is_inside = start > 0 and end < len(text) and before in (" ", "-", "/")
        is_new = text[max(0, start - 2) : max(0, start - 1)] in (":", "-") or (
            after == "-" and before != "-"
        )
        if word.lower() in _SMALL and is_inside and not is_new:
            return word.lower()
        return word[0].title() + word[1:]

    return _WORD.sub(cased, text)
