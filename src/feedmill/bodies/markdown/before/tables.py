"""Tables of kramdown, which need no heading: made into tables as the engine knows them. Pure.

https://kramdown.gettalong.org/syntax.html#tables
"""

from __future__ import annotations

import re

from .passage import HEADERLESS, Passage
from .shield import marks

_RULE = re.compile(r"[ \t]*[|+:-][ \t|+:=-]*")
_PIPE = re.compile(r"(?<!\\)\|")
_MAX_CELLS = 100


def wanted(text: str, passage: Passage) -> bool:
    """Return whether there can be tables."""
    return passage.dialect.bare_tables and "|" in text


def with_headings(text: str, passage: Passage) -> str:
    """Give every table a heading line and a rule below it; a pipe in code parts no cells."""
    lines = text.split("\n")
    kept: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
            continue
        is_new = bool(block) and _is_table(block)
        if is_new or (len(block) > 1 and _is_rule(block[1])):
            _escape_pipes(block, passage)
        kept += _as_table(block) if is_new else block
        kept.append(line)
        block.clear()
    return "\n".join(kept[:-1])


def _is_table(block: list[str]) -> bool:
    """Return whether a paragraph is a table that the engine would not take for one."""
    if not all("|" in line for line in block) or block[0][:4] == "    ":
        return False
    if any(line.lstrip()[:1] in ("#", ">", "<") for line in block):
        return False
    if not all(_PIPE.search(line) for line in block):
        return False
    is_known = len(block) > 1 and _is_rule(block[1]) and not any(map(_is_rule, block[2:]))
    return not (is_known and not _is_rule(block[0]) and _count(block[0]) == _count(block[1]))


def _escape_pipes(block: list[str], passage: Passage) -> None:
    for number in (number for line in block for number in marks(line)):
        piece = passage.pieces[number]
        if "|" in piece and piece[:1] == "`" and "\n" not in piece:
            passage.pieces[number] = _PIPE.sub(r"\|", piece)


def _as_table(block: list[str]) -> list[str]:
    """Return heading, rule and rows; a marked heading if the table has none."""
    rules = [number for number, line in enumerate(block) if _is_rule(line)]
    rows = [line for line in block if not _is_rule(line)]
    if not rows:
        return block
    first = next((number for number in rules if number > 0), None)
    has_heading = first == 1 and not _is_rule(block[0])
    cells = min(max(map(_count, rows)), _MAX_CELLS)
    aligned = block[first] if first is not None and _count(block[first]) == cells else ""
    rule = aligned.replace("+", "|").replace("=", "-") if ":" in aligned else "|" + "---|" * cells
    heading = _padded(rows.pop(0), cells) if has_heading else "|" + f"{HEADERLESS}|" * cells
    return [heading, rule, *rows]


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line) is not None and ("-" in line or "=" in line)


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    return _PIPE.split(bare.removesuffix("|") if not bare.endswith("\\|") else bare)


def _count(line: str) -> int:
    return len(_cells(line))


def _padded(line: str, cells: int) -> str:
    found = _cells(line)
    return f"|{'|'.join([*found, *[''] * (cells - len(found))])}|"
