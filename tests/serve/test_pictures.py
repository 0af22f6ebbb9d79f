"""Pictures of the site in the preview: they are there, and nothing else is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from feedmill.config.load import load_config
from feedmill.serve.pictures import SitePicture, SitePictures
from feedmill.serve.preview import Snapshot
from feedmill.serve.reply import Resource
from feedmill.serve.shelf import Shelf
from sites import write_site


def put(root: Path, path: str) -> bytes:
    """Write a picture, and return its bytes."""
    file = io.BytesIO()
    Image.new("RGB", (9, 6)).save(file, "PNG")
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(file.getvalue())
    return file.getvalue()


@pytest.fixture
def pictures(tmp_path: Path) -> SitePictures:
    """Make those of a site that has some, and other files."""
    root = tmp_path / "site"
    write_site(root, {})
    put(root, "static/img/a b.png")
    put(root, "static/.hidden.png")
    put(root, "other.png")
    put(tmp_path, "out.png")
    (root / "static/link.png").symlink_to(tmp_path / "out.png")
    (root / "static/text.png").write_text("secret", "utf-8")
    return SitePictures(root, load_config(root / "config.yaml"))


def test_pictures(pictures: SitePictures) -> None:
    """A picture is at the path of its address, as what its bytes say."""
    found = pictures.find("/img/a b.png")
    assert isinstance(found, SitePicture)
    assert "image/png" == found.type

    shelf = Shelf("run")
    resource = shelf.find(Snapshot(pictures=pictures), "/img/a b.png")
    assert isinstance(resource, Resource)
    assert (200, "image/png", found.data) == (
        resource.status,
        resource.content_type,
        resource.data,
    )


@pytest.mark.parametrize(
    "path",
    [
        *("/text.png", "/.hidden.png", "/link.png", "/img/none.png", "/img/", "/img"),
        *("/../other.png", "/img/../../other.png", "//etc/passwd", "/a\0.png", "/a\\b.png", "/"),
    ],
)
def test_nothing_else(pictures: SitePictures, path: str) -> None:
    """What is no picture, is hidden or is out of the site is not served."""
    assert pictures.find(path) is None


def test_pages_take_them_from_here(pictures: SitePictures) -> None:
    """Pictures that are here lose the site's host; links and all other pictures stay."""
    page = (
        b'<a href="https://example.org/img/a%20b.png"><img alt="" src="https://example.org{}" w=1>'
        b"<img src='https://example.org{}?v=1&amp;w=2'><img src=\"https://example.org/none.png\">"
        b'<img src="https://other.org/img/a%20b.png"><img src="https://example.org/store/x.png">'
    )
    here = page.replace(b"{}", b"/img/a%20b.png")
    expected = page.replace(b"https://example.org{}", b"/img/a%20b.png")
    assert expected == pictures.local(here, None)
    stored = expected.replace(b"https://example.org/store/", b"/store/")
    assert stored == pictures.local(here, "/store/")
