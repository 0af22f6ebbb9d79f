"""What keeps a feed where it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.diff.gone import keep
from feedmill.diff.published import FeedGroup, PublishedFeed
from feedmill.model import Feed, Person
from feedmill.names import fold


def feed(key: str, shown: str = "ab", **groups: str) -> PublishedFeed:
    """Make a feed of some groups, by dimension, with these entries."""
    about = Feed(
        key=key,
        id=key,
        title=key,
        home="https://example.org/",
        updated=datetime(2026, 1, 1, tzinfo=UTC),
        author=Person(name="A"),
    )
    return PublishedFeed(
        feed=about,
        limit=0,
        shown=tuple(shown),
        held=frozenset(shown),
        groups=tuple(FeedGroup(kind, fold(name), name) for kind, name in groups.items()),
    )


FOX = {"provider": "fox.org"}


@pytest.mark.parametrize(
    ("gone", "added", "expected"),
    [
        # the same topic under another slug, whatever its entries and however it is written
        (
            feed("topics/a", topic="A b"),
            feed("topics/c", topic="A B", shown="x"),
            "topics: {A B: {slug: a}}",
        ),
        (
            feed("topics/a", topic="R&D"),
            feed("topics/c", topic="R&D"),
            'topics: {"R&D": {slug: a}}',
        ),
        # the same entries under another topic
        (feed("topics/a", topic="A"), feed("topics/c", topic="C"), "topics: {C: {slug: a}}"),
        (feed("topics/a", topic="A"), feed("topics/c", topic="C", shown="abc"), ""),
        # providers, and both
        (feed("providers/a", **FOX), feed("providers/c", **FOX), "providers: {fox.org: {slug: a}}"),
        (feed("providers/a", provider="a"), feed("providers/b", provider="b"), ""),
        (
            feed("topics/a/fox", topic="A", **FOX),
            feed("topics/c/fox", topic="A", **FOX),
            "topics: {A: {slug: a}}",
        ),
        (
            feed("topics/a/f", topic="A", **FOX),
            feed("topics/a/g", topic="A", **FOX),
            "providers: {fox.org: {slug: f}}",
        ),
        (feed("topics/a", topic="A"), feed("topics/c/fox", topic="A", **FOX), ""),
        # any other dimension, also of the config's own
        (
            feed("authors/a", author="Ann"),
            feed("authors/b", author="Bea"),
            "groups: {author: {Bea: {slug: a}}}",
        ),
        (feed("languages/de", language="de"), feed("languages/en", language="en"), ""),
        (
            feed("series/a", series="A"),
            feed("series/b", series="B"),
            "groups: {series: {B: {slug: a}}}",
        ),
        (
            feed("languages/de/a", language="de", topic="A"),
            feed("languages/de/b", language="de", topic="B"),
            "topics: {B: {slug: a}}",
        ),
        (
            feed("languages/de/a", language="de", topic="A"),
            feed("languages/en/b", language="en", topic="B"),
            "",
        ),
        # selections have no slug
        (feed("all"), feed("everything"), ""),
    ],
)
def test_keep(gone: PublishedFeed, added: PublishedFeed, expected: str) -> None:
    """The slug of a group is named if, and only if, it is what changed."""
    assert expected == keep(gone, [feed("topics/z", topic="Z", shown="z"), added])
