"""A parser for the plain YAML that nearly all articles are written in, at several times the speed.

It knows block maps and block lists of one-line scalars, and one-line `[a, b]` lists. Its law,
which the tests hold it to: what `parse` gives is what PyYAML gives when every scalar stays text
(`yaml.CBaseLoader`); of everything else, right or wrong, it gives None, and PyYAML decides.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from msgspec import Struct

Value = str | list["Value"] | dict[str, "Value"]


class Repeated(Struct, frozen=True):
    """A value that does not count, as its key comes once more; `line` is that of the other one."""

    key: str
    value: Value
    message: str
    line: int


_MAX_DEPTH = 40
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
# What YAML refuses or takes for a line break, and tabs, which it allows in some places only.
_ODD = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_BARE = r"\w[\w.+/&()-]*+(?:[ ]++[\w.+/&()-]++)*+"
_ITEM = re.compile(rf""""(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'|{_BARE}""")  # of a list that is right
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


_HEAD = r"[ ]*+(?:-[ ]++|)(?:[A-Za-z_][A-Za-z0-9_.-]{0,99}+:(?=[ \n])|)"


@cache
def _line(is_ascii: bool) -> re.Pattern[str]:
    """Make the pattern of a line: its head (dash and key), its value (simple ones apart).

    A line that is not plain is all head. Possessive throughout: a line is read in one go, and time
    stays linear whatever it holds.
    """

    def but(signs: str) -> str:
        """Return the set of the characters that a line may have, without these."""
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
        rf"^({_HEAD}|[^\n]*+)[ ]*+"
        rf'(?:"({in_double}++)"\n|({plain})(?<! )\n|\n'
        rf"|({double}|{single}|{flow}|{plain})?+[ ]*+(?:(?<![^ \n])#{but('')}*+)?+\n)",
        re.MULTILINE,
    )


class _Heads(dict[str, tuple[int, int, str]]):
    """What the heads of lines say; remembered, since articles use the same few.

    It is the level of the collection that the line belongs to, the level of the map that its key
    belongs to, and the key. A map at column n has level 2n, a list 2n + 1: so a list is deeper
    than the key at its own column that it belongs to. A line without dash and key has level -1,
    one that is not plain -2.
    """

    _MOST, _LONGEST = 4096, 200
    _PLAIN = re.compile(_HEAD.replace(r"(?=[ \n])", ""))

    def __missing__(self, head: str) -> tuple[int, int, str]:
        if not self._PLAIN.fullmatch(head):
            return _ODD_HEAD
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


_ODD_HEAD = -2, -2, ""
_heads = _Heads()


def parse_plain(text: str, start: int = 0, end: int | None = None) -> dict[str, Value] | None:
    """Return the map that `text[start:end]` is, or None if it is not plain enough to be sure of.

    Line ends are `\\n`, one of which follows. Scalars are text, absent ones "". A key twice in a
    map gives None.
    """
    if end is None:
        text, end = f"{text}\n", len(text)
    is_ascii = text.isascii() or text[start:end].isascii()
    lines = _line(is_ascii).findall(text, start, end + 1)
    # A line that is as deep as the container that is open adds to it. A deeper one begins the value
    # of the key before it: another container, which is open from there on. One that is less deep
    # ends containers, up to the one that it belongs to.
    top: dict[str, Value] = {}
    container: Any = top  # the innermost map or list that is open
    level = 0  # how deep that is, see _Heads
    enclosing: list[tuple[int, Any]] = []  # levels and containers around it
    pending = ""  # its last key, as long as that has no value
    heads = _heads
    for head, quoted, plain, other in lines:
        line_level, key_level, key = heads[head]
        if line_level != level:
            if line_level < 0:  # blank, a comment, or the next line of a scalar
                if quoted or plain or other or line_level < -1:
                    return None
                continue
            if pending and line_level > level:  # the value of the key is a container
                if len(enclosing) > _MAX_DEPTH:
                    return None
                enclosing.append((level, container))
                container[pending] = container = [] if line_level % 2 else {}
                level = line_level
            while level > line_level:  # containers end
                level, container = enclosing.pop()
            if level != line_level:
                return None
        value = quoted or plain or (other and _scalar(other))
        if not key:  # `- value`
            container.append(value)
            pending = ""
            continue
        if key_level != line_level:  # `- key: value`: the item is a map
            enclosing.append((line_level, container))
            container.append({})
            level, container = key_level, container[-1]
        if key in container:
            return None
        container[key] = value
        pending = "" if value or other else key
    return top or None


def _scalar(raw: str) -> Value:
    """Return the value of a scalar, or of a one-line list, as it is written."""
    if raw[0] == '"':
        return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], raw[1:-1])
    if raw[0] == "'":
        return raw[1:-1].replace("''", "'")
    if raw[0] == "[":
        return [_scalar(item) for item in _ITEM.findall(raw)]
    return raw.rstrip(" ")


def with_comments(raw: str, values: dict[str, Value]) -> dict[str, Value]:
    """Return the values that end at a ` #`, with what YAML takes for a comment.

    For it is none to Python-Markdown, with which Pelican reads the same lines.
    """
    lines = (line.partition(":") for line in raw.splitlines() if " #" in line)
    return {
        key: text.strip()
        for key, _, text in lines
        if values.get(key) == text.partition(" #")[0].strip() != ""
    }
