"""What a picture is, from its bytes, and small copies of it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from feedmill.http.refusal import FetchRefused
from feedmill.images.fetching.picture import Picture, identify_picture
from imageserver import picture

Look = Callable[..., Picture]


@pytest.fixture
def look(tmp_path: Path) -> Look:
    """Give a function that examines bytes."""

    def examine_bytes(data: bytes, **options: object) -> Picture:
        path = tmp_path / "part"
        path.write_bytes(data)
        return identify_picture(path, **({"max_pixels": 1_000_000} | options))

    return examine_bytes


def saved(image: Image.Image, format_: str, **options: object) -> bytes:
    """Give an image as a file."""
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def noise(mode: str, size: tuple[int, int]) -> Image.Image:
    """Make an image that does not compress well; the same each time."""
    data = random.Random(1).randbytes(size[0] * size[1] * len(Image.new(mode, (1, 1)).getbands()))
    return Image.frombytes(mode, size, data)


def test_size_as_shown(look: Look) -> None:
    """A photo that EXIF turns on its side has the size that readers show."""
    exif = Image.Exif()
    exif[0x0112] = 6
    body = saved(noise("L", (60, 40)), "JPEG", exif=exif)

    found = look(body, thumbnail=20)

    assert (40, 60) == (found.width, found.height)
    assert found.copy is not None
    assert (20, 30) == (found.copy.width, found.copy.height)


def test_two_pictures_in_one_jpeg(look: Look) -> None:
    """What cameras call MPO is a JPEG to everyone else."""
    first, second = noise("RGB", (40, 30)), noise("RGB", (20, 10))
    body = saved(first, "MPO", save_all=True, append_images=[second])

    found = look(body)

    assert ("image/jpeg", "jpg", 40, 30) == (found.type, found.ending, found.width, found.height)


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_animations(look: Look, format_: str) -> None:
    """Animations are taken; one whose later frames are damaged is not."""
    frames = [noise("RGB", (40, 30)) for _ in range(4)]
    frames[2].putpixel((0, 0), (1, 2, 3))
    body = saved(frames[0], format_, save_all=True, append_images=frames[1:], duration=100)

    assert (40, 30) == (look(body).width, look(body).height)
    with pytest.raises(FetchRefused):
        look(body[: len(body) - 300])


def test_animations_are_decoded_within_the_limit(look: Look) -> None:
    """An animation of more pixels than the limit is taken, but not decoded to its end."""
    frames = [Image.new("L", (100, 100), number) for number in range(200)]
    body = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert "image/gif" == look(body, max_pixels=20_000).type


@pytest.mark.parametrize(
    ("mode", "format_", "type_"),
    [
        ("RGB", "PNG", "image/jpeg"),
        ("RGBA", "PNG", "image/webp"),
        ("LA", "PNG", "image/webp"),
        ("L", "PNG", "image/jpeg"),
        ("1", "PNG", "image/jpeg"),
        ("I;16", "PNG", "image/jpeg"),
        ("CMYK", "JPEG", "image/jpeg"),
        ("RGBA", "WEBP", "image/webp"),
        ("RGB", "AVIF", "image/jpeg"),
        ("RGB", "BMP", "image/jpeg"),
    ],
)
def test_thumbnails(look: Look, mode: str, format_: str, type_: str) -> None:
    """What is transparent stays so, as WebP; all else is a JPEG."""
    base = noise("L", (300, 200))
    image = base.convert("I").convert("I;16") if mode == "I;16" else base.convert(mode)
    if "A" in mode:
        image.putalpha(base)
    found = look(saved(image, format_), thumbnail=60)

    assert found.copy is not None
    assert (type_, 60, 40) == (found.copy.type, found.copy.width, found.copy.height)
    with Image.open(io.BytesIO(found.copy.data)) as small:
        small.load()
        assert (60, 40) == small.size


def test_thumbnails_tell_nothing(look: Look) -> None:
    """A copy has none of the original's EXIF, where a place or a name may stand."""
    exif = Image.Exif()
    exif[0x010E] = "A secret"
    found = look(saved(noise("RGB", (300, 200)), "JPEG", exif=exif), thumbnail=60)

    assert found.copy is not None
    assert b"secret" not in found.copy.data


@pytest.mark.parametrize(
    "body",
    [picture("PNG", (60, 40)), saved(Image.new("1", (300, 200)), "PNG")],
    ids=["narrow already", "copy would be larger"],
)
def test_no_thumbnail(look: Look, body: bytes) -> None:
    """A copy that is not smaller is not made."""
    assert look(body, thumbnail=60).copy is None


def test_extreme_proportions(look: Look) -> None:
    """A copy has at least one pixel of height."""
    found = look(saved(noise("RGB", (3000, 2)), "PNG"), thumbnail=16)

    assert found.copy is not None
    assert (16, 1) == (found.copy.width, found.copy.height)


@pytest.mark.parametrize("format_", ["TIFF", "PPM", "JPEG2000", "TGA", "PCX", "DDS", "EPS", "PDF"])
def test_formats_that_browsers_do_not_show(look: Look, format_: str) -> None:
    """Their decoders, some of which start programs, never see a byte."""
    body = saved(Image.new("RGB", (40, 30)), format_)

    with pytest.raises(FetchRefused) as refused:
        look(body)

    assert "not-an-image" == refused.value.code


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "ICO", "BMP"])
def test_damage(look: Look, format_: str) -> None:
    """Whatever is wrong with a file, it is refused or shown; nothing else happens."""
    body = saved(noise("RGB", (48, 48)), format_)
    chance = random.Random(format_)
    for _ in range(60):
        broken = bytearray(body[: chance.randrange(len(body))] if chance.random() < 0.3 else body)
        for _ in range(chance.randrange(1, 8)):
            if broken:
                broken[chance.randrange(len(broken))] = chance.randrange(256)
        with suppress(FetchRefused):
            look(bytes(broken), thumbnail=16)


def test_a_png_with_a_false_checksum(look: Look) -> None:
    """Checksums count, although decoding passes over them."""
    body = bytearray(picture("PNG"))
    at = body.index(b"IDAT") + 20
    body[at] ^= 1

    with pytest.raises(FetchRefused):
        look(bytes(body))


DESCRIPTORS = Path("/proc/self/fd")


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="needs Linux's /proc")
def test_no_file_is_left_open(look: Look) -> None:
    """Files are closed, also those of damaged pictures."""
    before = len(list(DESCRIPTORS.iterdir()))
    for _ in range(3):
        look(picture())
        with pytest.raises(FetchRefused):
            look(picture()[:-50])

    assert before == len(list(DESCRIPTORS.iterdir()))
