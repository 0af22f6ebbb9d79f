"""The config as it was read last: reading and checking it anew takes longer than most builds."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from .fingerprint import of_file
from .settings import Config

FILE = "config"
_KEY = 32  # bytes of a fingerprint


def load(path: Path, state: Path) -> Config:
    """Give the config in the file `path`, from the cache in the folder `state` if it is there.

    Raises ConfigError as `config.load_config` does.
    """
    cache = state / FILE
    key = b""
    with suppress(OSError, msgspec.DecodeError):
        key = of_file(path.name, path.read_bytes())
        known = cache.read_bytes()
        if known[:_KEY] == key:
            return msgspec.msgpack.decode(known[_KEY:], type=Config)
    from .config import load_config

    config = load_config(path)
    with suppress(OSError):  # no room for a cache: next time again
        state.mkdir(parents=True, exist_ok=True)
        fresh = cache.with_suffix(".new")
        fresh.write_bytes(key + msgspec.msgpack.encode(config))
        fresh.replace(cache)
    return config
