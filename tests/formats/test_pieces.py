"""The memory for rendered entries."""

from __future__ import annotations

from collections.abc import Callable

from feedmill.formats._pieces import Pieces
from feedmill.model import Entry, Feed


def test_a_piece_is_found_by_value_and_language(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """An equal entry is the same entry; another language of the feed is another piece."""
    pieces, english = Pieces(), make_feed(language="en")
    pieces.put(english, make_entry(), b"one")
    assert pieces.get(make_feed(language="en", title="Other"), make_entry()) == b"one"
    assert None is pieces.get(make_feed(language="he"), make_entry())
    assert None is pieces.get(english, make_entry(title="Changed"))


def test_the_least_recently_used_are_forgotten(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """It holds two generations at most, and keeps what is asked for repeatedly."""
    pieces, feed = Pieces(limit=30), make_feed()
    entries = [make_entry(id=f"tag:{number}") for number in range(100)]
    for entry in entries:
        pieces.put(feed, entry, b"ten bytes.")
        assert pieces.get(feed, entries[0]) == b"ten bytes."
    kept = [entry for entry in entries if pieces.get(feed, entry)]
    assert entries[0] in kept
    assert entries[-1] in kept
    assert 4 <= len(kept) <= 6
