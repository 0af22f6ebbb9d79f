"""Nodes → values, by the types that `schema.py` declares; finds all that is wrong. Pure.

Liberties: where a list is expected one of its items will do, and a key without a value counts
as left out.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from msgspec import inspect

from feedmill.model import Problem

from .kinds.table import KINDS
from .kinds.unfit import Unfit, nearest, one_of
from .schema import Config
from .tree import UNPRINTABLE, Mapping, Node, Scalar, Sequence, is_nothing

Path = tuple[str | int, ...]

BROKEN: Final = object()  # stands for a value that has an error
MAX_PROBLEMS = 100
_MAX_LENGTH = 2000  # of a text that has a kind


@cache
def type_of_config() -> inspect.StructType:
    """Return the declared type of a config, as msgspec describes it."""
    declared = inspect.type_info(Config)
    assert isinstance(declared, inspect.StructType)
    return declared


class TooManyProblemsError(Exception):
    """Nobody reads on after so many."""


class Conversion:
    """One walk over a config: gathers the problems, and the line of each key by its path."""

    def __init__(self, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._lines: dict[Path, int] = {}

    def wrong(self, path: Path, message: str, line: int | None = None) -> None:
        """Note a problem; without a line it is that of the key, or of the nearest one above.

        Raises TooManyProblemsError if that makes MAX_PROBLEMS of them.
        """
        above = path
        while line is None and above:
            line, above = self._lines.get(above), above[:-1]
        about = f"{show(path)}: {message}" if path else message
        self.problems.append(Problem(path=self._file, line=line, code="config", message=about))
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyProblemsError

    def fields(self, declared: inspect.StructType, node: Node, path: Path) -> dict[str, Any]:
        """Return the fields of a struct that are there and right; BROKEN for required ones else."""
        known = {field.encode_name: field for field in declared.fields}
        if not isinstance(node, Mapping):
            self.wrong(path, f"{_shape(node)}; expected {phrase(declared)}", node.line)
            return {name: BROKEN for name, field in known.items() if field.required}
        self._doubles(node, path)
        for name, (line, _) in node.entries.items():
            self._lines[*path, name] = line
            if name not in known:
                self._unknown(path, name, known)
        found: dict[str, Any] = {}
        for name, field in known.items():
            if name not in node.entries:
                if field.required:
                    self.wrong((*path, name), f"is missing; expected {phrase(field.type)}")
                    found[name] = BROKEN
                continue
            _, item = node.entries[name]
            if field.required or not is_nothing(item):
                one = self.value(field.type, item, (*path, name))
                if one is not BROKEN or field.required:
                    found[name] = one
        return found

    def value(self, declared: inspect.Type, node: Node, path: Path, kind: str = "") -> Any:
        """Convert a node to a declared type; BROKEN, and a problem more, if it is not of it."""
        match declared:
            case inspect.Metadata():
                return self.value(declared.type, node, path, (declared.extra or {}).get("kind", ""))
            case inspect.UnionType() if member := _member(declared, node):
                return self.value(member, node, path)
            case inspect.StructType():
                return self._struct(declared, node, path)
            case inspect.VarTupleType():
                return self._list(declared, node, path)
            case inspect.DictType():
                return self._dict(declared, node, path)
        if not isinstance(node, Scalar):
            self.wrong(path, f"{_shape(node)}; expected {phrase(declared, kind)}", node.line)
            return BROKEN
        try:
            return _scalar(declared, node.text, kind)
        except Unfit as error:
            self.wrong(path, verdict(node.text, error, phrase(declared, kind)))
            return BROKEN

    def _doubles(self, node: Mapping, path: Path) -> None:
        for double in node.doubles:
            first, _ = node.entries[double.text]
            self.wrong((*path, double.text), f"is already set in line {first}", double.line)

    def _unknown(self, path: Path, name: str, known: dict[str, inspect.Field]) -> None:
        close = nearest(name, known)
        hint = f'did you mean "{close}"?' if close else f"expected {one_of(known)}"
        self.wrong((*path, name), f"unknown key; {hint}")

    def _struct(self, declared: inspect.StructType, node: Node, path: Path) -> Any:
        if is_nothing(node):
            node = Mapping(node.line, {}, [])
        return declared.cls(**self.fields(declared, node, path))

    def _list(self, declared: inspect.VarTupleType, node: Node, path: Path) -> Any:
        """Broken items stay in their places, so that the others keep their numbers."""
        if isinstance(node, Mapping):
            self.wrong(path, f"is a mapping; expected {phrase(declared)}", node.line)
            return BROKEN
        if isinstance(node, Scalar):
            one = self.value(declared.item_type, node, path)
            return BROKEN if one is BROKEN else (one,)
        if len(node.items) > (declared.max_length or len(node.items)):
            self.wrong(path, f"has {len(node.items)} items; expected at most {declared.max_length}")
            return BROKEN
        found: list[Any] = []
        texts: set[str] = set()
        for number, item in enumerate(node.items):
            at = (*path, number)
            self._lines[at] = item.line
            count = len(self.problems)
            value = self.value(declared.item_type, item, at)
            if isinstance(value, str) and value in texts:
                self.wrong(at, f"{quoted(value)} is already in the list")
            elif isinstance(value, str):
                texts.add(value)
            found.append(value if count == len(self.problems) else BROKEN)
        if len(found) < (declared.min_length or 0):
            self.wrong(path, f"is empty; expected {phrase(declared)}")
        return tuple(found)

    def _dict(self, declared: inspect.DictType, node: Node, path: Path) -> Any:
        """Entries that have an error are left out."""
        if not isinstance(node, Mapping):
            self.wrong(path, f"{_shape(node)}; expected {phrase(declared)}", node.line)
            return BROKEN
        found: dict[str, Any] = {}
        written: dict[str, str] = {}
        self._doubles(node, path)
        for text, (line, item) in node.entries.items():
            self._lines[*path, text] = line
            count = len(self.problems)
            key = self.value(declared.key_type, Scalar(line, text), (*path, text))
            if key is BROKEN:
                continue
            self._lines[*path, key] = line
            if key in written:
                self.wrong(
                    (*path, text), f"is the same as {quoted(written[key])}; expected it once", line
                )
            written[key] = text
            value = self.value(declared.value_type, item, (*path, key))
            if count == len(self.problems):
                found[key] = value
        return found


def _shape(node: Node) -> str:
    if is_nothing(node):
        return "is empty"
    return {Scalar: "is text", Sequence: "is a list", Mapping: "is a mapping"}[type(node)]


def _member(declared: inspect.UnionType, node: Node) -> inspect.Type | None:
    """Choose the member of a union that a node of this shape can be, if there is one."""
    members = [member for member in declared.types if not isinstance(member, inspect.NoneType)]
    literals = [member for member in members if isinstance(member, inspect.LiteralType)]
    if len(members) == 1:
        return members[0]
    if isinstance(node, Scalar):
        if literals:
            return inspect.LiteralType(tuple(v for member in literals for v in member.values))
        kinds = (inspect.StrType, inspect.BoolType)
        if plain := next((one for one in members if isinstance(_plain(one), kinds)), None):
            return plain
    maps = (inspect.StructType, inspect.DictType)
    wanted = maps if isinstance(node, Mapping) else (inspect.VarTupleType,)
    return next((member for member in members if isinstance(_plain(member), wanted)), None)


def _plain(declared: inspect.Type) -> inspect.Type:
    return declared.type if isinstance(declared, inspect.Metadata) else declared


def _scalar(declared: inspect.Type, text: str, kind: str) -> Any:
    """Convert a text; raise Unfit."""
    match declared:
        case inspect.IntType():
            return _whole_number(declared, text)
        case inspect.BoolType():
            if text.lower() not in ("true", "false"):
                raise Unfit("is neither true nor false")
            return text.lower() == "true"
        case inspect.LiteralType():
            if text not in declared.values:
                raise Unfit("is not known", nearest(text, map(str, declared.values)))
            return text
        case inspect.StrType():
            return _text(declared, text, kind)
    raise TypeError(f"schema.py declares a type that has no conversion: {declared}")


def _whole_number(declared: inspect.IntType, text: str) -> int:
    if not re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", text):
        raise Unfit("is not a whole number")
    number = int(text)
    if declared.ge is not None and number < declared.ge:
        raise Unfit("is too small")
    if declared.le is not None and number > declared.le:
        raise Unfit("is too large")
    return number


def _text(declared: inspect.StrType, text: str, kind: str) -> str:
    parts = (part.strip() for part in re.split("[\t\n\r\x85\u2028\u2029]", text))
    text = " ".join(filter(None, parts))
    if found := UNPRINTABLE.search(text):
        raise Unfit(f"contains the character U+{ord(found[0]):04X}")
    if not text and (kind or declared.min_length):
        raise Unfit("is empty")
    longest = declared.max_length or (_MAX_LENGTH if kind else len(text))
    if len(text) > longest:
        raise Unfit(f"has {len(text)} characters, more than {longest}")
    return KINDS[kind].read(text) if kind else text


def phrase(declared: inspect.Type, kind: str = "") -> str:
    """Say in words what is expected where a type is declared."""
    if kind:
        return KINDS[kind].expected
    match declared:
        case inspect.Metadata():
            return phrase(declared.type, (declared.extra or {}).get("kind", ""))
        case inspect.UnionType():
            members = [m for m in declared.types if not isinstance(m, inspect.NoneType)]
            return ", or ".join(map(phrase, members))
        case inspect.StructType():
            return f"a mapping with {', '.join(field.encode_name for field in declared.fields)}"
        case inspect.VarTupleType():
            return f"a list, each item {phrase(declared.item_type)}"
        case inspect.DictType():
            return f"a mapping from {phrase(declared.key_type)} to {phrase(declared.value_type)}"
        case inspect.IntType():
            least = "" if declared.ge is None else f", at least {declared.ge}"
            most = "" if declared.le is None else f", at most {declared.le}"
            return f"a whole number{least}{most}"
        case inspect.BoolType():
            return "true or false"
        case inspect.LiteralType():
            return one_of(map(str, declared.values))
    return "text"


def verdict(text: str, error: Unfit, expected: str) -> str:
    """Say of a text what is wrong, and what it should be."""
    hint = f"did you mean {quoted(error.instead)}?" if error.instead else f"expected {expected}"
    about = "" if error.wrong == "is empty" else f"{quoted(text)} "
    return f"{about}{error.wrong}; {hint}"


def show(path: Path) -> str:
    """Return a path as people write it: `feeds.families[3].by`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{_short(part)}" for part in path)
    return "".join(parts).removeprefix(".")


def quoted(text: str) -> str:
    """Return a text in quotes, in one line and not too long."""
    return f'"{_short(text)}"'


def _short(text: str) -> str:
    text = text if len(text) <= 80 else f"{text[:79]}…"
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
