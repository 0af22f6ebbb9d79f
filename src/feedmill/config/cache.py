"""The config as it was read last: reading and checking it anew takes longer than most builds."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path

import msgspec

from feedmill.state.cache_key import of_file

from .schema import Config

FILE = "config"
_KEY = 32  # bytes of a fingerprint, and of the digest of what follows it


def load(path: Path, state: Path) -> Config:
    """Give the config in the file `path`, from the cache in the folder `state` if it is there.

    Raises ConfigError as `config.load_config` does.
    """
    cache = state / FILE
    key = b""
    with suppress(OSError, msgspec.DecodeError):
        key = of_file(path.name, path.read_bytes())
        known = cache.read_bytes()
        packed = known[2 * _KEY :]
        if known[: 2 * _KEY] == key + _digest(packed):
            return msgspec.msgpack.decode(packed, type=Config)
    from . import load_config

    config = load_config(path)
    with suppress(OSError):  # no room for a cache: next time again
        state.mkdir(parents=True, exist_ok=True)
        fresh = cache.with_suffix(".new")
        packed = msgspec.msgpack.encode(config)
        fresh.write_bytes(key + _digest(packed) + packed)
        fresh.replace(cache)
    return config


def _digest(packed: bytes) -> bytes:
    """Give what tells a damaged cache: it would be believed, and published."""
    return hashlib.sha256(packed).digest()
