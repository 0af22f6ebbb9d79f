"""Code that is out of the way, as HTML, where the engine would not read it as it is meant. Pure."""

from __future__ import annotations

import re
from html import escape

from .passage import Passage
from .shield import FIRST, LAST, is_fence

_INFO = re.compile(r"[`~]+[ \t]*\{?[ \t]*\.?([\w+#.-]*)")
_FENCE = re.compile(rf"^([ \t>]*){FIRST}([0-9]+){LAST}[ \t]*$", re.MULTILINE)
# Above indented code, of codehilite: `:::python`, `#!python`
_NAMED = re.compile(r"([ \t]+)(?::::+|#!)[ \t]*([\w+#-]+)(?:[ \t][^\n]*)?\n")


def fences_away(text: str, passage: Passage) -> str:
    """Put fenced code away; it is a block of its own wherever it stands."""

    def put(found: re.Match[str]) -> str:
        piece = passage.pieces[int(found[2])]
        if not is_fence(piece):
            return found[0]
        first, *lines = piece.split("\n")
        if lines and not lines[-1].strip(" \t" + first[0]):
            lines.pop()
        info = _INFO.match(first)
        token = _put("\n".join([*lines, ""]), info[1] if info else "", passage)
        # Two or three spaces are too few for a list: a blank line would end it.
        around = "" if 0 < len(found[1].expandtabs(4)) < 4 else "\n"
        return f"{around}{found[1]}{token}{around}"

    return _FENCE.sub(put, text)


def named_away(text: str, passage: Passage) -> str:
    """Put indented code away whose first line names its language."""
    for number, piece in enumerate(passage.pieces):
        found = _NAMED.match(piece)
        if found:
            lines = passage.unshielded(piece[found.end() :]).split("\n")
            passage.pieces[number] = indented_away(lines, found[1], found[2], passage)
    return text


def indented_away(lines: list[str], indent: str, language: str, passage: Passage) -> str:
    """Put indented code away; return what takes its place, within the same list."""
    width = len(indent.expandtabs(4))
    kept = (line.expandtabs(4) if line[:1] in " \t" else line for line in lines)
    code = "\n".join(line[width:] if not line[:width].strip() else line for line in kept)
    return " " * (width - 4) + _put(f"{code}\n", language, passage)


def _put(code: str, language: str, passage: Passage) -> str:
    name = f' class="language-{escape(language)}"' if language else ""
    html = f"<pre><code{name}>{escape(passage.unshielded(code), quote=False)}</code></pre>"
    return passage.about.stash.put(html, block=True)
