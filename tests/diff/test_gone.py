"""What keeps a feed where it was."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.diff.gone import keep
from feedmill.diff.published import FeedView
from feedmill.model import Feed, Person


def feed(key: str, topic: str = "", provider: str = "", shown: str = "ab") -> FeedView:
    """Make a feed with these entries."""
    about = Feed(
        key=key,
        id=key,
        title=key,
        home="https://example.org/",
        updated=datetime(2026, 1, 1, tzinfo=UTC),
        author=Person(name="A"),
    )
    return FeedView(
        feed=about,
        limit=0,
        shown=tuple(shown),
        held=frozenset(shown),
        topic=topic,
        provider=provider,
    )


FOX = {"provider": "fox.org"}


@pytest.mark.parametrize(
    ("gone", "added", "expected"),
    [
        # the same topic under another slug, whatever its entries and however it is written
        (feed("topics/a", "A b"), feed("topics/c", "A B", shown="x"), "topics: {A B: {slug: a}}"),
        (feed("topics/a", "R&D"), feed("topics/c", "R&D"), 'topics: {"R&D": {slug: a}}'),
        # the same entries under another topic
        (feed("topics/a", "A"), feed("topics/c", "C"), "topics: {C: {slug: a}}"),
        (feed("topics/a", "A"), feed("topics/c", "C", shown="abc"), ""),
        # providers, and both
        (feed("providers/a", **FOX), feed("providers/c", **FOX), "providers: {fox.org: {slug: a}}"),
        (feed("providers/a", provider="a"), feed("providers/b", provider="b"), ""),
        (
            feed("topics/a/fox", "A", **FOX),
            feed("topics/c/fox", "A", **FOX),
            "topics: {A: {slug: a}}",
        ),
        (
            feed("topics/a/f", "A", **FOX),
            feed("topics/a/g", "A", **FOX),
            "providers: {fox.org: {slug: f}}",
        ),
        (feed("topics/a", "A"), feed("topics/c/fox", "A", **FOX), ""),
        # selections have no slug
        (feed("all"), feed("everything"), ""),
    ],
)
def test_keep(gone: FeedView, added: FeedView, expected: str) -> None:
    """The slug of a topic or a provider is named if, and only if, it is what changed."""
    assert expected == keep(gone, [feed("topics/z", "Z", shown="z"), added])
