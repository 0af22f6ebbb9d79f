"""Notes that publish leaves at the destination, so that a killed run leaves no orphans. Pure.

Before anything else is written, the note names all files that the run is about to put or to delete,
with the digests that they may have then. It is deleted at the end. A run that finds one knows which
files may be there although no manifest names them, and which may not be what a manifest says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from feedmill.errors import PublishError
from feedmill.publishing.manifest import check_path

NOTE = "feeds.publishing.json"
_VERSION = 1

Versions = Mapping[str, int]
"""The bytes that a file may have: sha256 (hex) → how many they are."""


class _Document(Struct, kw_only=True):
    version: int
    files: dict[str, dict[str, Annotated[int, Meta(ge=0)]]] = {}


_decode = msgspec.json.Decoder(_Document).decode
_encode = msgspec.json.Encoder(order="sorted").encode


def encode_note(files: Mapping[str, Versions]) -> bytes:
    """Return the text of a note: path → the bytes that the file may have."""
    lines = b",\n".join(
        b"    %b: %b" % (_encode(path), _encode(dict(files[path]))) for path in sorted(files)
    )
    return b'{\n  "version": %d,\n  "files": {\n%b\n  }\n}\n' % (_VERSION, lines)


def decode_note(data: bytes, name: str) -> dict[str, Versions]:
    """Read a note back; `name` is what messages call it.

    Raises PublishError if it is not one, or names a file that cannot be ours.
    """
    remedy = "look at it, then delete it; what a run that was killed left may stay"
    try:
        read = _decode(data)
        if read.version != _VERSION:
            raise PublishError(f"{name} was written by another Feedmill version; publish with that")
        for path in read.files:
            check_path(path)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise PublishError(f"{name} cannot be read ({error}); {remedy}") from error
    except PublishError as error:
        raise PublishError(f"{name}: {error}; {remedy}") from error
    return dict(read.files)


def joined_notes(notes: Iterable[Mapping[str, Versions]]) -> dict[str, Versions]:
    """Return one note that says what several say."""
    found: dict[str, dict[str, int]] = {}
    for note in notes:
        for path, versions in note.items():
            found.setdefault(path, {}).update(versions)
    return dict(found)
