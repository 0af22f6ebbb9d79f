"""Jekyll's filters for lists: `where`, `group_by`, `sort` and the like. Pure.

https://jekyllrb.com/docs/liquid/filters/
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import islice
from typing import Any

from liquid import RenderContext
from liquid.builtin.expressions import BooleanExpression, tokenize
from liquid.exceptions import LiquidError
from liquid.filter import with_context
from liquid.stream import TokenStream
from liquid.token import TOKEN_EXPRESSION, Token
from liquid.undefined import Undefined

from .job import MAX_ITEMS, MAX_TEXT, check_size, shown

_LONGEST = 1000  # characters of an expression in a filter
_MAX_DEPTH = 20


def items(value: object) -> list[Any]:
    """Return a value as a list, which it may be already."""
    if isinstance(value, Mapping) and not isinstance(value, Undefined):
        return [value[key] for key in islice(value, MAX_ITEMS)]
    if isinstance(value, list | tuple | range):
        return list(islice(value, MAX_ITEMS))
    return [] if value is None or isinstance(value, Undefined) else [value]


def item(one: object, key: object) -> Any:
    """Return what a list's item has under a key, such as `author.name`; None if nothing."""
    for part in shown(key).split(".")[:_MAX_DEPTH]:
        if isinstance(one, Mapping) and part in one:
            one = one[part]
        elif isinstance(one, list) and part.isdigit() and int(part) < len(one):
            one = one[int(part)]
        else:
            return None
    return one


def where(value: object, key: object, wanted: object = None) -> list[Any]:
    """Return the items that have a value under a key, or in a list there."""

    def fits(one: object) -> bool:
        found = item(one, key)
        if wanted is None or isinstance(wanted, Undefined):
            return found is None
        if isinstance(found, list):
            return any(shown(part) == shown(wanted) for part in found)
        return found is not None and shown(found) == shown(wanted)

    return [one for one in items(value) if fits(one)]


@with_context
def where_exp(value: object, name: object, condition: object, *, context: RenderContext) -> Any:
    """Return the items for which a condition holds."""
    holds = _condition(shown(name), shown(condition), context)
    return [one for one in items(value) if holds(one)]


@with_context
def find_exp(value: object, name: object, condition: object, *, context: RenderContext) -> Any:
    """Return the first item for which a condition holds."""
    holds = _condition(shown(name), shown(condition), context)
    return next((one for one in items(value) if holds(one)), None)


def find(value: object, key: object, wanted: object = None) -> Any:
    """Return the first item that has a value under a key."""
    return next(iter(where(value, key, wanted)), None)


def group_by(value: object, key: object) -> list[dict[str, Any]]:
    """Return groups of the items that have the same under a key, each with its name."""
    groups: dict[str, list[Any]] = {}
    for one in items(value):
        groups.setdefault(shown(item(one, key)), []).append(one)
    return [{"name": name, "items": some, "size": len(some)} for name, some in groups.items()]


def sort(value: object, key: object = None, nils: object = "first") -> list[Any]:
    """Return the items in order, by what they have under a key; those without it first, or last."""

    def place(one: object) -> tuple[int, Any]:
        found = one if key is None else item(one, key)
        if found is None:
            return (-1 if nils == "first" else 9), 0
        if isinstance(found, int | float):
            return 0, found
        return (1, found.isoformat()) if isinstance(found, date) else (2, shown(found))

    return sorted(items(value), key=place)


def push(value: object, one: object) -> list[Any]:
    """Return a list with one more at its end."""
    check_size(one)
    return [*items(value), one]


def pop(value: object, count: object = 1) -> list[Any]:
    """Return a list without its last items."""
    found = items(value)
    return found[: len(found) - _count(count)] if _count(count) < len(found) else []


def shift(value: object, count: object = 1) -> list[Any]:
    """Return a list without its first items."""
    return items(value)[_count(count) :]


def unshift(value: object, one: object) -> list[Any]:
    """Return a list with one more at its beginning."""
    check_size(one)
    return [one, *items(value)]


def first_of(value: object) -> Any:
    """Return the first item: what `sample` gives, which is by chance on the page."""
    return next(iter(items(value)), None)


def array_to_sentence_string(value: object, word: object = "and") -> str:
    """Return items as in a sentence: `a, b, and c`."""
    words = [shown(one) for one in items(value)]
    if len(words) < 3:
        return f" {shown(word)} ".join(words)
    return f"{', '.join(words[:-1])}, {shown(word)} {words[-1]}"


def join(value: object, between: object = " ") -> str:
    """Return the items as one text. Raises LiquidError if it would be too long."""
    words = [shown(one) for one in items(value)]
    sign = shown(between)
    if sum(map(len, words)) + len(words) * len(sign) > MAX_TEXT:
        raise LiquidError("makes too long a text", token=None)
    return sign.join(words)


def jsonify(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(_plain(value, 0), ensure_ascii=False, separators=(",", ":"))


def normalize_whitespace(value: object) -> str:
    """Return a text with single spaces."""
    return re.sub(r"\s+", " ", shown(value)).strip()


def _plain(value: Any, depth: int) -> Any:
    if depth > _MAX_DEPTH or value is None or isinstance(value, Undefined):
        return None
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {shown(key): _plain(value[key], depth + 1) for key in value}
    if isinstance(value, list | tuple | range):
        return [_plain(one, depth + 1) for one in islice(value, MAX_ITEMS)]
    return shown(value)


def _count(value: object) -> int:
    return max(0, value if isinstance(value, int) else 1)


def _condition(name: str, written: str, context: RenderContext) -> Callable[[object], bool]:
    """Return what says whether a condition holds for an item that goes by a name."""
    if len(written) > _LONGEST:
        raise LiquidError("holds too long an expression", token=None)
    parent = Token(TOKEN_EXPRESSION, written, 0, written)
    tokens = TokenStream(tokenize(written, parent))
    condition = BooleanExpression.parse(context.env, tokens)

    def holds(one: object) -> bool:
        context.raise_for_loop_limit(1)
        with context.extend({name: one}):
            return bool(condition.evaluate(context))

    return holds


LIST_FILTERS: dict[str, Callable[..., Any]] = {
    "array_to_sentence_string": array_to_sentence_string,
    "find": find,
    "find_exp": find_exp,
    "group_by": group_by,
    "join": join,
    "jsonify": jsonify,
    "json": jsonify,
    "normalize_whitespace": normalize_whitespace,
    "pop": pop,
    "push": push,
    "sample": first_of,
    "shift": shift,
    "sort": sort,
    "unshift": unshift,
    "where": where,
    "where_exp": where_exp,
}
