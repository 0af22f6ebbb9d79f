"""What the first bytes of a picture say of it: its type, and its size in pixels. Pure.

Nothing is decoded, so that no picture costs more than its header.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

HEAD_BYTES = 2**16
"""Bytes that are enough for nearly all pictures."""

LONG_HEAD = 2**21
"""Bytes that are enough for photographs with profiles and previews before them."""

_MOST = 2**24  # pixels of a side
_START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Measured(NamedTuple):
    """The media type of a picture, and its size in pixels as it is shown; 0 where it has none."""

    type: str
    width: int
    height: int


class LocalPicture(NamedTuple):
    """What is known of a picture of the site: its length in bytes, its type and its size."""

    length: int
    type: str
    width: int
    height: int


def measured(head: bytes) -> Measured | None:
    """Return what a file that begins so is; None if it is no picture, or the head is too short."""
    for starts, kind, measure in _KINDS:
        if starts(head):
            try:
                width, height = measure(head)
            except (IndexError, ValueError):
                return None
            fits = 0 < width <= _MOST and 0 < height <= _MOST
            return Measured(kind, width, height) if fits else None
    return None


def may_be_longer(head: bytes) -> bool:
    """Return whether the size may come later than in this head."""
    return head.startswith(b"\xff\xd8\xff") or _is_avif(head)


def _big(head: bytes, at: int, size: int) -> int:
    return _number(head, at, size, "big")


def _little(head: bytes, at: int, size: int) -> int:
    return _number(head, at, size, "little")


def _number(head: bytes, at: int, size: int, order: str) -> int:
    part = head[at : at + size]
    if len(part) < size:
        raise IndexError(at)
    return int.from_bytes(part, "big" if order == "big" else "little")


def _png(head: bytes) -> tuple[int, int]:
    """Read https://www.w3.org/TR/png-3/#11IHDR."""
    if head[12:16] != b"IHDR":
        raise ValueError
    return _big(head, 16, 4), _big(head, 20, 4)


def _gif(head: bytes) -> tuple[int, int]:
    """Read https://www.w3.org/Graphics/GIF/spec-gif89a.txt."""
    return _little(head, 6, 2), _little(head, 8, 2)


def _bmp(head: bytes) -> tuple[int, int]:
    if _little(head, 14, 4) == 12:
        return _little(head, 18, 2), _little(head, 20, 2)
    height = _little(head, 22, 4)
    return _little(head, 18, 4), height if height < 2**31 else 2**32 - height


def _webp(head: bytes) -> tuple[int, int]:
    """Read https://developers.google.com/speed/webp/docs/riff_container."""
    match head[12:16]:
        case b"VP8X":
            return _little(head, 24, 3) + 1, _little(head, 27, 3) + 1
        case b"VP8L":
            bits = _little(head, 21, 4)
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 " if head[23:26] == b"\x9d\x01\x2a":
            return _little(head, 26, 2) & 0x3FFF, _little(head, 28, 2) & 0x3FFF
    raise ValueError


def _ico(head: bytes) -> tuple[int, int]:
    """Return the size of the largest picture in an icon."""
    number = min(_little(head, 4, 2), 64)
    sizes = [(head[at] or 256, head[at + 1] or 256) for at in range(6, 6 + 16 * number, 16)]
    return max(sizes)


def _is_avif(head: bytes) -> bool:
    brands = head[8:64]
    return head[4:8] == b"ftyp" and (b"avif" in brands or b"avis" in brands)


def _avif(head: bytes) -> tuple[int, int]:
    """Return the largest of the sizes that a file names: others are of previews.

    https://aomediacodec.github.io/av1-avif/
    """
    found = [(_big(head, at + 8, 4), _big(head, at + 12, 4)) for at in _places(head, b"ispe")]
    return max(found, key=lambda one: one[0] * one[1])


def _places(head: bytes, word: bytes) -> Iterator[int]:
    at = head.find(word)
    for _ in range(100):
        if at < 0:
            return
        yield at
        at = head.find(word, at + 1)


def _jpeg(head: bytes) -> tuple[int, int]:
    """Read https://www.w3.org/Graphics/JPEG/itu-t81.pdf, B.1.1."""
    at, turned = 2, False
    for _ in range(1000):
        while head[at] == 0xFF and head[at + 1] == 0xFF:
            at += 1
        if head[at] != 0xFF:
            raise ValueError
        marker, length = head[at + 1], _big(head, at + 2, 2)
        if marker in _START_OF_FRAME:
            height, width = _big(head, at + 5, 2), _big(head, at + 7, 2)
            return (height, width) if turned else (width, height)
        if marker == 0xE1 and head[at + 4 : at + 10] == b"Exif\0\0":
            turned = _is_turned(head[at + 10 : at + 2 + length])
        at += 2 + max(length, 2)
    raise ValueError


def _is_turned(exif: bytes) -> bool:
    """Return whether EXIF data says that a picture is shown turned by a quarter."""
    number = _little if exif[:2] == b"II" else _big
    try:
        at = number(exif, 4, 4)
        for entry in range(min(number(exif, at, 2), 200)):
            place = at + 2 + 12 * entry
            if number(exif, place, 2) == 0x0112:
                return number(exif, place + 8, 2) in (5, 6, 7, 8)
    except IndexError:
        pass
    return False


_Kind = tuple[Callable[[bytes], bool], str, Callable[[bytes], tuple[int, int]]]
_KINDS: tuple[_Kind, ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), "image/jpeg", _jpeg),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), "image/png", _png),
    (lambda head: head[:6] in (b"GIF87a", b"GIF89a"), "image/gif", _gif),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", "image/webp", _webp),
    (_is_avif, "image/avif", _avif),
    (lambda head: head.startswith(b"\0\0\1\0"), "image/vnd.microsoft.icon", _ico),
    (lambda head: head.startswith(b"BM"), "image/bmp", _bmp),
)
