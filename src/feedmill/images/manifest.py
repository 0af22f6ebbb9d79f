"""What the image cache holds, as values, and their form on disk: JSON Lines.

One line an image, sorted as bytes, so that git shows a changed image as a changed line. Lines
in another order, or twice (after a merge of two branches), read the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from feedmill.errors import StoreError

NAME = "images.jsonl"

Length = Annotated[int, Meta(gt=0)]


class Thumbnail(Struct, frozen=True, kw_only=True, gc=False):
    """A smaller copy of an image, in the store as well; sizes in pixels, `bytes` on disk."""

    file: str
    bytes: Length
    type: str
    width: int
    height: int


class Stored(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One URL whose image is in the store.

    `file` is relative to the store, `type` a media type known from the bytes, sizes are in
    pixels (0: an SVG that names none). `etag` and `modified` are what the server said, for
    asking again; `fetched` (UTC) is when these bytes first came.
    """

    url: str
    file: str
    bytes: Length
    type: str
    width: int
    height: int
    fetched: datetime
    etag: str | None = None
    modified: str | None = None
    thumbnail: Thumbnail | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the store that this image needs."""
        return (self.file, self.thumbnail.file) if self.thumbnail else (self.file,)


_CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")

_decoder = msgspec.json.Decoder(Stored)
_encoder = msgspec.json.Encoder()


def parse(data: bytes, name: str = NAME) -> dict[str, Stored]:
    """Give the images of a manifest by URL; of a URL's lines the one fetched last counts.

    StoreError names the first line that cannot be read, such as a merge conflict's marker.
    """
    try:
        images = _decoder.decode_lines(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        images = [_line(line, number, name) for number, line in _numbered(data)]
    found = {image.url: image for image in images}
    if len(found) == len(images):
        return found
    newest = sorted(images, key=lambda image: (image.fetched, render_line(image)))
    return {image.url: image for image in newest}


def render(images: Iterable[Stored]) -> bytes:
    """Give the manifest's bytes; the same images give the same bytes."""
    return b"".join(sorted(map(render_line, images)))


def render_line(image: Stored) -> bytes:
    """Give one line, with its line end."""
    return _encoder.encode(image) + b"\n"


def _numbered(data: bytes) -> list[tuple[int, bytes]]:
    return [(n, line) for n, line in enumerate(data.split(b"\n"), start=1) if line.strip()]


def _line(line: bytes, number: int, name: str) -> Stored:
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        hint = "; settle the merge conflict" if line[:7] in _CONFLICT else ""
        raise StoreError(f"{name}:{number}: not a line of the image cache: {error}{hint}") from None
