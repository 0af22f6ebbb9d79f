"""YAML text → nodes that know their lines, every scalar still text. Pure.

The nodes are built from the parser's events, not by PyYAML's composer: that one recurses in
C and is brought down by some 40,000 nested `[`. Here parsing ends where nesting gets too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import yaml
from yaml.reader import Reader

MAX_CONFIG_DEPTH = 50
# What neither YAML 1.1 (5.1) nor XML 1.0 (2.2) can hold; PyYAML has compiled it already.
UNPRINTABLE = Reader.NON_PRINTABLE
_NOTHING = ("", "~", "null", "Null", "NULL")
# libyaml, where PyYAML was built with it: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(NamedTuple):
    """A text as written; `plain` if it stood there without quotes."""

    line: int
    text: str
    plain: bool = False


class Sequence(NamedTuple):
    """A list."""

    line: int
    items: list[Node]


class Mapping(NamedTuple):
    """Values by key, each key with its own line; `doubles` are keys that came again."""

    line: int
    entries: dict[str, tuple[int, Node]]
    doubles: list[Scalar]


Node = Scalar | Sequence | Mapping


class NotReadableError(Exception):
    """The text is no tree of nodes. Its line counts from 1; None if no one line is to blame."""

    def __init__(self, line: int | None, message: str) -> None:
        super().__init__(line, message)
        self.line = line
        self.message = message


def read_tree(text: str) -> Node | None:
    """Return the only document in the text, None if it is empty. Raise NotReadableError."""
    text = text.removeprefix("\ufeff")
    if found := UNPRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise NotReadableError(line, f"contains the character U+{ord(found[0]):04X}; remove it")
    # Many %TAG lines take libyaml a time that grows with their square.
    if found := re.search(r"^%", text, re.MULTILINE):
        line = text.count("\n", 0, found.start()) + 1
        raise NotReadableError(line, "a directive (%) is not allowed here; remove it")
    try:
        return _document(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        _check_depth(text, error)
        raise _syntax(error, text) from error
    except yaml.YAMLError as error:
        raise NotReadableError(None, f"is not YAML: {' '.join(str(error).split())}") from error


def is_nothing(node: Node) -> bool:
    """Return whether a value was left empty, or is YAML's null."""
    return isinstance(node, Scalar) and node.plain and node.text in _NOTHING


def _document(events: Iterator[Any]) -> Node | None:
    root = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                raise NotReadableError(_line(event), "a second document (---) is not allowed here")
            root = _node(next(events), events, 1)
    return None if root is None or is_nothing(root) else root


def _check_depth(text: str, error: yaml.MarkedYAMLError) -> None:
    """Raise NotReadableError if nesting got too deep before the parser refused the text.

    Some parsers limit nesting, too, each in its own words, and before they tell what they read.
    """
    mark = error.problem_mark or error.context_mark
    with suppress(yaml.YAMLError):
        _document(yaml.parse(text[: mark.index] if mark else "", Loader=_LOADER))


def _node(event: Any, events: Iterator[Any], depth: int) -> Node:
    """Build the node that begins with `event`, taking its other events."""
    line = _line(event)
    if isinstance(event, yaml.AliasEvent):
        raise NotReadableError(
            line, f"the alias *{event.anchor} is not allowed here; write out its value"
        )
    if event.tag is not None:
        raise NotReadableError(line, "a tag (!) is not allowed here; remove it")
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(line, event.value, plain=event.style in (None, ""))
    if depth > MAX_CONFIG_DEPTH:
        raise NotReadableError(line, f"is nested deeper than {MAX_CONFIG_DEPTH}")
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, depth + 1))
        return Sequence(line, items)
    return _mapping(line, events, depth)


def _mapping(line: int, events: Iterator[Any], depth: int) -> Mapping:
    mapping = Mapping(line, {}, [])
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, depth + 1)
        if not isinstance(key, Scalar):
            raise NotReadableError(key.line, "a key is a list or a mapping; expected text")
        value = _node(next(events), events, depth + 1)
        if key.text in mapping.entries:
            mapping.doubles.append(key)
        else:
            mapping.entries[key.text] = key.line, value
    return mapping


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _syntax(error: yaml.MarkedYAMLError, text: str) -> NotReadableError:
    """Say in one line what the parser minds; it counts lines and columns from 0."""
    mark = error.problem_mark or error.context_mark
    number, column = (mark.line, mark.column) if mark else (0, 0)
    line = [*text.splitlines(), ""][number] if number <= text.count("\n") else ""
    sign = line[column : column + 1]
    if sign == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
        return NotReadableError(number + 1, "is indented with a tab; YAML allows only spaces")
    problem = error.problem or "it cannot be read"
    if "cannot start any token" in problem and sign:
        return NotReadableError(number + 1, f"a value cannot begin with {sign}; put it in quotes")
    if "mapping values are not allowed" in problem:
        problem = "unexpected colon; quote values that contain one, and align the keys"
    elif error.context and error.context_mark and error.context_mark.line != number:
        problem += f" ({error.context} from line {error.context_mark.line + 1})"
    return NotReadableError(number + 1, f"is not YAML: {problem}")
