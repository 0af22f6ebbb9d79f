"""What engines written in Python are not given, as they would take too long. Pure."""

from __future__ import annotations

import re

_OPEN_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*+(?=<|\Z)")
_HEADING = re.compile(r"^(?:#|=+[ ]*$|-+[ ]*$)", re.MULTILINE)
_INLINE = re.compile(r"[\\*_`\[<&~=+^!:]")
_LINK = re.compile(r"\]\(|\)")
_BRACKET = re.compile(r"[\[\]]")
# Its time grows with the square of some of these, and with the cube of open brackets.
_MAX_SIZE = 100_000  # characters
_MAX_NOTES = 1000
_MAX_ABBREVIATIONS = 300
_MAX_HEADINGS = 1000
_MAX_OPEN_TAGS = 300
_SMALL = 100  # characters, which can do no harm
_MAX_LINES = 2000
_MAX_WORK = 200_000_000  # the text of a paragraph is copied for each sign in it
_MAX_OPEN_BRACKETS = 100  # of one paragraph


def is_too_much(text: str) -> bool:
    """Return whether Python-Markdown would take longer than a second or two."""
    return (
        len(text) > _MAX_SIZE
        or text.count("[^") > _MAX_NOTES
        or text.count("*[") > _MAX_ABBREVIATIONS
        or len(_HEADING.findall(text)) > _MAX_HEADINGS
        or len(_OPEN_TAG.findall(text)) > _MAX_OPEN_TAGS
        or has_tangled_part(text)
    )


def why_too_much(text: str) -> str:
    """Return what is too much for Python-Markdown, as a message says it."""
    if len(text) > _MAX_SIZE:
        return f"the body has {len(text):,} characters, over {_MAX_SIZE:,} for Python-Markdown"
    return "the body has too much that is nested or left open for Python-Markdown"


def has_tangled_part(text: str) -> bool:
    """Return whether a part without blank lines has too much in it, for docutils, too."""
    return any(len(part) > _SMALL and _is_tangled(part) for part in text.split("\n\n"))


def _is_tangled(part: str) -> bool:
    """Return whether a part has more lines, signs or things left open than any author writes."""
    return (
        part.count("\n") > _MAX_LINES
        or (len(part) ** 2 > _MAX_WORK and len(_INLINE.findall(part)) * len(part) > _MAX_WORK)
        or (part.count("[") > _MAX_OPEN_BRACKETS and _depth(part) > _MAX_OPEN_BRACKETS)
        or (part.count("](") > _MAX_OPEN_BRACKETS and _open_links(part) > _MAX_OPEN_BRACKETS)
    )


def _depth(text: str) -> int:
    """Return how many brackets are open at the same time, at most."""
    depth = most = 0
    for sign in _BRACKET.findall(text):
        depth += 1 if sign == "[" else -1
        most = max(most, depth)
    return most


def _open_links(text: str) -> int:
    """Return how many addresses are open at the same time, at most: `[a](b [c](d`."""
    depth = most = 0
    for sign in _LINK.findall(text):
        depth = depth + 1 if sign == "](" else max(depth - 1, 0)
        most = max(most, depth)
    return most
