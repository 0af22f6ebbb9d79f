"""Front matter of reStructuredText, as Pelican reads it: a title, then a list of fields. Pure.

https://docs.getpelican.com/en/stable/content.html#file-metadata
"""

from __future__ import annotations

import re

from msgspec import Struct

from .problems import Refused
from .yaml.fast import Value

_LINE = re.compile(r"([!-/:-@[-`{-~])\1{2,}[ \t]*$")
_FIELD = re.compile(r":([A-Za-z][\w -]*):(?:[ \t]+(.*))?$")
_LISTS = {"authors", "tags"}
_MAX_LINES = 400  # that are looked at


class RstParts(Struct, frozen=True):
    """The values of a file, and where its body begins in the text."""

    values: dict[str, Value]
    body_start: int


def read(text: str) -> RstParts:
    """Return title and fields, and what follows them. Raises Refused if there are none."""
    lines = text.split("\n", _MAX_LINES)[:_MAX_LINES]
    at = _skip_blank(lines, 0)
    title, at = _title(lines, at)
    at = _skip_blank(lines, at)
    values: dict[str, Value] = {"title": title} if title else {}
    last = ""
    while at < len(lines):
        field = _FIELD.match(lines[at])
        if field:
            last = field[1].strip().lower()
            if last in values and last != "title":
                raise Refused("duplicate-key", f"{field[1]!r} stands twice", at + 1)
            values[last] = (field[2] or "").strip()
        elif last and lines[at][:1] in (" ", "\t") and lines[at].strip():
            values[last] = f"{values[last]} {lines[at].strip()}".strip()
        else:
            break
        at += 1
    if not last:
        raise Refused("no-front-matter", "no fields after the title, so not an article", 1)
    for name in _LISTS & values.keys():
        given = str(values[name])
        values[name] = [part.strip() for part in given.split(";" if ";" in given else ",")]
    return RstParts(values, sum(len(line) + 1 for line in lines[:at]))


def _skip_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _title(lines: list[str], at: int) -> tuple[str, int]:
    """Return the title at a line, under a line or between two, and where it ends."""
    if at + 2 < len(lines) and _LINE.match(lines[at]) and _LINE.match(lines[at + 2]):
        return lines[at + 1].strip(), at + 3
    if at + 1 < len(lines) and lines[at].strip() and _LINE.match(lines[at + 1]):
        return lines[at].strip(), at + 2
    return "", at
