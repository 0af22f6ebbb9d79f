"""The build and the image store: enclosures are true, and a new image touches only its feeds."""

from __future__ import annotations

import json
from pathlib import Path

import feedparser

from feedmill.images.manifest import NAME, Stored, Thumbnail, render_lines
from sites import CONFIG, NOW, article, build_site, write_site

URL = "https://cdn.example.net/a.jpg?x=1"
FILE = f"ab/ab{'0' * 62}.png"
SMALL = f"cd/cd{'0' * 62}.webp"


def with_image(title: str, url: str = URL, **fields: object) -> str:
    """Give an article with a cached image."""
    images = f"[{{url: '{url}', width: 30, height: 20, isCached: true}}]"
    return article(title, images=images, webUrl=f"https://example.org/{title}", **fields)


def store(root: Path, url: str = URL) -> None:
    """Have the store hold the image, as other than it looks."""
    small = Thumbnail(file=SMALL, bytes=99, type="image/webp", width=40, height=30)
    image = Stored(
        url=url, file=FILE, bytes=1234, type="image/png", width=400, height=300, fetched=NOW,
        thumbnail=small,
    )  # fmt: skip
    (root / "feeds/images").mkdir(parents=True, exist_ok=True)
    (root / "feeds/images" / NAME).write_bytes(render_lines([image]))


def test_without_a_store(tmp_path: Path) -> None:
    """An image that is not in the store keeps its URL, with a type by its ending, and length 0."""
    write_site(tmp_path, {"a.md": with_image("A")})
    build_site(tmp_path)
    for name in ("all.atom", "all.rss"):
        [entry] = feedparser.parse(tmp_path / "feeds" / name).entries
        [one] = entry.enclosures
        assert (one.href, one.type, one.length) == (URL, "image/jpeg", "0")


def test_with_a_store(tmp_path: Path) -> None:
    """One that is has the store's URL and type, and its exact length and size, in all formats."""
    write_site(tmp_path, {"a.md": with_image("A")}, CONFIG + "images: {thumbnail: 40}\n")
    store(tmp_path)
    build_site(tmp_path)
    url = f"https://example.org/feeds/images/{FILE}"
    for name in ("all.atom", "all.rss"):
        [entry] = feedparser.parse(tmp_path / "feeds" / name).entries
        [one], [media], [small] = entry.enclosures, entry.media_content, entry.media_thumbnail
        assert (one.href, one.type, one.length) == (url, "image/png", "1234")
        assert (media["url"], media["width"], media["height"]) == (url, "400", "300")
        assert small["url"].endswith(SMALL)
    [item] = json.loads((tmp_path / "feeds/all.json").read_bytes())["items"]
    [one] = item["attachments"]
    assert (one["url"], one["mime_type"], one["size_in_bytes"]) == (url, "image/png", 1234)
    assert item["image"].endswith(SMALL)


def test_a_new_image_touches_its_feeds_only(tmp_path: Path) -> None:
    """What the store gains shows in the feeds of the articles that use it, and nowhere else."""
    other = with_image("B", "https://cdn.example.net/b.png", topics="[C]")
    write_site(tmp_path, {"a.md": with_image("A", topics="[AI]"), "b.md": other})
    build_site(tmp_path)
    store(tmp_path)
    done = build_site(tmp_path)
    assert {path.rpartition(".")[0] for path in done.written} == {"feeds", "all", "topics/ai"}


def test_an_image_that_many_share(tmp_path: Path) -> None:
    """It comes after the others once more articles than config says use it, and back again."""
    own = "{url: 'https://cdn.example.net/own.png', isCached: true}"
    logo = "{url: 'https://cdn.example.net/logo.png', width: 90, height: 9, isCached: true}"
    both = {
        "a.md": article("A", images=f"[{logo}, {own}]", webUrl="https://example.org/A"),
        "b.md": article("B", images=f"[{logo}]", webUrl="https://example.org/B"),
    }

    def main() -> str:
        build_site(tmp_path)
        entries = feedparser.parse(tmp_path / "feeds/all.rss").entries
        [main] = [entry.enclosures[0].href for entry in entries if entry.title == "A"]
        return main.rpartition("/")[2]

    write_site(tmp_path, both, CONFIG + "images: {generic_after: 1}\n")
    assert main() == "own.png"
    (tmp_path / "articles/b.md").unlink()
    assert main() == "logo.png"


def test_icon_of_a_provider(tmp_path: Path) -> None:
    """A provider's feeds have its icon, from the store if it is there; other feeds the site's."""
    provider = f"{{name: Fox, domain: fox.org, images: [{{url: '{URL}'}}]}}"
    write_site(tmp_path, {"a.md": article("A", provider=provider)})
    store(tmp_path)
    build_site(tmp_path)
    feed = feedparser.parse(tmp_path / "feeds/providers/fox.org.atom").feed
    assert feed.icon == f"https://example.org/feeds/images/{FILE}"
    assert "icon" not in feedparser.parse(tmp_path / "feeds/all.atom").feed
