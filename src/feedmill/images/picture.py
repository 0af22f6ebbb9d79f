"""What kind of picture a file is, known from its bytes, and a smaller copy of it."""

from __future__ import annotations

import io
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageOps, UnidentifiedImageError

from .fetching.refusal import Refused
from .svg import check_svg, looks_like_svg

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


class Copy(Struct, frozen=True, kw_only=True):
    """A smaller copy: its bytes, and what they are. `ending` has no dot."""

    data: bytes
    type: str
    ending: str
    width: int
    height: int


class Picture(Struct, frozen=True, kw_only=True):
    """What a file holds, sizes in pixels as shown (0: an SVG that names none)."""

    type: str
    ending: str
    width: int
    height: int
    copy: Copy | None = None


def examine(
    path: Path, *, max_pixels: int, svg: bool = False, thumbnail: int | None = None
) -> Picture:
    """Decode a file to see what it is; Refused unless it is a whole, reasonable picture.

    `svg` allows harmless SVG. `thumbnail` asks for a copy of that width, which is made if it is
    smaller in pixels and bytes. Turn Pillow's DecompressionBombWarning into an error around it.
    """
    size = path.stat().st_size
    if not size:
        raise Refused("empty", "is empty")
    try:
        with Image.open(path, formats=_FORMATS) as image:
            _check_pixels(image, max_pixels)
            type_, ending = _TYPES[image.format or ""]
            _decode(image, path, max_pixels)
            width, height = _shown_size(image)
            copy = _copy(image, thumbnail, size) if thumbnail else None
    except Refused:
        raise
    except UnidentifiedImageError:
        return _without_pillow(path, svg)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many(max_pixels) from None
    except Exception as error:  # Pillow's decoders raise all sorts of things at broken bytes
        raise Refused("damaged", f"is damaged or cut short: {error}") from None
    return Picture(type=type_, ending=ending, width=width, height=height, copy=copy)


def _check_pixels(image: Image.Image, max_pixels: int) -> None:
    if image.width * image.height > max_pixels:
        raise _too_many(max_pixels, f"{image.width} × {image.height}")


def _too_many(max_pixels: int, size: str = "far more") -> Refused:
    return Refused("too-many-pixels", f"has {size} pixels; at most {max_pixels} are decoded")


def _decode(image: Image.Image, path: Path, max_pixels: int) -> None:
    """Decode all of it, or as many frames as the limit on pixels allows; end at the first."""
    if image.format == "PNG":
        with Image.open(path, formats=["PNG"]) as same:
            same.verify()  # checksums, which decoding passes over
    image.load()
    left = max_pixels
    for number in range(1, getattr(image, "n_frames", 1)):
        left -= image.width * image.height
        if left < 0 or image.format == "MPO":
            break
        image.seek(number)
        image.load()
    if getattr(image, "is_animated", False):
        image.seek(0)
        image.load()


def _shown_size(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(_ORIENTATION) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _copy(image: Image.Image, width: int, most: int) -> Copy | None:
    small = ImageOps.exif_transpose(image)
    if small.width <= width:
        return None
    height = max(1, round(small.height * width / small.width))
    clear = small.has_transparency_data
    small = small.convert("RGBA" if clear else "RGB")
    small = small.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
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


def _without_pillow(path: Path, svg: bool) -> Picture:
    """Judge what Pillow does not know: SVG, or no picture at all."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if looks_like_svg(head):
        if not svg:
            raise Refused("svg", "is an SVG; images.svg can allow them")
        width, height = check_svg(path.read_bytes())
        return Picture(type="image/svg+xml", ending="svg", width=width, height=height)
    lower = head.lower()
    is_html = b"<html" in lower or b"<!doctype html" in lower or b"<head" in lower
    raise Refused("not-an-image", f"is {'an HTML page' if is_html else 'no image that we know'}")
