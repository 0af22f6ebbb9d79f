"""Groups and feeds that want the same file."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.dimensions import DIMENSIONS
from feedmill.feeds.slugs import barred, clashing
from feedmill.model import FeedKey
from sites import CONFIG, article, build_site, tree, write_site


@pytest.mark.parametrize(
    ("dimension", "remedy"),
    [
        ("topic", "set topics: {'C#': {slug: …}} in the config"),
        ("author", "set groups: {author: {'C#': {slug: …}}} in the config"),
    ],
)
def test_one_slug(dimension: str, remedy: str) -> None:
    """The group with the oldest article keeps the feed; the other's error says what to do."""
    ranks = {"c++": (1, 0), "c#": (2, 0)}
    without, (problem,) = barred(
        DIMENSIONS[dimension], ranks, ranks.__getitem__, lambda _: "c", str.upper, lambda _: "a.md"
    )
    assert {"c#"} == without
    assert ("a.md", "slug-collision") == (problem.path, problem.code)
    assert problem.message.endswith(f"'C++' and 'C#' both make 'c': it has no feed; {remedy}")


def test_one_path() -> None:
    """Of feeds with one path the first keeps it."""
    paths = {FeedKey(1, ("de", "bo")): "x/bo", FeedKey(1, ("de", "ai")): "x/ai"}
    later = FeedKey(2, ("de", "bo"))
    assert {later: FeedKey(1, ("de", "bo"))} == clashing(paths | {later: "x/bo"})


def test_a_path_is_free_again(tmp_path: Path) -> None:
    """When the feed that had the path goes, the other one gets it."""
    config = CONFIG + "feeds: {families: [{by: [language, topic]}, {by: [language, author]}]}\n"
    ann = article("Ann's", topics="[Bo]", authors="[Ann]", webUrl="https://example.org/1")
    bo = article("Bo's", topics="[AI]", authors="[Bo]", webUrl="https://example.org/2")
    root = write_site(tmp_path, {"a.md": ann, "b.md": bo}, config)
    assert ["slug-collision"] == [problem.code for problem in build_site(root).problems]
    assert b"Ann's" in tree(root / "feeds")["languages/en/bo.rss"]
    (root / "articles" / "a.md").unlink()
    assert () == build_site(root).problems
    assert b"Bo's" in tree(root / "feeds")["languages/en/bo.rss"]
