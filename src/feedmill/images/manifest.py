"""What the image cache holds, as values, and their form on disk: JSON Lines.

One line an image, sorted as bytes, so that git shows a changed image as a changed line. Lines
in another order, or twice (after a merge of two branches), read the same. Each is checked when it
is read: it comes with a checkout, and goes into feeds and requests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from feedmill.errors import StoreError

NAME = "images.jsonl"

Length = Annotated[int, Meta(gt=0, le=2**31)]
Pixels = Annotated[int, Meta(ge=0, le=2**31)]
_Url = Annotated[str, Meta(pattern=r"^https?://[^\s]+\Z", max_length=10_000)]
_Validator = Annotated[str, Meta(pattern=r"^[\x20-\x7e]{1,200}\Z")]

# The only names the store gives: whatever a manifest says, no path leaves the store's folder.
_FILE = r"([0-9a-f]{2})/\1[0-9a-f]{62}\.([a-z]{3,4})"
ENDINGS = {
    "image/avif": "avif",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/vnd.microsoft.icon": "ico",
    "image/webp": "webp",
}
"""The types of the images that the store takes, and what their files' names end with."""


def is_file_name(file: str) -> bool:
    """Return whether the store gives such names to its files."""
    return re.fullmatch(_FILE, file) is not None


class Thumbnail(Struct, frozen=True, kw_only=True, gc=False):
    """A smaller copy of an image, in the store as well; sizes in pixels, `bytes` on disk."""

    file: str
    bytes: Length
    type: str
    width: Pixels
    height: Pixels


class Stored(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One URL whose image is in the store.

    `file` is relative to the store, `type` a media type known from the bytes, sizes are in
    pixels (0: an SVG that names none). `etag` and `modified` are what the server said, for
    asking again; `fetched` (UTC) is when these bytes first came.
    """

    url: _Url
    file: str
    bytes: Length
    type: str
    width: Pixels
    height: Pixels
    fetched: Annotated[datetime, Meta(tz=True)]
    etag: _Validator | None = None
    modified: _Validator | None = None
    thumbnail: Thumbnail | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the store that this image needs."""
        return (self.file, self.thumbnail.file) if self.thumbnail else (self.file,)


_CONFLICT = (b"<<<<<<<", b"=======", b">>>>>>>", b"|||||||")

_encoder = msgspec.json.Encoder()


@cache
def _decoder() -> msgspec.json.Decoder[Stored]:
    """Make it when there are images to read: most builds need none."""
    return msgspec.json.Decoder(Stored)


def parse_lines(data: bytes, name: str = NAME) -> dict[str, Stored]:
    """Return the images of a manifest by URL; of a URL's lines the one fetched last counts.

    StoreError names the first line that cannot be right, such as a merge conflict's marker.
    """
    try:
        images = _decoder().decode_lines(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        images = [_line(line, number, name) for number, line in _numbered(data)]
    found = {image.url: image for image in images}
    if len(found) != len(images):
        newest = sorted(images, key=lambda image: (image.fetched, render_line(image)))
        found = {image.url: image for image in newest}
    facts: dict[str, tuple[int, str, int, int]] = {}
    for image in images:
        for one in (image, image.thumbnail) if image.thumbnail else (image,):
            wrong = _wrong_with(one, facts)
            if wrong:
                numbers = (n for n, line in _numbered(data) if _decoder().decode(line) == image)
                raise StoreError(f"{name}:{next(numbers)}: {wrong}")
    return found


def _wrong_with(one: Stored | Thumbnail, facts: dict[str, tuple[int, str, int, int]]) -> str | None:
    """Say what cannot be right of a file; `facts` has what other lines say, and grows."""
    file = re.fullmatch(_FILE, one.file)
    if file is None:
        return f"{one.file!r} is not the name of a file in the store"
    if ENDINGS.get(one.type) != file[2]:
        return f"{one.file} cannot be of the type {one.type!r}"
    said = one.bytes, one.type, one.width, one.height
    if facts.setdefault(one.file, said) != said:
        return f"says other things of {one.file} than another line"
    return None


def render_lines(images: Iterable[Stored]) -> bytes:
    """Return the manifest's bytes; the same images give the same bytes."""
    return b"".join(sorted(map(render_line, images)))


def render_line(image: Stored) -> bytes:
    """Return one line, with its line end."""
    return _encoder.encode(image) + b"\n"


def _numbered(data: bytes) -> list[tuple[int, bytes]]:
    return [(n, line) for n, line in enumerate(data.split(b"\n"), start=1) if line.strip()]


def _line(line: bytes, number: int, name: str) -> Stored:
    try:
        return _decoder().decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        hint = "; resolve the merge conflict" if line[:7] in _CONFLICT else ""
        raise StoreError(f"{name}:{number}: not a line of the image cache: {error}{hint}") from None
