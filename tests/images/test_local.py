"""Pictures that are files of the site: enclosed as what they are, and looked at again."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from feedmill.images.local import picture_digest
from feedmill.sources.files import SiteFiles
from sites import CONFIG, article, build_site, tree, write_site


def png(width: int, height: int = 40) -> bytes:
    """Draw a picture."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), (9, 99, 199)).save(file, "PNG")
    return file.getvalue()


def put(root: Path, path: str, data: bytes) -> None:
    """Write a file of the site."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


def shown(root: Path) -> dict[str, Any]:
    """Build, and give the one entry of the JSON feed."""
    build_site(root)
    (entry,) = json.loads((root / "feeds/all.json").read_bytes())["items"]
    return entry


def test_a_picture_of_the_site(tmp_path: Path) -> None:
    """Length and type are from its bytes, at the address that the site serves it at."""
    write_site(tmp_path, {"a.md": article(image="https://example.org/img/a.jpg")})
    put(tmp_path, "static/img/a.jpg", data := png(70))

    entry = shown(tmp_path)

    assert "https://example.org/img/a.jpg" == entry["image"]
    (found,) = entry["attachments"]
    assert ("image/png", len(data)) == (found["mime_type"], found["size_in_bytes"])
    assert b'width="70"' in (tmp_path / "feeds/all.atom").read_bytes()


def test_the_article_has_the_last_word(tmp_path: Path) -> None:
    """With `isCached: false` it is not enclosed."""
    image = {"url": "https://example.org/a.png", "isCached": False}
    write_site(tmp_path, {"a.md": article(images=[image])})
    put(tmp_path, "static/a.png", png(70))

    assert "attachments" not in shown(tmp_path)


def test_changes_are_seen(tmp_path: Path) -> None:
    """A picture that comes, changes or goes is one for the next build, as for a first one."""
    write_site(tmp_path, {"a.md": article(image="https://example.org/img/a.png")})
    sizes = []
    for data in (None, png(70), png(71), None, png(72)):
        if data is None:
            (tmp_path / "static/img/a.png").unlink(missing_ok=True)
        else:
            put(tmp_path, "static/img/a.png", data)
        entry = shown(tmp_path)
        sizes.append(entry.get("attachments", [{}])[0].get("size_in_bytes"))
        kept = tree(tmp_path / "feeds")
        for index in (tmp_path / ".feedmill").glob("*"):
            if index.is_file():
                index.unlink()
        build_site(tmp_path)
        assert kept == tree(tmp_path / "feeds")

    assert [None, len(png(70)), len(png(71)), None, len(png(72))] == sizes


@pytest.mark.parametrize("content", ["full", "summary"])
def test_a_cover_without_a_word_in_the_front_matter(tmp_path: Path, content: str) -> None:
    """It is the picture of the bundle that is called so, else the first one of the body."""
    body = "![icon](/i.png){: width=16}\n<img src=/i.png width=16 height=16> ![](/b.png)\n"
    config = CONFIG + f"feeds: {{content: {content}}}\n"
    write_site(tmp_path, {"a/index.md": article(excerpt="E") + body}, config)
    put(tmp_path, "static/b.png", png(70))
    put(tmp_path, "static/i.png", png(16))
    put(tmp_path, "articles/a/big.png", png(71))

    assert "https://example.org/b.png" == shown(tmp_path)["image"]

    put(tmp_path, "articles/a/featured-boats.png", png(72))
    assert shown(tmp_path)["image"].endswith("/featured-boats.png")


@pytest.mark.parametrize(
    "front",
    [
        {"cover": {"image": "/a.png", "alt": "x"}},
        {"featured_image": "/a.png"},
        {"thumbnail": "/a.png"},
        {"og_image": "/a.png"},
        {"header": {"teaser": "/a.png"}},
        {"featured": True, "featuredImage": "/a.png"},
        {"header": "A header", "hero": "yes", "cover_image": "a.png"},
    ],
)
def test_keys_of_many_themes(tmp_path: Path, front: dict[str, Any]) -> None:
    """The front matter names a cover by any of these; what is no address is no cover."""
    write_site(tmp_path, {"a.md": article(**front)})
    put(tmp_path, "static/a.png", png(70))

    assert shown(tmp_path)["image"].endswith("/a.png")


def test_what_is_no_picture_of_the_site(tmp_path: Path) -> None:
    """Neither links out of it, nor other files, folders, fifos and what has no end are."""
    root = tmp_path / "site"
    put(tmp_path, "outside.png", png(70))
    put(root, "page.png", b"<!doctype html><title>404</title>")
    put(root, "empty.png", b"")
    put(root, "cut.png", png(70)[:20])
    put(root, "huge.png", png(70)[:16] + b"\x7f\xff\xff\xff" * 2 + png(70)[24:])
    put(root, "act.svg", b"<svg onload='x()' xmlns='http://www.w3.org/2000/svg'/>")
    (root / "out.png").symlink_to("../outside.png")
    (root / "loop.png").symlink_to("loop.png")
    (root / "folder.png").mkdir()
    files = SiteFiles(root)

    names = ["page", "empty", "cut", "huge", "out", "loop", "folder", "missing"]
    assert {""} == {picture_digest(files, f"{name}.png") for name in names}
    assert "" == picture_digest(files, "act.svg") == picture_digest(files, "../outside.png")


def test_thousands_of_pictures(tmp_path: Path) -> None:
    """Of one article the first ones are looked at."""
    urls = [f"https://example.org/{number}.png" for number in range(10_000)]
    write_site(tmp_path, {"a.md": article(images=urls)})
    put(tmp_path, "static/3.png", png(70))
    put(tmp_path, "static/9999.png", png(70))

    (found,) = shown(tmp_path)["attachments"]
    assert found["url"].endswith("/3.png")
