"""Listing, pruning and verifying the store of a site."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.config import load_config
from feedmill.config.schema import Config
from feedmill.errors import StoreError
from feedmill.images.commands import fetch_images, list_images, prune_images, verify_images
from feedmill.images.store import Store
from feedmill.images.telling import images_text
from imageserver import Answer, Server, picture

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CONFIG = """\
site:
  title: Example
  url: https://example.org/
  authority: example.org,2021
images:
  allow_hosts: [127.0.0.1]
"""
ARTICLE = """\
---
title: {name}
webUrl: https://example.org/{name}
publishedDateTime: {date}
published: {published}
provider: {{name: E, domain: example.com, images: [{{url: "{icon}"}}]}}
images:
{images}---
"""


class Site:
    """A site in a folder, whose images lie on a server."""

    def __init__(self, root: Path, server: Server) -> None:
        self.root = root
        self.server = server
        self.icon = server.gives("/icon.png", picture("PNG", (50, 50)))
        self.store = root / "feeds" / "images"
        (root / "config.yaml").write_text(CONFIG)
        (root / "articles").mkdir()

    @property
    def config(self) -> Config:
        return load_config(self.root / "config.yaml")

    def write(
        self, name: str, *images: str, date: str = "2026-01-02", published: bool = True
    ) -> None:
        """Write an article; an image whose URL ends in `+` is marked as cached."""
        lines = "".join(
            f"  - {{url: '{url.rstrip('+')}', isCached: {str(url.endswith('+')).lower()}}}\n"
            for url in images
        )
        text = ARTICLE.format(
            name=name, date=date, images=lines, icon=self.icon, published=str(published).lower()
        )
        (self.root / "articles" / f"{name}.md").write_text(text)

    def image(self, name: str, width: int = 40) -> str:
        return self.server.gives(f"/{name}.png", picture("PNG", (width, 30)))


@pytest.fixture
def site(tmp_path: Path, server: Server) -> Site:
    """A site with an article that has two images, one of them marked as cached."""
    one = Site(tmp_path, server)
    one.write("a", one.image("a", 40) + "+", one.image("b", 50))
    return one


def names(site: Site) -> list[str]:
    """Give the last part of each URL in the store, sorted."""
    return sorted(url.rpartition("/")[2] for url in Store.open(site.store).images)


def test_what_is_fetched(site: Site) -> None:
    """Images marked as cached and icons of providers; with `all` the others, too."""
    first = fetch_images(site.config, site.root, NOW)
    assert ["a.png", "icon.png"] == names(site)

    second = fetch_images(site.config, site.root, NOW, which="all")
    assert ["a.png", "b.png", "icon.png"] == names(site)

    assert (2, 0) == (first.added, first.kept)
    assert (1, 2) == (second.added, second.kept)


def test_only_what_is_published(site: Site) -> None:
    """Drafts and articles of the future are not published, nor are their images fetched."""
    site.write("draft", site.image("c") + "+", published=False)
    site.write("future", site.image("d") + "+", date="2027-01-02")

    fetch_images(site.config, site.root, NOW)

    assert ["a.png", "icon.png"] == names(site)


def test_an_image_that_cannot_be_had(site: Site) -> None:
    """It is a warning with its article, and the others are fetched."""
    url = site.server.gives("/gone.png", Answer(status=410))
    site.write("c", f"{url}+")

    done = fetch_images(site.config, site.root, NOW)

    (problem,) = done.problems
    assert ("articles/c.md", "warning", "image-http-410") == (
        problem.path,
        problem.severity,
        problem.code,
    )
    assert (2, 1, 0) == (done.added, done.failed, done.exit_status)
    assert f"{url} the server answers 410 Gone" in images_text(done)


def test_list(site: Site) -> None:
    """All images of articles and of the store, and what is known of them."""
    fetch_images(site.config, site.root, NOW)

    records = list_images(site.config, site.root, NOW)

    found = [(one["url"].rpartition("/")[2], one["stored"], one["articles"]) for one in records]
    assert [("a.png", True, 1), ("b.png", False, 1), ("icon.png", True, 1)] == found
    assert (40, 30, "image/png", "2026-11-22T00:00:00Z") == (
        records[0]["width"],
        records[0]["height"],
        records[0]["type"],
        records[0]["fetched"],
    )


def test_prune(site: Site) -> None:
    """What no article names any more is dropped, line and file; the rest stays."""
    fetch_images(site.config, site.root, NOW, which="all")
    site.write("a", site.image("b", 50))

    tried = prune_images(site.config, site.root, NOW, dry_run=True)
    assert ["a.png", "b.png", "icon.png"] == names(site)
    done = prune_images(site.config, site.root, NOW)

    assert ["b.png", "icon.png"] == names(site)
    assert tried.images == done.images
    assert tried.files == done.files
    assert (1, 1, 2) == (len(done.images), len(done.files), done.kept)
    assert len(Store.open(site.store).files()) == 2
    assert images_text(done).endswith("2 images kept")


def test_prune_keeps_what_waits(site: Site) -> None:
    """The images of an article of the future are not dropped before it appears."""
    fetch_images(site.config, site.root, NOW)
    site.write("a", site.image("a", 40), date="2027-01-02")

    assert () == prune_images(site.config, site.root, NOW).images


def test_prune_with_an_article_that_cannot_be_read(site: Site) -> None:
    """Nothing is dropped while it is not known what an article names."""
    fetch_images(site.config, site.root, NOW)
    (site.root / "articles" / "a.md").write_text("---\ntitle: [\n---\n")

    with pytest.raises(StoreError, match=r"articles/a\.md cannot be read"):
        prune_images(site.config, site.root, NOW)
    assert ["a.png", "icon.png"] == names(site)


def test_prune_deletes_no_file_of_others(site: Site) -> None:
    """Only files that are named as the store names them are ever deleted."""
    fetch_images(site.config, site.root, NOW)
    others = [site.store / "README", site.store / "ab" / "notes.txt", site.store / "CNAME"]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    (site.root / "articles" / "a.md").unlink()

    done = prune_images(site.config, site.root, NOW)

    assert 2 == len(done.files)
    assert all(path.exists() for path in others)


def test_verify(site: Site) -> None:
    """Files that are missing, changed or strange are found."""
    fetch_images(site.config, site.root, NOW, which="all")
    assert 0 == verify_images(site.config, site.root).exit_status
    store = Store.open(site.store)
    gone, longer, changed = map(store.path, store.files())
    gone.unlink()
    longer.write_bytes(longer.read_bytes() + b"x")
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    stray = site.store / "00" / f"00{'0' * 62}.png"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"")

    done = verify_images(site.config, site.root)

    found = {problem.path: problem.code for problem in done.problems}
    assert 1 == done.exit_status
    assert {
        gone.relative_to(site.store).as_posix(): "image-missing",
        longer.relative_to(site.store).as_posix(): "image-damaged",
        changed.relative_to(site.store).as_posix(): "image-damaged",
        stray.relative_to(site.store).as_posix(): "image-stray",
    } == found


def test_verify_and_fetch_mend(site: Site) -> None:
    """What `verify` finds missing or cut short, `fetch` gets again."""
    fetch_images(site.config, site.root, NOW)
    store = Store.open(site.store)
    first, second = map(store.path, store.files())
    first.unlink()
    second.write_bytes(b"")

    assert 2 == fetch_images(site.config, site.root, NOW).added
    assert 0 == verify_images(site.config, site.root).exit_status


def test_the_summary(site: Site) -> None:
    """A table says what was done with how many images."""
    text = images_text(fetch_images(site.config, site.root, NOW))

    rows = dict(line.rsplit(maxsplit=1) for line in text.splitlines() if line[-1].isdigit())
    assert {"fetched": "2", "in total": "2"} == rows
    assert "" == images_text(fetch_images(site.config, site.root, NOW), quiet=True)
