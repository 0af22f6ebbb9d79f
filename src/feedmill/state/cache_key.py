"""What caches depend on: while none of it changes, a cache has what would be made again."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import msgspec

from .directory import Directory

FILE = "code"
_DIGEST = 32  # bytes
DEPENDENCIES = (
    "docutils",
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
    "python_liquid",
    "python_slugify",
    "pyyaml",
    "text_unidecode",
)
"""What reading and rendering depend on beside our own code, as folders of metadata are called."""

_known: list[bytes] = []  # what `of_code` gives, once it is known


def of_code() -> bytes:
    """Return a digest of our own code and data, and of the versions of what it builds on."""
    if not _known:
        import hashlib  # loads OpenSSL, which takes longer than all that is looked at else

        digest = hashlib.sha256(_others())
        for path in sorted(_files()):
            digest.update(path.rpartition(os.sep)[2].encode())
            digest.update(Path(path).read_bytes())
        _known.append(digest.digest())
    return _known[0]


def recall_code(folder: Directory) -> None:
    """Have `of_code` give what it gave last, which `folder` keeps, if no file was touched since.

    Looking at them all takes an eighth of the time that reading them does.
    """
    lines = [_others()]
    for path, found in sorted(_files().items()):
        stamp = found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
        lines.append(f"{path}{stamp}".encode("utf-8", "surrogateescape"))
    stamps = b"\n".join(lines)
    known = b""
    with contextlib.suppress(OSError):
        known = folder.read(FILE, _DIGEST + len(stamps)) or b""
    if len(known) == _DIGEST + len(stamps) and known.endswith(stamps):
        _known[:] = [known[:_DIGEST]]
        return
    with contextlib.suppress(OSError):  # no room for a cache: next time again
        folder.write(FILE, of_code() + stamps)


def _files() -> dict[str, os.stat_result]:
    """Find the files of the package, the words and templates of pages too: path → stamp."""
    found = {}
    folders = [str(Path(__file__).parents[1])]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir():
                    folders.append(entry.path)
                else:
                    found[entry.path] = entry.stat()
    return found


def _others() -> bytes:
    """Describe what our code builds on."""
    lines = [f"{sys.version_info[:2]}"]
    for place in dict.fromkeys(sys.path):
        with contextlib.suppress(OSError), os.scandir(place or ".") as entries:
            lines += sorted(entry.name for entry in entries if _is_dependency(entry.name))
    return "\n".join(lines).encode()


def of_config(config: msgspec.Struct) -> bytes:
    """Give bytes that are others for another config, or for other code that acts on it."""
    return of_code() + msgspec.msgpack.encode(config)


def of_file(name: str, data: bytes) -> bytes:
    """Give bytes that are others, and begin otherwise, for another name or data or other code."""
    called = name.encode("utf-8", "surrogateescape")
    return of_code() + b"%d %d " % (len(called), len(data)) + called + data


def _is_dependency(name: str) -> bool:
    return name.endswith(".dist-info") and name.lower().startswith(DEPENDENCIES)
