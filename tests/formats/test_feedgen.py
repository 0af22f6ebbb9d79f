"""The seam to feedgen: kept pieces, and what is repaired."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.formats import _feedgen, atom, rss
from feedmill.formats._pieces import Pieces
from feedmill.model import Entry, Feed

FEEDS = st.lists(
    st.tuples(st.lists(st.integers(0, 7), max_size=6), st.sampled_from([None, "en", "he"])),
    max_size=6,
)


@pytest.mark.parametrize("make_dialect", [atom.Atom, rss.Rss])
@given(feeds=FEEDS, limit=st.integers(0, 10_000))
def test_kept_pieces_make_the_document_that_feedgen_makes(
    make_dialect: Callable[[], _feedgen.XmlDialect],
    make_entry: Callable[..., Entry],
    make_feed: Callable[..., Feed],
    feeds: list[tuple[list[int], str | None]],
    limit: int,
) -> None:
    """Whatever was rendered before, or forgotten: one feedgen run gives the same bytes."""
    dialect = make_dialect()
    dialect.pieces = Pieces(limit)
    for numbers, language in feeds:
        entries = [
            make_entry(
                id=f"tag:{number}",
                title=f"</entry>\n  <entry>\n</item>\n    <item> & {number}",
                summary=_feedgen._HOLE * (number == 7),
                content="</entry>\n</item>\n]]>\r & é\xa0" * number + _feedgen._HOLE * (number > 5),
                language=[None, "en", "he"][number % 3],
            )
            for number in numbers
        ]
        feed = make_feed(*entries, language=language)
        assert _feedgen.generate(feed, entries, dialect) == _feedgen.compose(feed, dialect)


def test_text_is_escaped_as_lxml_does() -> None:
    """What XML can hold is written as lxml writes it; the rest is refused. Around all limits."""
    odd = (range(0x200), range(0xD7F0, 0xE010), range(0xFDC0, 0xFE00), range(0xFFB0, 0x10010))
    for char in map(chr, chain(*odd)):
        element = _feedgen.etree.Element("x")
        try:
            element.text = char
        except ValueError:
            with pytest.raises(ValueError, match=r"."):
                _feedgen._escaped(f"a{char}")
        else:
            written = _feedgen.etree.tostring(element, encoding="utf-8")
            assert written == b"<x>%b</x>" % _feedgen._escaped(char)


def test_an_entry_is_generated_once(
    make_entry: Callable[..., Entry],
    make_feed: Callable[..., Feed],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second feed with an equal entry asks feedgen for nothing but the feed itself."""
    dialect = atom.Atom()
    _feedgen.compose(make_feed(make_entry()), dialect)
    described: list[Entry] = []
    monkeypatch.setattr(dialect, "describe_entry", lambda _, entry: described.append(entry))
    data = _feedgen.compose(make_feed(make_entry(), title="Another"), dialect)
    assert (described, data.count(b"<entry>")) == ([], 1)


def test_another_error_is_not_taken_for_dirty_text(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """What feedgen refuses for another reason is refused, not cleaned for ever."""
    with pytest.raises(ValueError, match="Required fields not set"):
        _feedgen.compose(make_feed(make_entry(id="")), atom.Atom())
