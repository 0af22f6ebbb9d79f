"""Data files of a site → values: YAML, JSON, CSV, TSV. Pure.

They came with a checkout: what is too deep, too large or makes too much of itself is refused.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

ENDINGS = (".yml", ".yaml", ".json", ".csv", ".tsv")
"""The endings of data files, in the order in which they are looked for."""

_MAX_BYTES = 2**22
_MAX_DEPTH = 50
_MAX_VALUES = 200_000
_TRUE = {"true", "yes", "on"}
_FALSE = {"false", "no", "off"}
_NULL = {"", "~", "null"}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]{0,17})")
_FLOAT = re.compile(r"[-+]?[0-9][0-9_]{0,17}\.[0-9]{0,17}(?:[eE][-+]?[0-9]{1,2})?")
_DATE = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_TIME = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d.{0,20}")


class BadDataError(ValueError):
    """A data file cannot be read; the message says why."""


@lru_cache(maxsize=32)
def parse_data(ending: str, data: bytes) -> Any:
    """Return what is in a data file, by the ending of its name. Raises BadDataError."""
    if len(data) > _MAX_BYTES:
        raise BadDataError(f"has more than {_MAX_BYTES // 2**20} MiB")
    try:
        text = data.decode("utf-8-sig")
        if ending in (".yml", ".yaml"):
            return parse_yaml(text)
        if ending == ".json":
            return _limited(json.loads(text))
        return _table(text, "\t" if ending == ".tsv" else ",")
    except BadDataError:
        raise
    except RecursionError:
        raise BadDataError(f"is nested deeper than {_MAX_DEPTH}") from None
    except (ValueError, csv.Error) as error:
        raise BadDataError(f"cannot be read: {error}"[:200]) from None


def parse_yaml(text: str) -> Any:
    """Return what YAML says, typed as YAML 1.1 has it. Raises BadDataError."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder().build(yaml.parse(text, Loader=loader))
    except yaml.YAMLError as error:
        raise BadDataError(f"is not right YAML: {str(error).splitlines()[0]}") from None


class _Builder:
    """Makes values of the events of YAML, one after the other: nothing of it recurs."""

    def __init__(self) -> None:
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open: list[tuple[Any, str | None, int]] = []  # value, anchor, count when it began
        self._keys: list[Any] = []
        self._count = 0
        self._result: Any = None

    def build(self, events: Iterator[Any]) -> Any:
        """Return the first document."""
        for event in events:
            match type(event).__name__:
                case "ScalarEvent":
                    value = _scalar(event)
                    self._remember(event.anchor, value, 1)
                    self._add(value, 1)
                case "AliasEvent":
                    if event.anchor not in self._anchors:
                        raise BadDataError(f"*{event.anchor} is not known, or within itself")
                    self._add(*self._anchors[event.anchor])
                case "SequenceStartEvent":
                    self._begin([], event.anchor)
                case "MappingStartEvent":
                    self._begin({}, event.anchor)
                case "SequenceEndEvent" | "MappingEndEvent":
                    value, anchor, before = self._open.pop()
                    if isinstance(value, dict):
                        self._keys.pop()
                    size = self._count - before
                    self._remember(anchor, value, size)
                    self._count = before  # `_add` counts it
                    self._add(value, size)
                case "DocumentEndEvent":
                    break
        return self._result

    def _begin(self, value: Any, anchor: str | None) -> None:
        if len(self._open) >= _MAX_DEPTH:
            raise BadDataError(f"is nested deeper than {_MAX_DEPTH}")
        self._open.append((value, anchor, self._count))
        self._count += 1
        if isinstance(value, dict):
            self._keys.append(_NO_KEY)

    def _remember(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self._anchors[anchor] = (value, size)

    def _add(self, value: Any, size: int) -> None:
        """Add a value to the list or the map that is open; `size` counts what is in it."""
        self._count += size
        if self._count > _MAX_VALUES:
            raise BadDataError(f"has more than {_MAX_VALUES} values")
        if not self._open:
            self._result = value
            return
        holder = self._open[-1][0]
        if isinstance(holder, list):
            holder.append(value)
        elif self._keys[-1] is _NO_KEY:
            self._keys[-1] = value if isinstance(value, str) else _key(value)
        else:
            key, self._keys[-1] = self._keys[-1], _NO_KEY
            if key == "<<":
                for one in value if isinstance(value, list) else [value]:
                    holder.update({k: v for k, v in _map(one).items() if k not in holder})
            else:
                holder[key] = value


_NO_KEY = object()


def _map(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _key(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float | date) else ""


def _scalar(event: Any) -> Any:
    if not event.implicit[0]:
        return event.value
    return typed(event.value)


def typed(text: str) -> Any:
    """Return the value that a plain scalar of YAML 1.1 stands for."""
    lower = text.lower()
    if lower in _NULL:
        return None
    if lower in _TRUE or lower in _FALSE:
        return lower in _TRUE
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _FLOAT.fullmatch(text):
        return float(text.replace("_", ""))
    try:
        if found := _DATE.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if _TIME.fullmatch(text):
            moment = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        pass
    return text


def _limited(value: Any) -> Any:
    left, count, depth = [value], 0, 0
    while left:
        count += len(left)
        depth += 1
        if count > _MAX_VALUES:
            raise BadDataError(f"has more than {_MAX_VALUES} values")
        if depth > _MAX_DEPTH:
            raise BadDataError(f"is nested deeper than {_MAX_DEPTH}")
        left = [
            more
            for one in left
            if isinstance(one, list | dict)
            for more in (one.values() if isinstance(one, dict) else one)
        ]
    return value


def _table(text: str, separator: str) -> list[dict[str, str | None]]:
    """Return the rows of a table by the names in its first line."""
    rows = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    names = next(rows, [])
    found: list[dict[str, str | None]] = []
    count = 0
    for row in rows:
        if not row:
            continue
        count += len(names)
        if count > _MAX_VALUES:
            raise BadDataError(f"has more than {_MAX_VALUES} values")
        found.append({name: row[at] if at < len(row) else None for at, name in enumerate(names)})
    return found
