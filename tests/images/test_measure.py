"""What the header of a picture says, with Pillow as the witness."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from feedmill.images.measure import HEAD_BYTES, Measured, may_be_longer, measured

FORMATS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "ICO": "image/vnd.microsoft.icon",
    "BMP": "image/bmp",
}


def picture(name: str, width: int = 70, height: int = 40, **options: object) -> bytes:
    """Draw a picture in a format."""
    file = io.BytesIO()
    image = Image.radial_gradient("L").resize((width, height)).convert("RGB")
    image.save(file, name, **options)
    return file.getvalue()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("size", [(70, 40), (1, 1), (16, 256)])
def test_sizes(name: str, size: tuple[int, int]) -> None:
    """They are what Pillow says, for each format, from the head of the file."""
    options = {"sizes": [size]} if name == "ICO" else {}
    data = picture(name, *size, **options)

    assert Measured(FORMATS[name], *size) == measured(data[:HEAD_BYTES])


def test_other_kinds_of_webp_and_bmp() -> None:
    """Lossless and transparent WebP have headers of their own; so has a BMP from top to bottom."""
    assert Measured("image/webp", 70, 40) == measured(picture("WEBP", lossless=True))
    file = io.BytesIO()
    Image.new("RGBA", (30, 20), (1, 2, 3, 4)).save(file, "WEBP", exif=b"Exif\0\0II*\0")
    assert Measured("image/webp", 30, 20) == measured(file.getvalue())
    bmp = bytearray(picture("BMP"))
    bmp[22:26] = (-40).to_bytes(4, "little", signed=True)
    assert Measured("image/bmp", 70, 40) == measured(bytes(bmp))


@pytest.mark.parametrize(("turn", "size"), [(1, (70, 40)), (6, (40, 70)), (8, (40, 70))])
def test_turned_photographs(turn: int, size: tuple[int, int]) -> None:
    """Width and height are those of the picture as it is shown."""
    exif = Image.Exif()
    exif[0x0112] = turn

    assert Measured("image/jpeg", *size) == measured(picture("JPEG", exif=exif))


def test_a_long_head() -> None:
    """A profile may come before the size: then more must be read."""
    data = picture("JPEG", icc_profile=b"x" * 200_000)

    assert measured(data[:HEAD_BYTES]) is None
    assert may_be_longer(data[:HEAD_BYTES])
    assert Measured("image/jpeg", 70, 40) == measured(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><title>404</title>",
        b"\x89PNG\r\n\x1a\n",
        picture("PNG")[:20],
        picture("PNG")[:16] + b"\0" * 8,
        picture("PNG")[:16] + b"\xff" * 8,
        b"\xff\xd8\xff" + b"\xff" * 5000,
        b"\xff\xd8\xff\xe0\0\0" * 5000,
        b"GIF89a",
        b"RIFF1234WEBPVP8 " + b"\0" * 50,
        b"\0\0\0\x18ftypavif" + b"ispe" * 5000,
        b"\0\0\1\0\xff\xff",
        b"BM" + b"\0" * 12,
    ],
)
def test_what_is_no_picture(data: bytes) -> None:
    """Other files, and those that end too early or lie, have no size."""
    assert measured(data) is None


@given(st.sampled_from(sorted(FORMATS)), st.binary(max_size=300), st.integers(0, 60))
def test_any_bytes(name: str, noise: bytes, at: int) -> None:
    """Whatever follows the first bytes, nothing is raised."""
    found = measured(picture(name)[:at] + noise)

    assert found is None or (found.width > 0 and found.height > 0)
