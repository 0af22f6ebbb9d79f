"""What caches depend on: while none of it changes, what they hold is what would be made anew."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from functools import cache
from pathlib import Path

import msgspec

# What reading and rendering depend on beside our own code, by the names of their metadata.
_DEPENDENCIES = (
    "feedgen",
    "idna",
    "jinja2",
    "latex2mathml",
    "lxml",
    "markdown",
    "markupsafe",
    "msgspec",
    "nh3",
    "pymdown_extensions",
    "pyromark",
    "python_dateutil",
    "python_slugify",
    "pyyaml",
    "text_unidecode",
)


@cache
def of_code() -> bytes:
    """Return a digest of our own code, and of the versions of what it builds on."""
    digest = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    for folder, _, names in sorted(os.walk(Path(__file__).parents[1])):
        for name in sorted(names):
            if name.endswith((".py", ".html", ".css", ".json")):
                digest.update(name.encode())
                digest.update(Path(folder, name).read_bytes())
    for place in dict.fromkeys(sys.path):
        with contextlib.suppress(OSError):
            found = (entry.name for entry in os.scandir(place or "."))
            digest.update("\n".join(sorted(filter(_is_dependency, found))).encode())
    return digest.digest()


def of_config(config: msgspec.Struct) -> bytes:
    """Return a digest of a config and the code that acts on it."""
    return hashlib.sha256(of_code() + msgspec.msgpack.encode(config)).digest()


def of_file(name: str, data: bytes) -> bytes:
    """Return a digest of a file's name and bytes, and of the code that reads it."""
    return hashlib.sha256(of_code() + name.encode("utf-8", "surrogateescape") + data).digest()


def _is_dependency(name: str) -> bool:
    return name.endswith(".dist-info") and name.lower().startswith(_DEPENDENCIES)
