"""Remove from a template's source what would cost its parser too much. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

_LONGEST = 2000  # characters of one piece
_LONGEST_TAG = 8000  # of an include, say, which we read ourselves
_MAX_PIECES = 10_000
_UNREAD = ("doc", "enddoc", "endraw", "endcomment")
_MAX_BRACKETS = 50  # opened in one piece
_MAX_SOURCE = 2**18
_WHOLE = {  # what encloses text that is not looked at, and its end
    name: re.compile(rf"\{{%-?\s*+end{name}\s*+-?%\}}") for name in ("raw", "comment")
}
_OPENING = re.compile(r"\{%|\{\{")
_NAME = re.compile(r"\{%-?\s*+([\w#]*+)")


def readable(source: str, leave_out: Callable[[str], None]) -> str:
    """Return a source without what takes the reader time that grows with the square of it."""
    source = source[:_MAX_SOURCE]
    last = {"{%": source.rfind("%}"), "{{": source.rfind("}}")}
    parts: list[str] = []
    at = pieces = 0
    open_ones: set[str] = set()  # enclose all the rest: no end of them comes any more
    while (found := _OPENING.search(source, at)) is not None:
        start = found.start()
        parts.append(source[at:start])
        pieces += 1
        if start > last[found[0]]:  # without an end: as it is
            parts.append(f'{{{{ "{found[0]}" }}}}' if pieces < _MAX_PIECES else "")
            at = start + 2
            continue
        at = source.index("%}" if found[0] == "{%" else "}}", start) + 2
        name = _NAME.match(source, start)
        tag = name[1] if name else ""
        if (
            pieces > _MAX_PIECES
            or tag in ("doc", "enddoc", "endraw")
            or tag in open_ones
            or not _is_short(source[start:at], tag)
        ):
            leave_out(source[start:at])
        elif tag in _WHOLE:
            end = _WHOLE[tag].search(source, at)
            if end is None:
                open_ones.add(tag)
                leave_out(source[start:at])
            else:
                at = end.end()
                parts.append(source[start:at] if tag == "raw" else "")
        else:
            parts.append(source[start:at])
    return "".join([*parts, source[at:]])


def _is_short(piece: str, tag: str) -> bool:
    """Return whether the reader can be given a piece."""
    if tag.startswith("include"):
        return len(piece) <= _LONGEST_TAG
    return len(piece) <= _LONGEST and piece.count("(") + piece.count("[") <= _MAX_BRACKETS
