"""Functions of templates over values: comparisons, lists and maps, numbers. Pure.

https://gohugo.io/functions/collections/, https://gohugo.io/functions/compare/,
https://gohugo.io/functions/math/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .running import Function, Thing, field, is_true, sized
from .syntax import NotUnderstoodError

_MAX_LIST = 10_000
_MAX_UNIQUE = 1_000


def _equal(first: Any, *others: Any) -> bool:
    return any(_comparable(first) == _comparable(one) for one in others)


def _comparable(value: Any) -> Any:
    if isinstance(value, Thing):
        raise NotUnderstoodError
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str) else sized(value)


def _number(value: Any) -> float:
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return float(value) if "." in value else int(value[:20] or "0")
    if value is None:
        return 0
    return len(value)


def _whole(value: Any) -> int:
    return int(_number(value))


def _default(usual: Any, *given: Any) -> Any:
    value = given[0] if given else None
    is_set = value is not None and (isinstance(value, bool | Thing) or is_true(value))
    return value if is_set else usual


def _length(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode())
    return 0 if value is None else len(value)


def _index(value: Any, *keys: Any) -> Any:
    for one in keys:
        key = one
        if isinstance(value, list | tuple):
            at = _whole(key)
            value = value[at] if 0 <= at < len(value) else None
        elif isinstance(key, int) and isinstance(value, str):
            raise NotUnderstoodError
        else:
            value = field(value, str(key))
            value = value() if callable(value) else value
    return value


def _is_set(value: Any, key: Any) -> bool:
    if isinstance(value, list | tuple):
        return isinstance(key, int) and 0 <= key < len(value)
    return value is not None and (key in value or str(key).lower() in value)


def _in(values: Any, one: Any) -> bool:
    if isinstance(values, str):
        return str(one) in values
    return values is not None and any(_equal(one, other) for other in values)


def _dict(*given: Any) -> dict[str, Any]:
    if len(given) % 2:
        raise NotUnderstoodError
    return dict(zip(map(str, given[::2]), given[1::2], strict=True))


def _merged(*maps: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one in maps:
        made |= one or {}
    return made


def _append(*given: Any) -> list[Any]:
    *more, values = given
    if len(more) == 1 and isinstance(more[0], list):
        more = more[0]
    return [*(values or []), *more][:_MAX_LIST]


def _numbers(*given: Any) -> list[int]:
    first, step, last = 1, 0, 0
    numbers = [_whole(one) for one in given]
    if len(numbers) == 1:
        last = numbers[0]
        first = 1 if last >= 0 else -1
    elif len(numbers) == 2:
        first, last = numbers
    else:
        first, step, last = numbers
    step = step or (1 if last >= first else -1)
    made = range(first, last + (1 if step > 0 else -1), step)
    if len(made) > _MAX_LIST:
        raise NotUnderstoodError
    return list(made)


def _divided(first: Any, second: Any) -> float | int:
    top, under = _number(first), _number(second)
    if isinstance(top, int) and isinstance(under, int):
        return int(top / under)
    return top / under


def _product(*given: Any) -> float:
    made: float = 1
    for one in given:
        made *= _number(one)
        if abs(made) > 1e15:
            raise NotUnderstoodError
    return made


def _unique(values: Any) -> list[Any]:
    made: list[Any] = []
    for one in sized(values or [])[:_MAX_UNIQUE]:
        if one not in made:
            made.append(one)
    return made


def _nothing(*_: Any) -> str:
    return ""


def _fails(*_: Any) -> str:
    raise NotUnderstoodError


def _of_kind(kind: type | tuple[type, ...]) -> Function:
    return lambda value: isinstance(value, kind)


def _scratch(*_: Any) -> Scratch:
    return Scratch()


class Scratch(Thing):
    """A place where a template keeps values."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def get(self, name: str) -> Any:
        """Return one of the methods of a scratch pad."""
        return {
            "Get": lambda key: self._values.get(key),
            "Set": self._set,
            "Add": self._add,
            "SetInMap": self._set_in_map,
            "GetSortedMapValues": lambda key: [
                one for _, one in sorted((self._values.get(key) or {}).items())
            ],
            "Delete": lambda key: self._values.pop(key, "") and "",
            "Values": lambda: dict(self._values),
        }.get(name) or _fails()

    def _set(self, key: str, value: Any) -> str:
        self._values[key] = value
        return ""

    def _add(self, key: str, value: Any) -> str:
        there = self._values.get(key)
        if there is None:
            self._values[key] = value
        elif isinstance(there, list):
            self._values[key] = _append(value, there)
        else:
            self._values[key] = there + value
        if isinstance(self._values[key], str | list) and len(self._values[key]) > 2**18:
            raise NotUnderstoodError
        return ""

    def _set_in_map(self, key: str, name: str, value: Any) -> str:
        self._values.setdefault(key, {})[name] = value
        return ""


_OF_LISTS: dict[str, Function] = {
    "after": lambda count, values: list(values or [])[_whole(count) :],
    "append": _append,
    "dict": _dict,
    "dictionary": _dict,
    "first": lambda count, values: list(values or [])[: _whole(count)],
    "in": _in,
    "index": _index,
    "isset": _is_set,
    "isSet": _is_set,
    "last": lambda count, values: list(values or [])[-_whole(count) :] if _whole(count) else [],
    "merge": _merged,
    "newScratch": _scratch,
    "reverse": lambda values: list(reversed(values or [])),
    "seq": _numbers,
    "slice": lambda *given: list(given),
    "uniq": _unique,
}
_OF_NUMBERS: dict[str, Function] = {
    "add": lambda *given: (
        "".join(given) if all(isinstance(one, str) for one in given) else sum(map(_number, given))
    ),
    "div": _divided,
    "mod": lambda first, second: _whole(first) % _whole(second),
    "modBool": lambda first, second: _whole(first) % _whole(second) == 0,
    "mul": _product,
    "sub": lambda first, *others: _number(first) - sum(map(_number, others)),
    "Max": lambda *given: max(map(_number, given)),
    "Min": lambda *given: min(map(_number, given)),
    "Round": lambda value: int(_number(value) + 0.5),
}
VALUES: dict[str, Any] = {
    **_OF_LISTS,
    **{name: one for name, one in _OF_NUMBERS.items() if name[0].islower()},
    "collections": {name[0].upper() + name[1:]: one for name, one in _OF_LISTS.items()},
    "math": {name[0].upper() + name[1:]: one for name, one in _OF_NUMBERS.items()},
    "cond": lambda holds, yes, no: yes if is_true(holds) else no,
    "default": _default,
    "eq": _equal,
    "ne": lambda first, second: not _equal(first, second),
    "lt": lambda first, second: _number(first) < _number(second),
    "le": lambda first, second: _number(first) <= _number(second),
    "gt": lambda first, second: _number(first) > _number(second),
    "ge": lambda first, second: _number(first) >= _number(second),
    "not": lambda value: not is_true(value),
    "len": _length,
    "int": _whole,
    "float": lambda value: float(_number(value)),
    "reflect": {
        "IsMap": _of_kind(Mapping),
        "IsSlice": _of_kind((list, tuple)),
    },
    **dict.fromkeys(("warnf", "warnidf", "print_debug"), _nothing),
    **dict.fromkeys(("errorf", "erroridf"), _fails),
}
