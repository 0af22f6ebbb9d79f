"""Text as a terminal or GitHub shows it: safe to print, measured in columns, in tables. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# Patterns are compiled by `re` when they are first used: most runs print little.
# Control characters could move the cursor, bidirectional overrides could swap what is read,
# and lone surrogates (a file name that is not UTF-8) cannot be encoded.
_UNSAFE = r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
# GitHub's runner obeys `::name` at the start of a line, spaces before it aside, and `##[name]`
# anywhere.
_COMMAND = r"(?m)^((?:[^\S\r\n]|\x1b\[\d*m)*):(?=:)"
_OLD_COMMAND = r"##(?=\[)"
_MARKUP = r"[\\`*_\[\]<>|~&#$@!()]"
_CODE = r"&#96;((?:(?!&#96;).)*)&#96;"  # as `markdown` escapes it
_STYLES = {"bold": "1", "green": "32", "red": "31", "yellow": "33", "dim": "2"}
_NUMBER = r"([\d,.]+( (B|KiB|MiB))?)?"
_WHOLE = rf"{_NUMBER}|\d{{4}}-\d\d-\d\d"  # of no use if they are cut
_GAP = "  "
_LEAST = 8  # columns that a shortened cell keeps
_FEWEST = 4  # where the terminal is very narrow


def printable(text: str) -> str:
    """Escape, as Python would, what would not show or would harm a terminal."""
    return re.sub(_UNSAFE, lambda sign: sign[0].encode("unicode_escape").decode(), text)


def inert(text: str, *, commands: bool = False) -> str:
    """Escape what GitHub's runner would take for a workflow command: titles and paths are no such.

    With `commands`, those at the start of a line are meant, and stay.
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    text = re.sub(_OLD_COMMAND, r"#\\x23", text)
    return text if commands else re.sub(_COMMAND, r"\1\\x3a", text)


def wrapped(text: str, columns: int, indent: str = "    ") -> str:
    """Break a line at spaces so that no part is over `columns` wide, if words allow it.

    Each part but the first begins with `indent`. A word is never broken: paths stay whole.
    """
    lines, left = [""], columns
    for word in text.split(" "):
        needed = width(word)
        if lines[-1].strip() and needed + 1 > left:
            lines.append(indent + word)
            left = columns - len(indent) - needed
        else:
            space = " " if lines[-1] else ""
            lines[-1] += space + word
            left -= len(space) + needed
    return "\n".join(lines)


def markdown(text: str) -> str:
    """Escape text so that Markdown shows it as it is, in a table, too, and mentions nobody."""
    return re.sub(_MARKUP, lambda sign: f"&#{ord(sign[0])};", printable(text))


def marked(text: str) -> str:
    """Escape text as `markdown` does, but show what stands between backticks as code."""
    return re.sub(_CODE, lambda code: f"<code>{code[1]}</code>", markdown(text))


def paint(text: str, style: str, colour: bool) -> str:
    """Wrap text in the escape codes (ECMA-48, SGR) of a style, if `colour`."""
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if colour else text


def count(number: int, noun: str) -> str:
    """Write `1 feed`, `2 feeds`, `1,000 feeds`; the noun's plural takes an s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def size(number: int) -> str:
    """Write a number of bytes: `640 B`, `12 KiB`, `2.5 MiB`."""
    if number < 1024:
        return f"{number} B"
    if number < 1024 * 1024:
        return f"{number / 1024:.0f} KiB"
    return f"{number / 1024 / 1024:.1f} MiB"


def width(text: str) -> int:
    """Count the columns that text takes (Unicode TR 11: wide ones take two)."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def shorten(text: str, columns: int) -> str:
    """Cut text that takes more than `columns`, with `…` as its end."""
    if width(text) <= columns:
        return text
    return _beginning(text, columns - 1).rstrip() + "…"


def shorten_inside(text: str, columns: int) -> str:
    """Cut text that takes more than `columns` in its middle: paths differ in their ends."""
    if width(text) <= columns:
        return text
    end = _beginning(text[::-1], (columns - 1) // 2)[::-1].lstrip()
    return _beginning(text, columns - 1 - width(end)).rstrip() + "…" + end


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], columns: int, colour: bool) -> str:
    """Lay out rows under heads, `columns` wide at most; the widest cells are cut first.

    The first column tells the rows apart, and is cut in the middle. Heads are cut only where there
    is no other way, dates and numbers never. A column of numbers stands to the right. `rows` must
    not be empty.
    """
    rows = [[printable(cell) for cell in row] for row in rows]
    stacks = list(zip(*rows, strict=True))
    right = [all(re.fullmatch(_NUMBER, cell) for cell in stack) for stack in stacks]
    natural = [max(map(width, (head, *cells))) for head, cells in zip(heads, stacks, strict=True)]
    kept = [
        max(map(width, stack)) if all(re.fullmatch(_WHOLE, cell) for cell in stack) else _FEWEST
        for stack in stacks
    ]
    room = columns - len(_GAP) * (len(heads) - 1)
    widths = _fitted(natural, list(map(width, heads)), kept, room)
    head = _line(heads, widths, right)
    return "\n".join([paint(head, "bold", colour), *(_line(row, widths, right) for row in rows)])


def tab_separated(rows: Iterable[Sequence[str]]) -> str:
    """Write rows for programs: whole values, a tab between, no head."""
    return "\n".join("\t".join(map(printable, row)) for row in rows)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _beginning(text: str, columns: int) -> str:
    """Return as much of a text's beginning as `columns` hold."""
    left = columns
    for at, sign in enumerate(text):
        left -= _columns(sign)
        if left < 0:
            return text[:at]
    return text


def _fitted(natural: list[int], heads: list[int], kept: list[int], columns: int) -> list[int]:
    """Lower the widest columns to one common width until all fit.

    But never below their heads, nor _LEAST; if that is still too wide, then below their heads, and
    at last below _LEAST. `kept` is what is never cut.
    """
    number = len(heads)
    for floors in ([max(head, _LEAST) for head in heads], [_LEAST] * number, kept):
        lowest = [
            max(least, min(wanted, floor))
            for wanted, floor, least in zip(natural, floors, kept, strict=True)
        ]
        for cap in range(max(natural), _FEWEST - 1, -1):
            widths = [
                min(wanted, max(low, cap)) for wanted, low in zip(natural, lowest, strict=True)
            ]
            if sum(widths) <= columns:
                return widths
    return lowest


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    laid: list[str] = []
    for cell, columns, to_right in zip(cells, widths, right, strict=True):
        shown = shorten(cell, columns) if laid else shorten_inside(cell, columns)
        space = " " * (columns - width(shown))
        laid.append(space + shown if to_right else shown + space)
    return _GAP.join(laid).rstrip()
