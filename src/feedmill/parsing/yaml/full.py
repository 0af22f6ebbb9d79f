"""YAML through PyYAML, for what the fast parser leaves; safe for anything a stranger writes.

Every scalar stays text and tags are passed over, so nothing is ever executed or guessed.
"""

from __future__ import annotations

import re
from contextlib import suppress

import yaml

from feedmill.parsing.problems import Refused

from .fast import Repeated, Value

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# PyYAML's C parser recurses, and crashes the process at some 40,000 levels. Nesting this deep
# needs so many brackets, or indicators at the start of one line; else it cannot be that deep.
_MANY = 100
_MAX_COPIED = 2000  # nodes
_DEEP_LINE = re.compile(rf"^[ \t?:-]{{{_MANY}}}", re.MULTILINE)
_HINTS = {
    "mapping values are not allowed": "put quotes around a value that contains `: `",
    "cannot start any token": "indent with spaces, and put quotes around a value that begins "
    "with a tab, `@`, `` ` `` or `%`",
    "did not find expected key": "is a quote missing, or the indentation uneven?",
    "did not find expected alphabetic": "put quotes around a value that begins with `*` or `&`",
    "undefined alias": "put quotes around a value that begins with `*`",
    "unexpected end of stream": "is a quote or a bracket missing?",
    "block sequence entries are not allowed": "put a list's first `-` on a line of its own",
}


def parse_yaml(
    text: str, first_line: int, max_depth: int, repeated: list[Repeated] | None = None
) -> dict[str, Value]:
    """Return the map that `text` is; `first_line` is the line of the file that it begins on.

    Raise Refused, with the line in the file, for what is not YAML, not a map, nested too deep, has
    aliases that make too much of little, or a key twice in one map, unless `repeated` is there to
    take these: then the last one counts.
    """
    if odd := _CONTROL.search(text):
        line = first_line + text.count("\n", 0, odd.start())
        raise Refused("control-character", f"control character U+{ord(odd[0]):04X}", line)
    try:
        if text.count("[") + text.count("{") > _MANY or _DEEP_LINE.search(text):
            _check_depth(text, first_line, max_depth)
        node = yaml.compose(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        with suppress(yaml.YAMLError):  # some parsers limit nesting, too, each in its own words
            _check_depth(text[: mark.index] if mark else "", first_line, max_depth)
        reason = error.problem or error.context or "not YAML"
        hint = next((f"; {hint}" for start, hint in _HINTS.items() if start in reason), "")
        raise Refused("yaml", reason + hint, first_line + (mark.line if mark else 0)) from None
    except yaml.YAMLError as error:
        raise Refused("yaml", str(error).splitlines()[0], first_line) from None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        message = "front matter is a list or plain text; write `key: value` lines"
        raise Refused("not-a-map", message, first_line)
    return _Values(first_line, max_depth, repeated).map(node)


def _check_depth(text: str, first_line: int, max_depth: int) -> None:
    """Refuse deep nesting by looking at events only, which does not recurse."""
    depth = 0
    for event in yaml.parse(text, _Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > max_depth:
                raise _too_deep(_line(event, first_line), max_depth)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _line(found: yaml.Node | yaml.Event, first_line: int) -> int:
    return first_line + (found.start_mark.line if found.start_mark else 0)


def _too_deep(line: int, max_depth: int) -> Refused:
    return Refused("too-deep", f"front matter is nested deeper than {max_depth}", line)


class _Values:
    """Turns nodes into values; an alias (`*name`) becomes a copy of what it stands for.

    Copies are counted, so that a few aliases of aliases don't become millions.
    """

    def __init__(self, first_line: int, max_depth: int, repeated: list[Repeated] | None) -> None:
        self._first_line = first_line
        self._repeated = repeated
        self._max_depth = max_depth
        self._open: set[int] = set()  # nodes that are being turned into values
        self._seen: set[int] = set()
        self._copied = 0

    def map(self, node: yaml.MappingNode, depth: int = 1) -> dict[str, Value]:
        values: dict[str, Value] = {}
        lines: dict[str, int] = {}
        merged: list[Value] = []
        for key, item in node.value:
            line = _line(key, self._first_line)
            name = self._value(key, depth, line)
            if not isinstance(name, str):
                raise Refused("yaml", "a key must be text", line)
            value = self._value(item, depth, line)
            if name == "<<" and not isinstance(value, str):
                merged += value if isinstance(value, list) else [value]
                continue
            if name in values:
                message = f"{name!r} is set twice, first in line {lines[name]}"
                if self._repeated is None:
                    raise Refused("duplicate-key", message, line, key=name)
                message += "; the last one counts"
                self._repeated.append(Repeated(name, values.pop(name), message, line))
            values[name], lines[name] = value, line
        for one in merged:  # https://yaml.org/type/merge.html: own keys count, then the first
            if isinstance(one, dict):
                values = values | {key: one[key] for key in one if key not in values}
        return values

    def _value(self, node: yaml.Node, depth: int, line: int) -> Value:
        if id(node) in self._seen:
            self._copied += 1
            if id(node) in self._open or self._copied > _MAX_COPIED:
                wrong = "contains itself" if id(node) in self._open else "expands to too much"
                raise Refused("alias", f"a YAML alias (`*name`) {wrong}; write it out", line)
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return str(node.value)
        if depth >= self._max_depth:
            raise _too_deep(_line(node, self._first_line), self._max_depth)
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self.map(node, depth + 1)
            return [self._value(item, depth + 1, line) for item in node.value]
        finally:
            self._open.discard(id(node))
