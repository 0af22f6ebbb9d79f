"""What each generator keeps out of its own lists and feeds is kept out of ours."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.parsing.parser import Reading
from sites import CONFIG, build_site, tree, write_site

Read = Callable[..., Reading]

TEXT = "---\ntitle: One\ndate: 2026-01-02\nlink: https://example.org/1\n{more}---\nText.\n"


@pytest.mark.parametrize(
    ("generator", "more", "is_hidden"),
    [
        ("hugo", "headless: true\n", True),
        ("hugo", "build: {list: never}\n", True),
        ("hugo", "_build:\n  render: never\n", True),
        ("hugo", "_build:\n  render: false\n", True),
        ("hugo", "build: {list: local}\n", True),
        ("hugo", "build: {list: always}\n", False),
        ("hugo", "build: x\n", False),
        ("hugo", "headless: false\n", False),
        ("eleventy", "eleventyExcludeFromCollections: true\n", True),
        ("eleventy", "permalink: false\n", True),
        ("eleventy", "eleventyExcludeFromCollections: false\n", False),
        ("docusaurus", "unlisted: true\n", True),
        ("zola", "render: false\n", True),
        ("jekyll", "unlisted: true\nheadless: true\n", False),
        ("jekyll", "published: false\n", True),
        ("pelican", "status: skip\n", True),
    ],
)
def test_hidden(read: Read, generator: str, more: str, is_hidden: bool) -> None:
    """A page that its generator lists nowhere is in no feed."""
    found = read(TEXT.format(more=more), generator=generator)
    assert is_hidden == (found.article is None), found.problems
    assert not found.problems


def test_hugo_publishes_later(tmp_path: Path) -> None:
    """An article waits for Hugo's `publishDate`, and keeps its date."""
    config = f"{CONFIG}articles: {{generator: hugo}}\n"
    root = write_site(tmp_path, {"a.md": TEXT.format(more="publishDate: 2026-06-01\n")}, config)
    before = build_site(root, now=datetime(2026, 5, 1, tzinfo=UTC))
    assert (0, 1) == (before.published, before.waiting)
    after = build_site(root, now=datetime(2026, 7, 1, tzinfo=UTC))
    assert (1, 0) == (after.published, after.waiting)
    assert b"2026-01-02" in (root / "feeds" / "all.atom").read_bytes()


def test_hugo_takes_back(tmp_path: Path) -> None:
    """From Hugo's `expiryDate` on an article is kept out, whether it is read again or not."""
    config = f"{CONFIG}articles: {{generator: hugo}}\n"
    articles = {
        "a.md": TEXT.format(more="expiryDate: 2026-06-01\n"),
        "b.md": TEXT.replace("org/1", "org/2").format(more=""),
    }
    root = write_site(tmp_path, articles, config)
    may, july = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    gone = {"expired": 1}
    assert 2 == build_site(root, now=may).published
    feeds = {}
    for now, published, kept_out in ((july, 1, gone), (may, 2, {}), (july, 1, gone)):
        report = build_site(root, now=now)
        assert (published, kept_out) == (report.published, report.kept_out)
        feeds[now] = tree(root / "feeds")
        assert () == build_site(root, now=now).written
    (root / "articles" / "a.md").write_text(articles["a.md"].replace("06-01", "08-01"))
    assert 2 == build_site(root, now=july).published
    (root / "articles" / "a.md").write_text(articles["a.md"])
    shutil.rmtree(root / ".feedmill")
    build_site(root, now=july)
    assert feeds[july] == tree(root / "feeds")
    (root / "articles" / "a.md").unlink()
    last = build_site(root, now=july)
    assert (1, {}) == (last.published, last.kept_out)


def test_a_day_with_a_time_that_is_none(read: Read) -> None:
    """Of a date whose time can't be read the day counts, with a warning, as it does for Jekyll."""
    text = TEXT.replace("2026-01-02", "2026-01-02 18::48::00").format(more="")
    found = read(text, generator="jekyll")
    assert found.article is not None
    assert datetime(2026, 1, 2, tzinfo=UTC) == found.article.published
    assert ["ambiguous-date"] == [one.code for one in found.problems]
