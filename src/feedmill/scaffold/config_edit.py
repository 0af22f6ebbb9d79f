"""A config file changed by the least edit: comments and all other lines stay as they are. Pure.

`ConfigText` has the text; `put` sets a key, `add` appends to a list, `replace_item` changes one of
its items. Each edit is checked: what YAML reads afterwards is what was there, and the change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from feedmill.errors import ConfigError

from .config_text import scalar


class _Parent(dict[str, Any]):
    """A mapping that was not there: what is in it is written in lines below."""


ConfigValue = str | int | bool | Sequence["ConfigValue"] | Mapping[str, "ConfigValue"]

_STEP = "  "
_WIDTH = 100  # columns that a value may have in one line


class ConfigText:
    """The text of a config, which each edit replaces."""

    def __init__(self, text: str) -> None:
        self._bom = "\ufeff" if text.startswith("\ufeff") else ""
        body = text.removeprefix("\ufeff")
        self._line_end = "\r\n" if "\r\n" in body else "\n"
        self._text = body.replace("\r\n", "\n")

    @property
    def text(self) -> str:
        """The text as it is now."""
        return self._bom + self._text.replace("\n", self._line_end)

    def put(self, path: Sequence[str], value: ConfigValue) -> None:
        """Set the key at a path of keys; those that are missing are added."""
        node, depth = self._deepest(path)
        wanted = self.values() or {}
        inner = wanted
        for key in path[:-1]:
            inner[key] = inner.get(key) or {}
            inner = inner[key]
        inner[path[-1]] = _plain(value)
        if depth == len(path):
            self._replace(node, value)
        else:
            for key in reversed(path[depth + 1 :]):
                value = _Parent({key: value})
            self._insert(node, path[depth], value)
        self._check(wanted, path)

    def add(self, path: Sequence[str], item: ConfigValue) -> None:
        """Append an item to the list at a path; `[item]` if there is none."""
        node, depth = self._deepest(path)
        if depth < len(path) or not isinstance(node, yaml.SequenceNode) or not node.value:
            self.put(path, [item])
            return
        wanted = self.values()
        _at(wanted, path).append(_plain(item))
        if node.flow_style and self._is_in_flow(path):
            at = _end(node) - 1
            self._splice(at, at, f", {_flow(item)}")
        else:
            if node.flow_style:
                self._unfold(node)
                node, _ = self._deepest(path)
            indent = " " * node.start_mark.column
            at = self._line_end_after(_end(node))
            self._splice(at, at, "\n" + _block_item(item, indent))
        self._check(wanted, path)

    def replace_item(self, path: Sequence[str], number: int, item: ConfigValue) -> None:
        """Put another item in the place of one of the list at a path.

        A comment behind it stays in its first line.
        """
        node, _ = self._deepest(path)
        wanted = self.values()
        _at(wanted, path)[number] = _plain(item)
        old = node.value[number]
        start, end = old.start_mark.index, _end(old)
        indent = " " * max(0, old.start_mark.column - len(_STEP))
        text = _block_item(item, indent).removeprefix(f"{indent}- ")
        if node.flow_style:
            text = _flow(item)
        elif "\n" in text:
            rest = self._text[end : self._line_end_after(end)]
            first, newline, others = text.partition("\n")
            text, end = f"{first}{rest}{newline}{others}", end + len(rest)
        self._splice(start, end, text)
        self._check(wanted, path)

    def put_in_item(self, path: Sequence[str], number: int, key: str, value: ConfigValue) -> None:
        """Set a key of an item, a mapping, of the list at a path."""
        node, _ = self._deepest(path)
        wanted = self.values()
        _at(wanted, path)[number][key] = _plain(value)
        item = node.value[number]
        old = next((inner for name, inner in item.value if name.value == key), None)
        if old is None:
            self._insert(item, key, value)
        else:
            self._replace(old, value)
        self._check(wanted, path)

    def values(self) -> Any:
        """Return what the text says, every scalar as text."""
        return yaml.load(self._text, Loader=yaml.BaseLoader)  # noqa: S506 (text only)

    def _root(self) -> Any:
        return yaml.compose(self._text, Loader=yaml.SafeLoader)

    def _deepest(self, path: Sequence[str]) -> tuple[Any, int]:
        """Return the last node on a path that is there, and how many keys lead to it."""
        node = self._root()
        for depth, key in enumerate(path):
            pairs = node.value if isinstance(node, yaml.MappingNode) else ()
            inner = next((value for name, value in pairs if name.value == key), None)
            if inner is None:
                return node, depth
            node = inner
        return node, len(path)

    def _is_in_flow(self, path: Sequence[str]) -> bool:
        """Return whether what has the last key of a path is written in braces."""
        node, _ = self._deepest(path[:-1])
        return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)

    def _replace(self, node: Any, value: ConfigValue) -> None:
        start, end = node.start_mark.index, _end(node)
        if start == end:  # a key without a value
            self._splice(start, end, " " + _flow(value))
            return
        if isinstance(node, yaml.CollectionNode) and not node.flow_style:
            before = self._text.rfind("\n", 0, start)
            start = before if self._text[before:start].isspace() else start
            indent = " " * max(0, node.start_mark.column - len(_STEP))
            text = _value(value, indent) if self._text[start] == "\n" else _flow(value)
            self._splice(start, end, text)
            return
        self._splice(start, end, _flow(value))

    def _insert(self, node: Any, key: str, value: ConfigValue) -> None:
        """Add a key to a mapping, or to what is to become one."""
        if node is None:
            self._splice(len(self._text), len(self._text), f"{key}:{_value(value, '')}\n")
        elif isinstance(node, yaml.ScalarNode):  # a key without a value
            line = self._text.rfind("\n", 0, node.start_mark.index) + 1
            start = self._text[line:]
            indent = " " * (len(start) - len(start.lstrip(" "))) + _STEP
            at = self._line_end_after(node.start_mark.index)
            self._splice(at, at, f"\n{indent}{key}:{_value(value, indent)}")
        elif node.flow_style:
            at = _end(node) - 1
            comma = ", " if node.value else ""
            self._splice(at, at, f"{comma}{scalar(key)}: {_flow(value)}")
        else:
            indent = " " * node.value[0][0].start_mark.column
            at = self._line_end_after(_end(node), len(indent))
            gap = "" if indent or len(node.value) < 2 else "\n"  # sections are apart
            self._splice(at, at, f"{gap}\n{indent}{scalar(key)}:{_value(value, indent)}")

    def _unfold(self, node: Any) -> None:
        """Write a list in brackets as lines."""
        line = self._text.rfind("\n", 0, node.start_mark.index) + 1
        start = self._text[line:]
        indent = " " * (len(start) - len(start.lstrip(" "))) + _STEP
        pieces = [self._text[one.start_mark.index : _end(one)] for one in node.value]
        head = node.start_mark.index
        while self._text[head - 1] == " ":
            head -= 1
        lines = "".join(f"\n{indent}- {piece}" for piece in pieces)
        self._splice(head, _end(node), lines)

    def _line_end_after(self, at: int, indent: int | None = None) -> int:
        """Return the end of a line, or, with `indent`, of comments below it that are deeper."""
        found = self._text.find("\n", at)
        at = len(self._text) if found < 0 else found
        while indent is not None and at < len(self._text):
            line = self._text[at + 1 :].partition("\n")[0]
            bare = line.lstrip(" ")
            if not bare.startswith("#") or len(line) - len(bare) <= indent:
                break
            at += 1 + len(line)
        return at

    def _splice(self, start: int, end: int, text: str) -> None:
        self._text = self._text[:start] + text + self._text[end:]

    def _check(self, wanted: Any, path: Sequence[str]) -> None:
        try:
            found = self.values()
        except yaml.YAMLError:
            found = None
        if found != wanted:
            raise ConfigError(
                f"{'.'.join(path)} cannot be changed here by an edit; write the config in block "
                "style, a key on each line"
            )


def _at(values: Any, path: Sequence[str]) -> Any:
    for key in path:
        values = values[key]
    return values


def _end(node: Any) -> int:
    """Return where the text of a node ends, without comments and empty lines after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last) or node.start_mark.index
    end: int = node.end_mark.index
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        text = node.end_mark.buffer
        return end - 1 if text and text[end - 1 : end] == "\n" else end
    return end


def _plain(value: ConfigValue) -> Any:
    """Return a value as YAML reads it, all scalars as text."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    return [_plain(one) for one in value]


def _flow(value: ConfigValue) -> str:
    """Write a value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, bool | int):
        return str(value).lower()
    return f"[{', '.join(map(_flow, value))}]"


def _value(value: ConfigValue, indent: str) -> str:
    """Write a value behind its key: in the same line, or, if it is long, in lines below."""
    line = _flow(value)
    if isinstance(value, str | int | bool) or not value:
        return f" {line}"
    has_mappings = not isinstance(value, Mapping) and any(isinstance(v, Mapping) for v in value)
    if len(indent) + len(line) < _WIDTH and not has_mappings and not isinstance(value, _Parent):
        return f" {line}"
    deeper = indent + _STEP
    if isinstance(value, Mapping):
        return "".join(
            f"\n{deeper}{scalar(key)}:{_value(one, deeper)}" for key, one in value.items()
        )
    return "".join("\n" + _block_item(one, deeper) for one in value)


def _block_item(item: ConfigValue, indent: str) -> str:
    """Write an item of a list, a key on each line if it is a long mapping."""
    if not isinstance(item, Mapping) or len(indent) + len(_flow(item)) < _WIDTH:
        return f"{indent}- {_flow(item)}"
    lines = [f"{scalar(key)}:{_value(one, indent + _STEP)}" for key, one in item.items()]
    return f"{indent}- " + f"\n{indent}{_STEP}".join(lines)
