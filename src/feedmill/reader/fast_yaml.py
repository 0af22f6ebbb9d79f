"""A parser for the plain YAML that nearly all articles are written in, at several times the speed.

It knows block maps and block lists of one-line scalars, and one-line `[a, b]` lists. Its law,
which the tests hold it to: what `parse` gives is what PyYAML gives when every scalar stays text
(`yaml.CBaseLoader`); of everything else, right or wrong, it gives None, and PyYAML decides.
"""

from __future__ import annotations

import re
from typing import Any

Value = str | list["Value"] | dict[str, "Value"]

_MAX_DEPTH = 40
# What YAML refuses or takes for a line break, and tabs, which it allows in some places only.
_ODD = r"\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_DOUBLE = rf'"[^"\\\n{_ODD}]*(?:\\["\\nrt][^"\\\n{_ODD}]*)*"'
_SINGLE = rf"'[^'\n{_ODD}]*(?:''[^'\n{_ODD}]*)*'"
# No indicator at the start, no `: ` and no ` #` within.
_PLAIN = (
    rf"(?:[^\s\-?:,\[\]{{}}#&*!|>'\"%@`{_ODD}]|-(?=\w))"
    rf"[^\n:#{_ODD}]*+(?:(?::(?=\S)|(?<=\S)#)[^\n:#{_ODD}]*+)*+"
)
_FLOW_ITEM = rf"{_DOUBLE}|{_SINGLE}|\w[\w.+/&()-]*+(?:[ ]++[\w.+/&()-]++)*+"
_FLOW = rf"\[[ ]*(?:(?:{_FLOW_ITEM})[ ]*(?:,[ ]*(?:{_FLOW_ITEM})[ ]*)*)?\]"
# Possessive throughout: a line is read in one go, and time stays linear whatever it holds.
_LINE = re.compile(
    r"^([ ]*+)(-[ ]++)?+"  # indent, item of a list
    r"(?:([A-Za-z_][A-Za-z0-9_.-]{0,99}+):(?:[ ]++|$))?+"  # key
    rf'(?:"([^"\\\n{_ODD}]++)"|({_PLAIN})|((?>{_DOUBLE}|{_SINGLE}|{_FLOW})))?+'  # value
    rf"(?:\n|[ ]*+(?:(?<![^ \n])#[^\n{_ODD}]*+)?+(?:\n|\Z))",  # comment
    re.MULTILINE,
)
_ITEM = re.compile(_FLOW_ITEM)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {'"': '"', "\\": "\\", "n": "\n", "r": "\r", "t": "\t"}


def parse(text: str) -> dict[str, Value] | None:
    """Give the map that `text` is, or None if it is not plain enough to be sure of.

    Line ends are `\\n`. Scalars are text, absent ones "". No key stands twice in a map.
    """
    rows = _LINE.findall(text)
    if len(rows) != text.count("\n") + 1:
        return None
    top: dict[str, Value] = {}
    node: Any = top  # the innermost open collection
    kind: type = dict
    column = ""  # the white space before its keys or dashes
    outer: list[tuple[str, type, Any]] = []  # the collections round it
    open_key = ""  # its last key, if nothing stands after that yet
    for indent, dash, key, quoted, plain, other in rows:
        if not (key or dash):
            if quoted or plain or other:  # the next line of a scalar
                return None
            continue
        wanted = list if dash else dict
        if indent != column or wanted is not kind:
            if open_key and (indent > column or (dash and indent == column)):
                if len(outer) > _MAX_DEPTH:
                    return None
                outer.append((column, kind, node))
                node[open_key] = node = wanted()
                column, kind = indent, wanted
            else:
                while outer and (column > indent or (column == indent and kind is not wanted)):
                    column, kind, node = outer.pop()
                if column != indent or kind is not wanted:
                    return None
        value = quoted or (plain and plain.rstrip(" ")) or (other and _scalar(other))
        if not key:
            node.append(value)
            open_key = ""
            continue
        if dash:
            outer.append((column, list, node))
            node.append({})
            column, kind, node = indent + " " * len(dash), dict, node[-1]
        if key in node:
            return None
        node[key] = value
        open_key = "" if value or other else key
    return top or None


def _scalar(raw: str) -> Value:
    """Give the value of a quoted scalar, or of a one-line list, as it stands in the text."""
    if raw[0] == '"':
        return _ESCAPE.sub(lambda found: _ESCAPED[found[1]], raw[1:-1])
    if raw[0] == "'":
        return raw[1:-1].replace("''", "'")
    if raw[0] == "[":
        return [_scalar(item) for item in _ITEM.findall(raw)]
    return raw
