"""Feeds that pass from one group to another, as `feedmill diff` sees two states of a site."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.config import load_config
from feedmill.config.schema import Guard
from feedmill.diff.comparison import compare_with
from feedmill.diff.difference import Difference
from feedmill.pipeline.run import Options
from repository import commit, repository
from sites import CONFIG, NOW, article, write_site

LAX = Guard(max_new=99, max_moved=99, max_withdrawn=99, max_gone=99)


def posts(topic: str, days: range) -> dict[str, str]:
    """Give articles of a topic, by the day in 2026 that they are of."""
    return {
        f"{topic}-{day}.md": article(
            f"{topic} {day}",
            webUrl=f"https://example.org/{day}",
            publishedDateTime=f"2026-01-{day:02}",
            topics=f"[{topic}]",
        )
        for day in days
    }


def compared(root: Path) -> Difference:
    """Compare the work tree with its last commit, within very wide limits."""
    path = root / "config.yaml"
    return compare_with(load_config(path), path, "HEAD", LAX, Options(now=NOW, jobs=1))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with six committed articles about `R and D`."""
    root = write_site(repository(tmp_path / "site"), posts("R and D", range(10, 16)))
    commit(root)
    return root


def test_an_older_article_of_another_group_takes_the_feed(site: Path) -> None:
    """The guard trips however wide its limits are, and the advice names both ends."""
    write_site(site, posts("R&D", range(1, 2)))
    found = compared(site)
    (feed,) = (one for one in found.feeds if one.key == "topics/r-and-d")
    assert ("R and D", 6) == (feed.taken_from, len(feed.withdrawn))
    assert ("topics/r-and-d passes from 'R and D' to another group",) == found.excess
    assert ["taken-feed"] == [one.code for one in found.problems if one.severity == "error"]
    assert 1 == found.exit_status


def test_a_younger_article_of_another_group_takes_nothing(site: Path) -> None:
    """The group with the oldest article keeps the feed."""
    write_site(site, posts("R&D", range(20, 21)))
    assert () == compared(site).excess


def test_a_group_that_replaces_another_takes_its_feed(site: Path) -> None:
    """Where the old group has no article left, its feed has passed on all the same."""
    for path in (site / "articles").iterdir():
        path.unlink()
    write_site(site, posts("R&D", range(1, 9)))
    assert "topics/r-and-d passes from 'R and D' to another group" in compared(site).excess


def test_a_group_that_is_renamed_keeps_its_feed(site: Path) -> None:
    """With a `slug` that keeps the address, every entry is where it was: nothing is taken."""
    for path in (site / "articles").iterdir():
        path.write_text(path.read_text().replace("[R and D]", "[Research]"))
    write_site(site, {}, f"{CONFIG}topics: {{Research: {{slug: r-and-d}}}}\n")
    assert () == compared(site).excess


@pytest.mark.parametrize("spelling", ["r-AND-d", "R_and  d", "R - and - D"])
def test_another_spelling_is_the_same_group(site: Path, spelling: str) -> None:
    """Case, and spaces, hyphens and underscores between words, make no other group."""
    write_site(site, posts(spelling, range(1, 2)))
    found = compared(site)
    (feed,) = (one for one in found.feeds if one.key == "topics/r-and-d")
    assert ((), "", 7, 1) == (found.excess, feed.taken_from, feed.entries, len(feed.new))
