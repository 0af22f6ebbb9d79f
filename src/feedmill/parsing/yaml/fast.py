"""A parser for the plain YAML that nearly all articles are written in, at several times the speed.

It knows block maps and block lists of one-line scalars, and one-line `[a, b]` lists. Its law,
which the tests hold it to: what `parse` gives is what PyYAML gives when every scalar stays text
(`yaml.CBaseLoader`); of everything else, right or wrong, it gives None, and PyYAML decides.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

Value = str | list["Value"] | dict[str, "Value"]

_MAX_DEPTH = 40
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
# What YAML refuses or takes for a line break, and tabs, which it allows in some places only.
_ODD = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_BARE = r"\w[\w.+/&()-]*+(?:[ ]++[\w.+/&()-]++)*+"
_ITEM = re.compile(rf""""(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|{_BARE}""")  # of a list that is right
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


@cache
def _line(is_ascii: bool) -> re.Pattern[str]:
    """Make the pattern of a line: its head (dash and key), its value (simple ones apart).

    Possessive throughout: a line is read in one go, and time stays linear whatever it holds.
    """

    def but(signs: str) -> str:
        """Give the set of what may stand in a line, but for these signs."""
        if is_ascii:  # by what it holds, which `re` matches in half the time
            return f"[{re.escape(''.join(sorted(set(_PRINTABLE).difference(signs))))}]"
        return rf"[^{re.escape(signs)}\n{_ODD}]"

    in_double = but('"\\')
    in_single = but("'")
    in_plain = but(":#")
    double = rf'"{in_double}*+(?:\\["\\nrt]{in_double}*+)*+"'
    single = rf"'{in_single}*+(?:''{in_single}*+)*+'"
    # No indicator at the start, no `: ` and no ` #` within.
    start = but(" -?:,[]{}#&*!|>'\"%@`")
    plain = rf"(?:{start}|-(?=\w)){in_plain}*+(?:(?::(?=\S)|(?<=\S)#){in_plain}*+)*+"
    item = rf"(?:{double}|{single}|{_BARE})[ ]*"
    flow = rf"\[[ ]*(?:{item}(?:,[ ]*{item})*)?\]"
    return re.compile(
        r"^([ ]*+(?:-[ ]++|)(?:[A-Za-z_][A-Za-z0-9_.-]{0,99}+:(?=[ \n])|))[ ]*+"
        rf'(?:"({in_double}++)"\n|({plain})(?<! )\n|\n'
        rf"|({double}|{single}|{flow}|{plain})?+[ ]*+(?:(?<![^ \n])#{but('')}*+)?+\n)",
        re.MULTILINE,
    )


class _Heads(dict[str, tuple[int, int, str]]):
    """What the heads of lines say; remembered, since articles use the same few.

    It is the level of the collection that the line belongs to, the level of the map that its key
    belongs to, and the key. A map at column n has level 2n, a list 2n + 1: so a list is deeper
    than the key at its own column that it belongs to. A line without dash and key has level -1.
    """

    _MOST, _LONGEST = 4096, 200

    def __missing__(self, head: str) -> tuple[int, int, str]:
        start = head.lstrip(" ")
        column = len(head) - len(start)
        key = start.lstrip("- ")
        inner = 2 * (len(head) - len(key))
        level = 2 * column + 1 if start[:1] == "-" else inner if key else -1
        said = level, inner, key[:-1]
        if len(head) <= self._LONGEST:
            if len(self) >= self._MOST:
                self.clear()
            self[head] = said
        return said


_heads = _Heads()


def parse(text: str) -> dict[str, Value] | None:
    """Give the map that `text` is, or None if it is not plain enough to be sure of.

    Line ends are `\\n`. Scalars are text, absent ones "". No key stands twice in a map.
    """
    rows = _line(text.isascii()).findall(text + "\n")
    if len(rows) != text.count("\n") + 1:
        return None
    top: dict[str, Value] = {}
    node: Any = top  # the innermost open collection
    here = 0  # its level
    outer: list[tuple[int, Any]] = []  # the collections round it
    open_key = ""  # its last key, if nothing stands after that yet
    heads = _heads
    for head, quoted, plain, other in rows:
        level, inner, key = heads[head]
        if level != here:
            if level < 0:
                if quoted or plain or other:  # the next line of a scalar
                    return None
                continue
            if open_key and level > here:
                if len(outer) > _MAX_DEPTH:
                    return None
                outer.append((here, node))
                node[open_key] = node = [] if level % 2 else {}
                here = level
            while here > level:
                here, node = outer.pop()
            if here != level:
                return None
        value = quoted or plain or (other and _scalar(other))
        if not key:
            node.append(value)
            open_key = ""
            continue
        if inner != level:
            outer.append((level, node))
            node.append({})
            here, node = inner, node[-1]
        if key in node:
            return None
        node[key] = value
        open_key = "" if value or other else key
    return top or None


def _scalar(raw: str) -> Value:
    """Give the value of a scalar, or of a one-line list, as it stands in the text."""
    if raw[0] == '"':
        return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], raw[1:-1])
    if raw[0] == "'":
        return raw[1:-1].replace("''", "'")
    if raw[0] == "[":
        return [_scalar(item) for item in _ITEM.findall(raw)]
    return raw.rstrip(" ")
