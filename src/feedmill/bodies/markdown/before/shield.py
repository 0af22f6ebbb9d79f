"""Hide code from the passes over the text: what looks like syntax there is not. Pure.

`shield` puts a mark in the place of each piece of code (fenced, spans, `<pre>` …), so that passes
over the text need not know about code; `unshield` puts the pieces back. Indented code is shielded
later: what is indented below a `!!!` is no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

FIRST, LAST = "\ufdd2", "\ufdd3"  # never characters of any text
_MARK = re.compile(f"{FIRST}([0-9]{{1,6}}){LAST}")
_START = re.compile(r"`+|~{3,}|<(?:(pre|code|script|style|textarea)\b|!--)", re.IGNORECASE)
_START_OF_MDX = re.compile(r"`+|~{3,}|<(?:(script|style)\b|!--)", re.IGNORECASE)
# What a fence may stand behind: indentation, quotes, list markers.
_MAX_LEAD = 200
_LEAD = re.compile(r"(?:[ \t>]|[-*+:][ \t]|\d{1,9}[.)][ \t])*")
_MARKER = re.compile(r"[^ \t>]")
_BLANK = re.compile(r"\n[ \t]*\n")
_OUTSIDE = re.compile(r"\n(?= ?[^\s])")
_NO_CODE = f"<{{^{FIRST}"  # what begins lines that are no code, right below some
_LONG = 2000  # characters
_DATA = re.compile(r"(data:image/[\w.+-]{1,30};base64,)[A-Za-z0-9+/=]{2000,}+")
_ITEM = re.compile(r"([-*+:]|\d{1,9}[.)])[ \t]+")


def shield(text: str, *, elements: bool = True, closed: bool = False) -> tuple[str, list[str]]:
    """Return the text with marks in the places of code, and the pieces of code.

    Without `elements` what is in a `<pre>` or `<code>` is text like any other, as in MDX. With
    `closed` a fence that is not closed is text, as in Python-Markdown.
    """
    pieces: list[str] = []
    kept: list[str] = []
    at = 0
    for start, end in code_spans(text, _START if elements else _START_OF_MDX, closed=closed):
        piece = text[start:end]
        if is_fence(piece) and "\n" in piece:
            lead = text[text.rfind("\n", 0, start) + 1 : start]
            piece = "\n".join(_without(lead, line) for line in piece.split("\n")) if lead else piece
        kept += text[at:start], put_piece(pieces, piece)
        at = end
    kept.append(text[at:])
    return "".join(kept), pieces


def with_small_ends(text: str) -> str:
    """Return a text with `</PRE>` and the like in small letters: the engine knows no other end."""
    kept: list[str] = []
    at = 0
    for start, end in code_spans(text):
        if text[start] == "<" and text[start + 1] != "!":
            tail = text.rfind("</", start, end)
            kept += text[at:tail], text[tail:end].lower()
            at = end
    kept.append(text[at:])
    return "".join(kept)


def shield_indented(
    text: str, pieces: list[str], *, lazy: bool = False, html: list[tuple[int, int]] | None = None
) -> str:
    """Return the text with marks in the places of indented code, too; `pieces` gets the code.

    `lazy`: the lines right below code are code, as far as they are no HTML. There is none in
    `html`, the places of elements.
    """
    if "\n    " in text or "\t" in text or text[:4] == "    ":
        lines = lines_of(text, pieces, lazy=lazy, html=html or [])
        return _without_indented(lines, pieces)
    return text


def marks(text: str) -> list[int]:
    """Return the numbers of the pieces that have marks in a text."""
    return [int(number) for number in _MARK.findall(text)] if FIRST in text else []


def unshield(text: str, pieces: list[str]) -> str:
    """Return the text with the pieces in their places."""
    if not pieces:
        return text
    for _ in range(2):  # indented code can hold marks of the first round
        text = _MARK.sub(lambda mark: _piece(mark, pieces), text)
    return text


def without_ballast(text: str) -> str:
    """Return a text without what feeds never show: long scripts, and data of embedded pictures."""
    kept: list[str] = []
    at = 0
    for start, end in code_spans(text):
        if end - start > _LONG and text[start : start + 7].lower() in ("<script", "<style>"):
            kept.append(text[at:start])
            at = end
    kept.append(text[at:])
    return _DATA.sub(r"\1", "".join(kept))


def is_fence(piece: str) -> bool:
    """Return whether a piece is fenced code: kept without what its fence stands behind."""
    return piece[:3] in ("```", "~~~")


def _piece(mark: re.Match[str], pieces: list[str]) -> str:
    number = int(mark[1])
    piece = pieces[number] if number < len(pieces) else ""
    if not is_fence(piece) or "\n" not in piece:
        return piece
    lead = mark.string[mark.string.rfind("\n", 0, mark.start()) + 1 : mark.start()]
    if not lead:
        return piece
    behind = _MARKER.sub(" ", lead)
    return "\n".join(
        f"{behind if line else behind.rstrip()}{line}" if number else line
        for number, line in enumerate(piece.split("\n"))
    )


def _without(lead: str, line: str) -> str:
    """Take from a line as much as it has of what its fence stands behind."""
    at = 0
    for sign in lead:
        if sign == "\t" and line.startswith("    ", at):
            at += 4
            continue
        if line[at : at + 1] != (sign if sign in " \t>" else " "):
            break
        at += 1
    return line[at:]


def put_piece(pieces: list[str], piece: str) -> str:
    """Add a piece; return the mark for its place."""
    pieces.append(piece)
    return f"{FIRST}{len(pieces) - 1}{LAST}"


def code_spans(
    text: str, signs: re.Pattern[str] = _START, *, closed: bool = False
) -> list[tuple[int, int]]:
    """Return where code starts and ends, in order; a fence's span starts at its first sign."""
    found = []
    at = 0
    blank = -1  # where the paragraph at hand ends
    endless: set[str] = set()  # elements and fences that do not end any more
    for match in signs.finditer(text):
        start, sign = match.start(), match[0]
        if start < at:
            continue
        if sign[0] == "<":
            end = _element_end(text, match, endless)
        elif len(sign) >= 3 and _is_fence(text, start, sign):
            fence = None if sign in endless else _fence_end(text, start, sign, closed=closed)
            endless |= {sign} if fence is None else set()
            end = fence or 0
        elif sign[0] == "`" and not (start and text[start - 1] == "\\"):
            if blank < start:
                after = _BLANK.search(text, start)
                blank = after.start() if after else len(text)
            end = _code_end(text, match.end(), sign, blank)
        else:
            end = 0
        if end:
            found.append((start, end))
        at = end or match.end()
    return found


def _element_end(text: str, match: re.Match[str], endless: set[str]) -> int:
    name = (match[1] or "").lower()
    if name in endless:
        return 0
    close = re.compile(rf"</{name}\s*>", re.IGNORECASE) if name else re.compile("-->")
    found = close.search(text, match.end())
    if not found:
        endless.add(name)
        return 0
    line = text.rfind("\n", max(0, match.start() - _MAX_LEAD), match.start()) + 1
    if text.startswith("    ", line) and _OUTSIDE.search(text, match.end(), found.start()):
        return 0  # code: an element would not go on outside of what it is in
    return found.end()


def _is_fence(text: str, start: int, sign: str) -> bool:
    earliest = max(0, start - _MAX_LEAD)
    line = text.rfind("\n", earliest, start) + 1 or earliest
    if not _LEAD.fullmatch(text, line, start):
        return False
    end = text.find("\n", start)
    return sign[0] == "~" or "`" not in text[start + len(sign) : None if end < 0 else end]


def _fence_end(text: str, start: int, sign: str, *, closed: bool) -> int | None:
    """Return where a fence's block ends: with its closing line, its list or note, or the text.

    If it must be `closed`: 0 if what it is in ends first, None if nothing closes it.
    """
    close = re.compile(rf"^[ \t>]*{re.escape(sign[0])}{{{len(sign)},}}[ \t]*$", re.MULTILINE)
    found = close.search(text, start + len(sign))
    if closed and not found:
        return None
    end = found.end() if found else len(text)
    if text[start - 4 : start] == "    ":  # within something, then, which has no such lines
        outside = _OUTSIDE.search(text, start, end)
        if outside:
            return 0 if closed else outside.start()
    return end


def _code_end(text: str, at: int, sign: str, limit: int) -> int:
    """Return where a code span ends, 0 if it doesn't within its paragraph, up to `limit`."""
    found = at
    while (found := text.find(sign, found, limit)) >= 0:
        end = found + len(sign)
        if text[end : end + 1] != "`":
            return end
        while text[end : end + 1] == "`":
            end += 1
        found = end
    return 0


def _without_indented(lines: Iterable[tuple[str, bool]], pieces: list[str]) -> str:
    """Put marks in the places of indented code."""
    kept: list[str] = []
    block: list[str] = []
    for line, is_code in lines:
        if is_code:
            block.append(line)
            continue
        _flush(block, kept, pieces)
        kept.append(line)
    _flush(block, kept, pieces)
    return "\n".join(kept)


def _flush(block: list[str], kept: list[str], pieces: list[str]) -> None:
    """Put a mark in the place of a block of code; the blank lines behind it stay."""
    end = len(block)
    while end and not block[end - 1].strip():
        end -= 1
    if end:
        kept.append(put_piece(pieces, "\n".join(block[:end])))
    kept += block[end:]
    block.clear()


def lines_of(
    text: str,
    pieces: list[str],
    *,
    lazy: bool = False,
    html: Iterable[tuple[int, int]] = (),
) -> Iterator[tuple[str, bool]]:
    """Yield each line, and whether it is indented code: four deeper than its list, after a blank.

    Blank lines within code count as code; `lazy`: so do lines right below, which are then indented.
    No line within `html` is code.
    """
    places = iter((*html, (len(text), len(text))))
    start, end = next(places)
    columns = [0]  # where the text of the list items at hand begins
    after_blank, in_code = True, False
    next_line = 0
    for line in text.split("\n"):
        at, next_line = next_line, next_line + len(line) + 1
        while end <= at < len(text):
            start, end = next(places)
        bare = line.lstrip(" \t")
        if not bare or start < at < end:
            after_blank = True
            in_code = in_code and not bare
            yield line, in_code
            continue
        indent = len(line[: len(line) - len(bare)].expandtabs(4))
        is_lazy = lazy and in_code and not after_blank and indent < 4 and len(columns) == 1
        if is_lazy and bare[0] not in _NO_CODE:
            yield f"    {line}", True
            continue
        item = _ITEM.match(bare)
        if after_blank or item:
            while columns[-1] > indent:
                columns.pop()
        in_code = (
            (after_blank or in_code)
            and indent >= columns[-1] + 4
            and not (bare[0] == FIRST and _is_fenced(bare, pieces))
        )
        if item and not in_code:
            columns.append(indent + (item.end() if item.end() - len(item[1]) < 5 else 2))
        after_blank = False
        yield line, in_code


def _is_fenced(bare: str, pieces: list[str]) -> bool:
    mark = _MARK.match(bare)
    return mark is not None and is_fence(pieces[int(mark[1])])
