"""What kind of picture a file is, known from its bytes, and a smaller copy of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Literal

from PIL import Image, UnidentifiedImageError

from feedmill.http.refusal import FetchRefused

from .jobs import Copy, Picture, too_much_memory

# What browsers and feed readers show, by Pillow's names. Each decoder more is one more that
# strangers' bytes reach.
_TYPES = {
    "AVIF": ("image/avif", "avif"),
    "BMP": ("image/bmp", "bmp"),
    "GIF": ("image/gif", "gif"),
    "ICO": ("image/vnd.microsoft.icon", "ico"),
    "JPEG": ("image/jpeg", "jpg"),
    "MPO": ("image/jpeg", "jpg"),  # a JPEG with a second one behind it: cameras make them
    "PNG": ("image/png", "png"),
    "WEBP": ("image/webp", "webp"),
}
_FORMATS = tuple(name for name in _TYPES if name != "MPO")  # which opens as a JPEG
_ORIENTATION = 0x0112  # EXIF; 5 to 8 turn the picture on its side
_HEAD = 4096

_SAMPLE = 4  # bytes that Pillow takes for a pixel in colour
# How many such pictures a decoder holds at once, at most.
_CANVASES = {"AVIF": 8, "GIF": 3, "WEBP": 6}
_LEAST_FRAME = 10_000  # pixels that the smallest frame of an animation counts for
_STRIP = 2**20  # pixels
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ON_SIDE = {_TURNS[number] for number in (5, 6, 7, 8)}


def identify_picture(
    path: Path,
    *,
    max_pixels: int,
    svg: bool = False,
    thumbnail: int | None = None,
    memory: int | None = None,
) -> Picture:
    """Decode a file to see what it is.

    Raises FetchRefused unless it is a whole, reasonable picture.

    `svg` allows harmless SVG. `thumbnail` asks for a copy of that width, which is made if it is
    smaller in pixels and bytes. `memory` is how many bytes there are for the picture: where it
    needs more, the refusal's code is TOO_MUCH_MEMORY. Turn Pillow's DecompressionBombWarning into
    an error around it.
    """
    size = path.stat().st_size
    if not size:
        raise FetchRefused("empty", "is empty")
    most = _declared(path)
    try:
        with Image.open(path, formats=_FORMATS) as image:
            _check_pixels(image, max_pixels)
            type_, ending = _TYPES[image.format or ""]
            least, most = _needs(image, thumbnail)
            _check_memory(least, memory)
            width, height = _shown_size(image)
            _decode(image, path, max_pixels, thumbnail)
            copy = _copy(image, thumbnail, width, height, size) if thumbnail else None
    except FetchRefused:
        raise
    except UnidentifiedImageError:
        return _without_pillow(path, svg)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many(max_pixels) from None
    except MemoryError:
        _check_memory(2**62, memory or 0)
    except Exception as error:  # Pillow's decoders raise all sorts of things at broken bytes
        _check_memory(most, memory)  # some of them do when they get no memory, too
        raise FetchRefused("damaged", f"is damaged or cut short: {error}") from None
    return Picture(type=type_, ending=ending, width=width, height=height, copy=copy)


def _check_pixels(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise _too_many(max_pixels, f"{image.width} × {image.height}")


def _too_many(max_pixels: int, size: str = "far more") -> FetchRefused:
    return FetchRefused("too-many-pixels", f"has {size} pixels; at most {max_pixels} are decoded")


def _check_memory(needed: int, memory: int | None) -> None:
    if memory is not None and needed > memory:
        verdict = too_much_memory(memory)
        raise FetchRefused(verdict.code, verdict.message)


def _needs(image: Image.Image, thumbnail: int | None) -> tuple[int, int]:
    """Return how many bytes decoding takes, at least and, roughly, at most."""
    pixels = image.width * image.height
    if image.format in ("JPEG", "MPO"):
        # Of several scans libjpeg keeps all coefficients, of 16 bits each.
        parts = [(across, down) for _, across, down, _ in getattr(image, "layer", ())]
        whole = max((across * down for across, down in parts), default=1)
        kept = sum(2 * pixels * across * down // whole for across, down in parts)
        shown = pixels * _SAMPLE // _scale(image, thumbnail) ** 2
        return shown + (kept if image.info.get("progressive") else 0), shown + kept
    if image.format in _CANVASES:
        return pixels, pixels * _SAMPLE * _CANVASES[image.format]
    needed = pixels * (1 if image.mode in ("1", "L", "P") else _SAMPLE)
    return needed, 3 * pixels * _SAMPLE


def _declared(path: Path) -> int:
    """Return how many bytes opening alone may take: WebP and AVIF are decoded from the start."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    size: tuple[int, int] | None = None
    if head[8:12] == b"WEBP":
        size = _webp_size(head)
    elif head[4:8] == b"ftyp" and (place := head.find(b"ispe")) >= 0:  # ISO/IEC 23008-12, 6.5.3
        size = _number(head[place + 8 : place + 12], "big"), _number(head[place + 12 :][:4], "big")
    return size[0] * size[1] * _SAMPLE * _CANVASES["WEBP"] if size else 0


def _webp_size(head: bytes) -> tuple[int, int]:
    """Return width and height: developers.google.com/speed/webp/docs/riff_container."""
    if head[12:16] == b"VP8X":
        return 1 + _number(head[24:27]), 1 + _number(head[27:30])
    if head[12:16] == b"VP8L":
        bits = _number(head[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return _number(head[26:28]) & 0x3FFF, _number(head[28:30]) & 0x3FFF


def _number(data: bytes, order: Literal["big", "little"] = "little") -> int:
    return int.from_bytes(data, order)


def _scale(image: Image.Image, thumbnail: int | None) -> int:
    """Return by how much a JPEG can be decoded smaller, and still shows what is asked for."""
    least = 2 * thumbnail if thumbnail else 1
    fitting = (scale for scale in (8, 4, 2) if min(image.size) // scale >= least)
    return next(fitting, 1)


def _decode(image: Image.Image, path: Path, max_pixels: int, thumbnail: int | None) -> None:
    """Decode all of it, or as many frames as the limit on pixels allows; end at the first."""
    if image.format == "PNG":
        with Image.open(path, formats=["PNG"]) as same:
            same.verify()  # checksums, which decoding passes over
    if image.format in ("JPEG", "MPO"):
        scale = _scale(image, thumbnail)
        image.draft(None, (image.width // scale, image.height // scale))
    image.load()
    if image.format == "MPO":
        return
    left, number = max_pixels, 1
    while (left := left - max(_LEAST_FRAME, image.width * image.height)) >= 0:
        try:
            image.seek(number)
        except EOFError:
            break
        image.load()
        number += 1
    if number > 1 or left < 0:
        image.seek(0)
        image.load()


def _shown_size(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(_ORIENTATION) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _copy(
    image: Image.Image, width: int, shown_width: int, shown_height: int, most: int
) -> Copy | None:
    """Make a copy, which takes little memory beside the picture's own."""
    if shown_width <= width:
        return None
    height = max(1, round(shown_height * width / shown_width))
    turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
    clear = image.has_transparency_data
    small = _resized(image, (height, width) if turn in _ON_SIDE else (width, height), clear)
    small = small if turn is None else small.transpose(turn)
    file = io.BytesIO()
    if clear:
        small.save(file, "WEBP", quality=80)
    else:
        small.save(file, "JPEG", quality=80, optimize=True, progressive=True)
    data = file.getvalue()
    if len(data) >= most:
        return None
    type_, ending = _TYPES["WEBP" if clear else "JPEG"]
    return Copy(data=data, type=type_, ending=ending, width=width, height=height)


def _resized(image: Image.Image, size: tuple[int, int], clear: bool) -> Image.Image:
    """Resize in two steps, the first of which goes through the picture in strips."""
    mode = "RGBA" if clear else "RGB"
    factor = max(1, min(image.width // size[0], image.height // size[1]) // 2)
    reduced = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    rows = factor * max(1, _STRIP // (factor * image.width))
    for top in range(0, image.height, rows):
        strip = image.crop((0, top, image.width, min(top + rows, image.height)))
        reduced.paste(strip.convert(mode).reduce(factor), (0, top // factor))
    box = (0.0, 0.0, image.width / factor, image.height / factor)
    return reduced.resize(size, Image.Resampling.LANCZOS, box=box)


def _without_pillow(path: Path, svg: bool) -> Picture:
    """Judge what Pillow does not know: SVG, or no picture at all."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    from .svg import check_svg, looks_like_svg  # and lxml with it

    if looks_like_svg(head):
        if not svg:
            raise FetchRefused("svg", "is an SVG; images.svg can allow them")
        width, height = check_svg(path.read_bytes())
        return Picture(type="image/svg+xml", ending="svg", width=width, height=height)
    lower = head.lower()
    is_html = b"<html" in lower or b"<!doctype html" in lower or b"<head" in lower
    raise FetchRefused(
        "not-an-image", f"is {'an HTML page' if is_html else 'no image that we know'}"
    )
