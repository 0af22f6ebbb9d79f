"""One file to be published, as a value: its bytes' digest, its turn, how it is served. Pure."""

from __future__ import annotations

from enum import IntEnum

from msgspec import Struct

from feedmill.formats import opml
from feedmill.publishing.manifest import FileRecord, PageRecord
from feedmill.publishing.media_types import content_type

FOR_EVER = "public, max-age=31536000, immutable"  # a year: an image's name is its content's hash
_HALF_AN_HOUR = "public, max-age=1800"
FIVE_MINUTES = "public, max-age=300"


class Turn(IntEnum):
    """When a file is uploaded: nothing before what it leads to."""

    IMAGE = 0
    IMAGE_LIST = 1
    ASSET = 2  # what pages load
    FEED = 3
    PAGE = 4
    INDEX = 5


class Item(Struct, frozen=True, kw_only=True):
    """One file: `path` below the output folder, size in bytes, sha256 in hex, its headers."""

    path: str
    bytes: int
    sha256: str
    turn: Turn
    headers: dict[str, str]


def item_of(record: FileRecord | PageRecord, *, hub: bool) -> Item:
    """Return the item of a file that the manifest names.

    With a `hub`, caches keep feeds for five minutes only: it tells of new entries at once.
    """
    file_format = record.format if isinstance(record, FileRecord) else ""
    kind = content_type(record.path, file_format)
    if file_format == opml.FORMAT:
        turn = Turn.INDEX
    elif file_format:
        turn = Turn.FEED
    else:
        turn = Turn.PAGE if kind.startswith("text/html") else Turn.ASSET
    cache = FIVE_MINUTES if hub and turn == Turn.FEED else _HALF_AN_HOUR
    return Item(
        path=record.path,
        bytes=record.bytes,
        sha256=record.sha256,
        turn=turn,
        headers={"Content-Type": kind, "Cache-Control": cache},
    )


def image_item(path: str, size: int, sha256: str, kind: str) -> Item:
    """Return the item of a stored image."""
    headers = {"Content-Type": kind, "Cache-Control": FOR_EVER}
    return Item(path=path, bytes=size, sha256=sha256, turn=Turn.IMAGE, headers=headers)


def list_headers(path: str) -> dict[str, str]:
    """Return the headers of a manifest, which programs read."""
    return {"Content-Type": content_type(path), "Cache-Control": FIVE_MINUTES}
