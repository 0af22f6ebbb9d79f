"""Code that is out of the way, as HTML, where the engine would not read it as it is meant. Pure.

What is written behind a fence: https://docusaurus.io/docs/markdown-features/code-blocks
"""

from __future__ import annotations

import re
from html import escape

from feedmill.bodies.code import code_block

from .passage import Passage
from .shield import FIRST, LAST, is_fence

_INFO = re.compile(r"[`~]+[ \t]*\{?[ \t]*\.?([\w+#.-]*)")
_ANY_FENCE = re.compile(rf"^([^\n{FIRST}]{{0,200}}){FIRST}([0-9]+){LAST}", re.MULTILINE)
_FENCE = re.compile(rf"^([ \t>]*){FIRST}([0-9]+){LAST}[ \t]*$", re.MULTILINE)
_META = re.compile(r"[`~]{3,}[^\n]*?\s(?:title|filename)=(?:\"([^\"\n]*)\"|'([^'\n]*)')")
_LINES = re.compile(r"[`~]{3,}[^\n]*\{[\d,\s-]+\}")
_MAGIC = re.compile(
    r"\n[ \t>]*(?://|/\*|\{/\*|#|<!--|--|%|;|REM|')[ \t]*highlight-(?:next-line|start|end)"
    r"[ \t]*(?:\*/\}?|-->)?[ \t]*(?=\n)"
)
# Above indented code, of codehilite: `:::python`, `::python`, `#!python`
_NAMED = re.compile(r"([ \t]+)(?:::+|#!)[ \t]*([\w+#-]+)(?:[ \t][^\n]*)?\n")


def has_titles(text: str, passage: Passage) -> bool:
    """Return whether there can be titles of code, or comments that mark lines of it."""
    return passage.dialect.titles and (
        "title=" in text or "filename=" in text or "highlight-" in text
    )


def titled(text: str, passage: Passage) -> str:
    """Put the titles of code above it, and take out the comments that mark lines of it."""
    titles: dict[int, str] = {}
    for number, piece in enumerate(passage.pieces):
        if not is_fence(piece):
            continue
        if title := _META.match(piece):
            shown = f"<p><strong>{escape(title[1] or title[2] or '')}</strong></p>"
            titles[number] = passage.about.stash.put(shown, block=True)
        if passage.dialect.titles and "highlight-" in piece and not _LINES.match(piece):
            passage.pieces[number] = _MAGIC.sub("", piece)

    def put(found: re.Match[str]) -> str:
        token = titles.get(int(found[2]))
        if not token:
            return found[0]
        behind = re.sub(r"[^ \t>]", " ", found[1])
        blank = behind if ">" in behind else ""
        return f"{found[1]}{token}\n{blank}\n{behind}{FIRST}{found[2]}{LAST}"

    return _ANY_FENCE.sub(put, text) if titles else text


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
    return passage.about.stash.put(code_block(passage.unshielded(code), language), block=True)
