"""The memory for rendered entries."""

from __future__ import annotations

from collections.abc import Callable

from feedmill.formats._pieces import Pieces, piece_key
from feedmill.model import Entry, Feed


def test_a_piece_is_found_by_value_and_language(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """An equal entry is the same entry; another language of the feed is another piece."""
    pieces, english = Pieces(), make_feed(language="en")
    pieces.put(piece_key(english, make_entry()), b"one")
    same = make_feed(language="en", title="Other")
    assert b"one" == pieces.get(piece_key(same, make_entry()))
    assert None is pieces.get(piece_key(make_feed(language="he"), make_entry()))
    assert None is pieces.get(piece_key(english, make_entry(title="Changed")))


def test_the_least_recently_used_are_forgotten() -> None:
    """It holds two generations at most, and keeps what is asked for repeatedly."""
    pieces = Pieces(limit=30)
    keys = [str(number).encode() for number in range(100)]
    for key in keys:
        pieces.put(key, b"ten bytes.")
        assert b"ten bytes." == pieces.get(keys[0])
    kept = [key for key in keys if pieces.get(key)]
    assert keys[0] in kept
    assert keys[-1] in kept
    assert 4 <= len(kept) <= 6
