"""The config as it was read last: reading and checking it again takes longer than most builds.

It is bound to the name and the bytes of the file and to this code, and what it holds is checked
as what the file holds would be: it decides where files are written.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from feedmill.state.cache_key import of_file
from feedmill.state.directory import Directory
from feedmill.state.folder import kept

from .file import MAX_CONFIG_BYTES, read_file
from .kinds.table import KINDS
from .kinds.unfit import Unfit
from .schema import Config

CACHE_FILE = "config"
_KEY = 32  # bytes of a cache key, and of the digest of what follows it


def load_cached(path: Path) -> Config:
    """Return the config in the file `path`, from the cache in the state folder if it is there.

    Raises ConfigError as `config.load_config` does.
    """
    data = read_file(path)
    key = of_file(path.name, data)
    with kept(path.parent) as state:
        known = _known(state, key) if state else None
        if known is not None:
            return known
        from .load import decode_config

        config = decode_config(data, path.name)
        if state:
            packed = msgspec.msgpack.encode(config)
            with suppress(OSError):  # no room for a cache: next time again
                state.write(CACHE_FILE, key + _digest(packed) + packed)
        return config


def _known(state: Directory, key: bytes) -> Config | None:
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        data = state.read(CACHE_FILE, 16 * MAX_CONFIG_BYTES) or b""
        packed = data[2 * _KEY :]
        if data[: 2 * _KEY] == key + _digest(packed):
            config = msgspec.msgpack.decode(packed, type=Config)
            return config if is_sound(config) else None
    return None


def is_sound(config: Config) -> bool:
    """Return whether every text of a config is one that the config file may have there."""
    try:
        return _is_sound(inspect.type_info(Config), config, "")
    except Unfit:
        return False


def _is_sound(declared: inspect.Type, value: Any, kind: str) -> bool:
    match declared:
        case inspect.Metadata():
            return _is_sound(declared.type, value, (declared.extra or {}).get("kind", ""))
        case inspect.UnionType():
            return any(_is_of(one, value) and _is_sound(one, value, kind) for one in declared.types)
        case inspect.StructType():
            return all(
                _is_sound(field.type, getattr(value, field.name), "") for field in declared.fields
            )
        case inspect.VarTupleType():
            return all(_is_sound(declared.item_type, item, "") for item in value)
        case inspect.DictType():
            return all(
                _is_sound(declared.key_type, key, "") and _is_sound(declared.value_type, one, "")
                for key, one in value.items()
            )
    return not kind or KINDS[kind].read(value) == value


def _is_of(declared: inspect.Type, value: Any) -> bool:
    """Return whether this member of a union is the one that a value belongs to."""
    match declared:
        case inspect.Metadata():
            return _is_of(declared.type, value)
        case inspect.StructType():
            return isinstance(value, declared.cls)
        case inspect.VarTupleType():
            return isinstance(value, tuple)
        case inspect.DictType():
            return isinstance(value, dict)
        case inspect.NoneType():
            return value is None
        case inspect.LiteralType():
            return value in declared.values
    return isinstance(value, str | int | float)


def _digest(packed: bytes) -> bytes:
    """Return what tells a damaged cache: it would be believed, and published."""
    return hashlib.sha256(packed).digest()
