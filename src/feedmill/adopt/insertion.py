"""Write one key into front matter by the least edit: every other byte stays. Pure.

The line goes right behind the opening fence, where it belongs to no table or list; in TOML with
Zola's tables into `[extra]`, since Zola refuses keys of one's own at the top.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from msgspec import json

from feedmill.parsing import front_matter
from feedmill.parsing.front_matter import Parts
from feedmill.parsing.problems import Refused

_BOM = b"\xef\xbb\xbf"
_ENDING = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(r"[A-Za-z][\w.+-]*(?::[\w./!$()*+,;=@%~&?-]+)+", re.ASCII)  # in YAML
_BARE = re.compile(r"[A-Za-z0-9_-]+")  # a key in TOML
_FIELD = re.compile(r":[A-Za-z][\w -]*:(?:[ \t]|$)")  # in reStructuredText
_ZOLA = re.compile(r"^\[(extra|taxonomies)\][ \t]*(?:#.*)?$", re.MULTILINE)


class Pinned(NamedTuple):
    """An edit: the line that is added, its number in the file, and the file with it."""

    line: int
    text: str
    data: bytes


class _Edit(NamedTuple):
    """What to add, before which line (from 1) of the file, or `after` so many signs of it."""

    line: int
    text: str
    after: int = 0


def insert_key(data: bytes, key: str, value: str, path: str = "") -> Pinned:
    """Add `key: value` to the front matter of a file; `path` says by its ending what it is.

    Raises Refused, with the line in question, if the file has no front matter that can be read,
    or has the key, or if one more line would not do there what it should.
    """
    parts = _split(data, path)
    before = front_matter.parse(parts, repeated=[])
    edit = _EDITS[parts.kind](parts, key, value)
    shown = edit.text.strip().split("\n")[-1]
    if key.lower() in map(str.lower, before):
        message = f"there is already a line for {key}: replace it with `{shown}`"
        raise Refused("pin", message, parts.line_of(key))
    text = data.removeprefix(_BOM).decode()
    ending = _ENDING.search(text)
    starts = [0, *(found.end() for found in _ENDING.finditer(text))]
    at = starts[edit.line - 1] + edit.after
    added = edit.text.replace("\n", ending[0] if ending else "\n")
    made = (
        data[: len(data) - len(data.removeprefix(_BOM))] + (text[:at] + added + text[at:]).encode()
    )
    line = edit.line + edit.text.rstrip("\n").count("\n")
    if not _does(made, path, parts, before, key, value):
        raise Refused("pin", f"a line cannot be added here: write `{shown}` by hand", line)
    return Pinned(line, shown, made)


def _yaml(parts: Parts, key: str, value: str) -> _Edit:
    scalar = value if _PLAIN.fullmatch(value) else _quoted(value)
    indent = ""
    for line in parts.raw.split("\n"):  # as the first key has it
        bare = line.lstrip(" ")
        if bare and not bare.startswith("#"):
            indent = line[: len(line) - len(bare)]
            break
    return _Edit(parts.first_line, f"{indent}{key}: {scalar}\n")


def _toml(parts: Parts, key: str, value: str) -> _Edit:
    line = f"{key if _BARE.fullmatch(key) else _quoted(key)} = {_quoted(value)}\n"
    tables = {
        found[1]: found.start() for found in _ZOLA.finditer(parts.text, parts.start, parts.end)
    }
    if "extra" in tables:
        return _Edit(parts.line_at(tables["extra"]) + 1, line)
    if tables:
        return _Edit(parts.line_at(parts.end), f"[extra]\n{line}")
    return _Edit(parts.first_line, line)


def _json(parts: Parts, key: str, value: str) -> _Edit:
    brace = parts.text.index("{", parts.start)
    start = parts.text.rfind("\n", 0, brace) + 1
    member = f"{_quoted(key)}: {_quoted(value)},"
    gap = re.compile(r"\n?[ \t]*").match(parts.text, brace + 1)
    assert gap
    added = gap[0] + member if gap[0].startswith("\n") else f"{member} "
    return _Edit(parts.line_at(brace), added, brace + 1 - start)


def _pelican(_parts: Parts, key: str, value: str) -> _Edit:
    return _Edit(1, f"{key}: {value}\n")


def _rst(parts: Parts, key: str, value: str) -> _Edit:
    """Return a field before the first, which is below the title."""
    first = next((at for at, line in enumerate(parts.raw.split("\n")) if _FIELD.match(line)), 0)
    return _Edit(1 + first, f":{key}: {value}\n")


_EDITS = {"yaml": _yaml, "toml": _toml, "json": _json, "pelican": _pelican, "rst": _rst}


def _split(data: bytes, path: str) -> Parts:
    return front_matter.split(front_matter.decode(data), path, long_fences=True)


def _does(
    data: bytes, path: str, parts: Parts, before: dict[str, Any], key: str, value: str
) -> bool:
    """Return whether an edited file has the key as well, and is else the same to its readers."""
    try:
        edited = _split(data, path)
        after: dict[str, Any] = front_matter.parse(edited, repeated=[])
    except Refused:
        return False
    extra = after.get("extra")
    place = extra if key not in after and isinstance(extra, dict) else after
    if place.pop(key, None) != value:
        return False
    if not extra and "extra" not in before:
        after.pop("extra", None)
    return after == before and edited.body == parts.body


def _quoted(text: str) -> str:
    """Write text as JSON does, which YAML and TOML read the same."""
    return json.encode(text).decode()
