"""What each generator keeps out of its own lists and feeds is kept out of ours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.parsing.parser import Reading
from sites import CONFIG, build_site, write_site

Read = Callable[..., Reading]

TEXT = "---\ntitle: One\ndate: 2026-01-02\nlink: https://example.org/1\n{more}---\nText.\n"


@pytest.mark.parametrize(
    ("generator", "more", "is_hidden"),
    [
        ("hugo", "headless: true\n", True),
        ("hugo", "build: {list: never}\n", True),
        ("hugo", "_build:\n  render: never\n", True),
        ("hugo", "_build:\n  render: false\n", True),
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


def test_a_day_with_a_time_that_is_none(read: Read) -> None:
    """Of a date whose time can't be read the day counts, with a warning, as it does for Jekyll."""
    text = TEXT.replace("2026-01-02", "2026-01-02 18::48::00").format(more="")
    found = read(text, generator="jekyll")
    assert found.article is not None
    assert datetime(2026, 1, 2, tzinfo=UTC) == found.article.published
    assert ["ambiguous-date"] == [one.code for one in found.problems]
