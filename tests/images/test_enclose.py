"""Which images are enclosed, in what order and as what."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.config.schema import Config, Feeds, Images, Site
from feedmill.images.enclose import (
    UNKNOWN_TYPE,
    enclosures,
    icon,
    thumbnail,
    type_of,
    with_store,
)
from feedmill.images.manifest import Stored, Thumbnail
from feedmill.model import Enclosure, Image

ALL = Images(enclose="all", base_url="https://example.org/feeds/images/")
COPIED = replace(ALL, thumbnail=400)


def image(name: str, width: int | None = None, height: int | None = None) -> Image:
    """Give an image of example.com."""
    return Image(url=f"https://example.com/{name}", width=width, height=height, cached=True)


def stored(name: str, width: int = 800, height: int = 600, *, copy: bool = False) -> Stored:
    """Give what the store has of such an image: its file is named after it."""
    small = Thumbnail(file=f"small-{name}", bytes=10, type="image/jpeg", width=400, height=300)
    return Stored(
        url=f"https://example.com/{name}",
        file=f"ab/{name}",
        bytes=1234,
        type="image/webp",
        width=width,
        height=height,
        fetched=datetime(2026, 1, 2, tzinfo=UTC),
        thumbnail=small if copy else None,
    )


def names(found: tuple[Enclosure, ...]) -> list[str]:
    """Give the last part of each URL."""
    return [one.url.rpartition("/")[2] for one in found]


def test_an_image_in_the_store() -> None:
    """It is enclosed as what it is, at its place in the store, whatever the article says."""
    have = stored("a.jpg", 800, 600)

    found = enclosures((image("a.jpg", 1, 1),), ALL, {have.url: have}.get)

    url = "https://example.org/feeds/images/ab/a.jpg"
    expected = Enclosure(url=url, type="image/webp", length=1234, width=800, height=600)
    assert (expected,) == found


def test_an_image_that_is_not_in_the_store() -> None:
    """It keeps its URL and what the article says of it; the length is unknown."""
    expected = Enclosure(url="https://example.com/a.jpg", type="image/jpeg", width=8, height=6)

    assert (expected,) == enclosures((image("a.jpg", 8, 6),), ALL)


def test_an_svg_without_a_size() -> None:
    """A size that is not known is left out."""
    have = stored("a.svg", 0, 0)

    (found,) = enclosures((image("a.svg", 8, 6),), ALL, {have.url: have}.get)

    assert (None, None) == (found.width, found.height)


@pytest.mark.parametrize(
    ("enclose", "expected"), [("all", ["b", "c"]), ("cached", ["b"]), ("none", [])]
)
def test_which_images(enclose: str, expected: list[str]) -> None:
    """Config chooses: all, those marked as cached, none; but none that is marked otherwise."""
    images = (replace(image("a"), cached=False), image("b"), replace(image("c"), cached=None))

    assert expected == names(enclosures(images, Images(enclose=enclose)))


@pytest.mark.parametrize(
    ("images", "expected"),
    [
        ([("a", None, None), ("b", None, None)], ["a", "b"]),
        ([("a", 10, 10), ("b", 30, 20), ("c", 40, 30), ("d", 50, 90)], ["c", "a", "b", "d"]),
        ([("a", 20, 10), ("b", 20, 10)], ["a", "b"]),
        ([("a", 100, 900), ("b", 2, 1)], ["b", "a"]),
        ([("a", 100, 900), ("b", 10, 90)], ["a", "b"]),
        ([("a", None, 900), ("b", 2, 1)], ["b", "a"]),
        ([("a", 2, 1), ("a", 2, 1)], ["a"]),
    ],
)
def test_the_main_image_first(
    images: list[tuple[str, int | None, int | None]], expected: list[str]
) -> None:
    """The largest that is wider than high leads; the others follow as they are written."""
    assert expected == names(enclosures(tuple(image(*one) for one in images), ALL))


def test_true_sizes_decide() -> None:
    """The main image is chosen by the sizes that the store knows, not by what articles say."""
    one, two = stored("a", 40, 30), stored("b", 80, 60)
    images = (image("a", 4000, 3000), image("b"))

    assert ["b", "a"] == names(enclosures(images, ALL, {one.url: one, two.url: two}.get))


def test_two_urls_with_the_same_bytes() -> None:
    """One file of the store is enclosed once."""
    one = stored("a")
    two = replace(one, url="https://example.com/b")

    found = enclosures((image("a"), image("b")), ALL, {one.url: one, two.url: two}.get)

    assert ["a"] == names(found)


def test_generic_images_last() -> None:
    """A logo that many articles share stands behind the story's own picture."""
    images = (image("logo", 800, 400), image("a", 30, 40), image("b", 40, 30))
    generic = {"https://example.com/logo"}

    assert ["b", "a", "logo"] == names(enclosures(images, ALL, generic=generic))
    assert ["logo"] == names(enclosures(images[:1], ALL, generic=generic))


def test_the_thumbnail_of_the_main_image() -> None:
    """It is a copy of the image that is enclosed first."""
    one, two = stored("a", 40, 30, copy=True), stored("b", 80, 60, copy=True)
    lookup = {one.url: one, two.url: two}.get
    images = (image("a"), image("b"))

    found = thumbnail(images, COPIED, lookup)

    url = "https://example.org/feeds/images/small-b"
    assert Enclosure(url=url, type="image/jpeg", length=10, width=400, height=300) == found


def test_no_thumbnail() -> None:
    """There is none of a generic image, of one without a copy, or if config asks for none."""
    have = stored("a", copy=True)
    lookup = {have.url: have}.get
    images = (image("a"),)

    assert thumbnail(images, COPIED, lookup) is not None
    assert thumbnail(images, COPIED, lookup, {have.url}) is None
    assert thumbnail(images, ALL, lookup) is None
    assert thumbnail(images, COPIED) is None
    assert thumbnail((), COPIED, lookup) is None
    assert thumbnail(images, replace(COPIED, enclose="none"), lookup) is None


def test_the_icon_of_a_provider() -> None:
    """It is the provider's first image, at its place in the store if it is there."""
    have = stored("icon")

    assert "https://example.com/icon" == icon(image("icon"), ALL)
    assert f"{ALL.base_url}ab/icon" == icon(image("icon"), ALL, {have.url: have}.get)


@pytest.mark.parametrize(
    ("url", "type_"),
    [
        ("https://example.com/a.jpg", "image/jpeg"),
        ("https://example.com/a.JPEG?w=1", "image/jpeg"),
        ("https://example.com/a.png#b", "image/png"),
        ("https://example.com/a.svg", "image/svg+xml"),
        ("https://example.com/a.tar.webp", "image/webp"),
        ("https://example.com/a?b=c.jpg", UNKNOWN_TYPE),
        ("https://example.com/a.jpg/", UNKNOWN_TYPE),
        ("https://example.com/a.mp4", UNKNOWN_TYPE),
    ],
)
def test_types_of_urls(url: str, type_: str) -> None:
    """Only the ending of the path says something, and only if it is a known one."""
    assert type_ == type_of(url)


@given(
    st.lists(st.builds(image, st.sampled_from("abcd"), st.integers(0, 9), st.integers(0, 9))),
    st.sets(st.sampled_from("abcd")),
)
def test_nothing_is_lost(images: list[Image], shared: set[str]) -> None:
    """Each URL is enclosed once, and generic ones stand behind the others."""
    generic = {image(name).url for name in shared}

    found = [one.url for one in enclosures(tuple(images), ALL, generic=generic)]

    assert sorted({one.url for one in images}) == sorted(found)
    assert sorted(url in generic for url in found) == [url in generic for url in found]


SITE = Site(
    title="A",
    url="https://example.org/",
    authority="example.org,2021",
    feeds_url="https://example.org/feeds/",
)


@pytest.mark.parametrize(
    ("images", "store", "base_url"),
    [
        (Images(), "out/images", "https://example.org/feeds/images/"),
        (Images(store="out/a/b"), "out/a/b", "https://example.org/feeds/a/b/"),
        (
            Images(store="pictures", base_url="https://img.example.org"),
            "pictures",
            "https://img.example.org/",
        ),
        (Images(base_url="https://img.example.org/x/"), "out/images", "https://img.example.org/x/"),
    ],
)
def test_where_the_store_is(images: Images, store: str, base_url: str) -> None:
    """By default it lies and is served in the folder of the feeds."""
    found = with_store(Config(site=SITE, feeds=Feeds(output="out"), images=images))

    assert (store, base_url) == (found.store, found.base_url)


def test_a_build_needs_no_network() -> None:
    """What the build imports loads neither an HTTP client nor Pillow."""
    code = (
        "import sys; import feedmill.images.enclose, feedmill.images.store; "
        "print(*sorted({'certifi', 'ssl', 'PIL', 'asyncio'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "" == ran.stdout.strip()


def test_what_is_known_counts_as_cached() -> None:
    """Without a word in the article, an image is enclosed if it is stored or a file of the site."""
    have = stored("b.jpg")
    images = tuple(
        replace(image(name), cached=None, length=length, type=kind)
        for name, length, kind in (("a.jpg", 0, ""), ("b.jpg", 0, ""), ("c.jpg", 9, "image/png"))
    )
    settings = replace(ALL, enclose="cached")

    found = enclosures(images, settings, {have.url: have}.get)

    assert [("b.jpg", 1234), ("c.jpg", 9)] == [(names((one,))[0], one.length) for one in found]
    refused = replace(images[1], cached=False)
    assert () == enclosures((refused,), settings, {have.url: have}.get)
