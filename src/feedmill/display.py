"""Text as a terminal or GitHub shows it: safe to print, measured in columns, in tables. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

# Control characters could move the cursor, bidirectional overrides could swap what is read,
# and lone surrogates (a file name that is not UTF-8) cannot be encoded.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&#$@!()]")
_STYLES = {"bold": "1", "red": "31", "yellow": "33", "dim": "2"}
_NUMBER = re.compile(r"([\d,.]+( (B|KiB|MiB))?)?")
_GAP = "  "
_LEAST = 8  # columns that a shortened cell keeps


def printable(text: str) -> str:
    """Escape, as Python would, what would not show or would harm a terminal."""
    return _UNSAFE.sub(lambda sign: sign[0].encode("unicode_escape").decode(), text)


def markdown(text: str) -> str:
    """Escape text so that Markdown shows it as it is, in a table, too, and mentions nobody."""
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", printable(text))


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
    kept, left = [], columns - 1
    for sign in text:
        left -= _columns(sign)
        if left < 0:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + "…"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], columns: int, colour: bool) -> str:
    """Lay out rows under heads, `columns` wide at most; the widest cells are cut first.

    A column of numbers stands to the right. `rows` must not be empty.
    """
    rows = [[printable(cell) for cell in row] for row in rows]
    stacks = list(zip(*rows, strict=True))
    right = [all(map(_NUMBER.fullmatch, stack)) for stack in stacks]
    natural = [max(map(width, (head, *cells))) for head, cells in zip(heads, stacks, strict=True)]
    widths = _fitted(natural, columns - len(_GAP) * (len(heads) - 1))
    head = _line(heads, widths, right)
    return "\n".join([paint(head, "bold", colour), *(_line(row, widths, right) for row in rows)])


def tab_separated(rows: Iterable[Sequence[str]]) -> str:
    """Write rows for programs: whole values, a tab between, no head."""
    return "\n".join("\t".join(map(printable, row)) for row in rows)


def _columns(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _fitted(natural: list[int], columns: int) -> list[int]:
    """Lower the widest columns to one common width until all fit, but never below _LEAST."""
    for cap in range(max(natural), _LEAST, -1):
        if sum(min(wanted, cap) for wanted in natural) <= columns:
            return [min(wanted, cap) for wanted in natural]
    return [min(wanted, _LEAST) for wanted in natural]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    laid = []
    for cell, columns, to_right in zip(cells, widths, right, strict=True):
        shown = shorten(cell, columns)
        space = " " * (columns - width(shown))
        laid.append(space + shown if to_right else shown + space)
    return _GAP.join(laid).rstrip()
