"""Cache the checked config: reading and checking it takes longer than most builds.

It is bound to the name and the bytes of the file and to this code, and what it holds is checked
as what the file holds would be: it decides where files are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import UnionType
from typing import Any, Union
from zlib import crc32

import msgspec

from feedmill.state.cache_key import of_file, recall_code
from feedmill.state.directory import Directory
from feedmill.state.folder import kept

from .file import MAX_CONFIG_BYTES, read_file
from .kinds.table import KINDS
from .kinds.unfit import Unfit
from .schema import Config

CACHE_FILE = "config"
_SUM = 4  # bytes of the checksum between the key and the config


def load_cached(path: Path) -> Config:
    """Return the config in the file `path`, from the cache in the state folder if it is there.

    Raises ConfigError as `config.load_config` does.
    """
    data = read_file(path)
    with kept(path.parent) as state:
        if state:
            recall_code(state)
        key = of_file(path.name, data)
        known = _known(state, key) if state else None
        if known is not None:
            return known
        from .load import decode_config

        config = decode_config(data, path.name)
        if state:
            packed = msgspec.msgpack.encode(config)
            with suppress(OSError):  # no room for a cache: next time again
                state.write(CACHE_FILE, key + _checksum(packed) + packed)
        return config


def _known(state: Directory, key: bytes) -> Config | None:
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        data = state.read(CACHE_FILE, 17 * MAX_CONFIG_BYTES) or b""
        packed = data[len(key) + _SUM :]
        if data[: -len(packed)] == key + _checksum(packed):
            config = msgspec.msgpack.decode(packed, type=Config)
            return config if is_sound(config) else None
    return None


def is_sound(config: Config) -> bool:
    """Return whether every text of a config is one that the config file may have there."""
    try:
        return _is_sound(Config, config)
    except Unfit:
        return False


def _is_sound(declared: Any, value: Any) -> bool:
    """Check a value that msgspec has checked, for what only our own kinds of text ask.

    `declared` is its annotation. msgspec's own description of the types takes ten times as long.
    """
    match value:
        case msgspec.Struct():
            hints = type(value).__annotations__
            return all(_is_sound(hints[name], getattr(value, name)) for name in hints)
        case str():
            kind = next(filter(None, map(_kind, _members(declared))), None)
            return kind is None or KINDS[kind].read(value) == value
        case tuple():
            items = next((one.__args__[0] for one in _members(declared) if _is(one, tuple)), None)
            return all(_is_sound(items, item) for item in value)
        case dict():
            key, item = next(one.__args__ for one in _members(declared) if _is(one, dict))
            return all(_is_sound(key, name) and _is_sound(item, one) for name, one in value.items())
    return True


def _members(declared: Any) -> Iterator[Any]:
    """Yield an annotation and, of a union or with metadata, those that it is made of."""
    yield declared
    if hasattr(declared, "__metadata__"):
        yield from _members(declared.__origin__)
    elif isinstance(declared, UnionType) or _is(declared, Union):
        for one in declared.__args__:
            yield from _members(one)


def _kind(declared: Any) -> str | None:
    extras = (getattr(meta, "extra", None) for meta in getattr(declared, "__metadata__", ()))
    return next((extra["kind"] for extra in extras if extra and "kind" in extra), None)


def _is(declared: Any, origin: object) -> bool:
    return getattr(declared, "__origin__", None) is origin and not hasattr(declared, "__metadata__")


def _checksum(packed: bytes) -> bytes:
    """Return what tells a damaged cache: it would be believed, and published."""
    return crc32(packed).to_bytes(_SUM, "big")
