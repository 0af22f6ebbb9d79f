"""The seam to feedgen: what is filled into stencils, and what is repaired."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.etree import Element  # noqa: TID251 - as an oracle
from msgspec.structs import replace

from feedmill.formats import FORMATS, _feedgen, atom, rss
from feedmill.formats._hollow import hollow
from feedmill.formats.stencils import (
    STENCILS,
    fresh_stencils,
    recall_stencils,
    shape_of,
    stencil_of,
    united_stencils,
)
from feedmill.model import Category, Enclosure, Entry, Feed, Link, Person

# Texts that look like marks, like what is around entries, or like nothing that XML can hold.
TEXT = st.one_of(
    st.sampled_from(["", "a", 'q "&" <b>', "%s %d", '\u20211&amp;"\u2021', "987654321000002"]),
    st.sampled_from(
        ["</entry>\n  <entry>\n</item>\n    <item>", "]]>\r\n\t&é\xa0", "\uff21", "\0"]
    ),
    st.text(max_size=5),
)
SURE = TEXT.map(lambda text: f"x{text}")
TIME = st.datetimes(timezones=st.just(UTC)).map(lambda when: when.replace(microsecond=0))
TIMES = st.one_of(st.just(datetime(1887, 6, 5, 4, 3, 2, tzinfo=UTC)), TIME)
NUMBER = st.sampled_from([0, 1, 640, 987_654_321_000_001])
TYPE = st.sampled_from(["image/jpeg", "audio/mpeg", "text/x", "image/987654321000000"])
FILES = st.builds(
    Enclosure, url=SURE, type=TYPE, length=NUMBER, width=NUMBER | st.none(), height=NUMBER
)
PEOPLE = st.builds(Person, name=TEXT, uri=TEXT | st.none(), email=TEXT | st.none())
LANGUAGE = st.sampled_from([None, "", "en", "he", '\u20211&amp;"\u2021'])


def few(things: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    """Draw none, one or two."""
    return st.lists(things, max_size=2).map(tuple)


ENTRIES = st.builds(
    Entry,
    id=SURE,
    title=TEXT,
    link=SURE,
    published=TIMES,
    updated=TIMES,
    summary=TEXT,
    language=LANGUAGE,
    authors=few(PEOPLE),
    related=few(st.builds(Link, url=SURE, title=TEXT | st.none())),
    content=TEXT,
    categories=few(st.builds(Category, term=SURE, scheme=TEXT, label=TEXT)),
    enclosures=few(FILES),
    thumbnail=FILES | st.none(),
)
FEEDS = st.builds(
    Feed,
    key=st.just("all"),
    id=SURE,
    title=SURE,
    home=SURE,
    updated=TIMES,
    author=PEOPLE,
    is_by_author=st.booleans(),
    subtitle=TEXT,
    language=LANGUAGE,
    rights=TEXT,
    icon=st.one_of(st.none(), TEXT, st.just("https://x.example/i.PNG?v=1")),
    hub=st.none() | SURE,
    urls=st.fixed_dictionaries({"atom": SURE, "rss": SURE, "json": SURE}),
    entries=few(ENTRIES),
)


def outcome(make: Callable[[], bytes]) -> bytes | str:
    """Return what a document is, or why there is none."""
    try:
        return make()
    except ValueError as error:
        return str(error)


@pytest.mark.parametrize("dialect", [atom.Atom(), rss.Rss()], ids=["atom", "rss"])
@given(feed=FEEDS, texts=st.lists(SURE, min_size=2, max_size=2))
def test_filled_stencils_make_the_document_that_feedgen_makes(
    dialect: _feedgen.XmlDialect, feed: Feed, texts: list[str]
) -> None:
    """Whatever a feed holds, also with other texts: one feedgen run gives the same bytes."""
    entries = tuple(replace(one, id=texts[0], link=texts[1]) for one in feed.entries)
    same = tuple(replace(one, link=one.id, updated=one.published) for one in feed.entries)
    for some in (feed.entries, entries, same):
        other = replace(feed, id=texts[1], entries=some)
        expected = outcome(lambda: _feedgen.generate(other, other.entries, dialect))  # noqa: B023
        assert expected == outcome(lambda: _feedgen._compose(other, dialect))  # noqa: B023
        assert dialect.stencils.written(other, dialect.end) in (expected, None)


@pytest.mark.parametrize("dialect", [atom.Atom(), rss.Rss()], ids=["atom", "rss"])
def test_characters_are_written_as_lxml_writes_them(
    dialect: _feedgen.XmlDialect, make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """In text, attributes and content: as lxml does, or not at all. Around all limits."""
    odd = (range(0x200), range(0xD7F0, 0xE010), range(0xFDC0, 0xFE00), range(0xFFB0, 0x10010))
    plain = make_entry(content="x")
    (written,) = _feedgen._entries(make_feed(), [hollow(plain)], dialect)
    stencil = stencil_of(written, shape_of(plain, ""))
    entries = []
    for char in map(chr, chain(*odd)):
        text = f"a{char}"
        try:
            Element("x").text = char
        except ValueError:
            for one in ({"title": text}, {"link": text}, {"content": text}):
                assert stencil.filled(shape_of(replace(plain, **one), "")) is None
        else:
            entries.append(replace(plain, title=text, link=text, content=text))
    feed = make_feed(*entries)
    assert _feedgen.generate(feed, entries, dialect) == _feedgen.compose(feed, dialect)


def test_a_shape_is_generated_once(
    make_entry: Callable[..., Entry],
    make_feed: Callable[..., Feed],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second feed with other texts of known shapes asks feedgen for nothing."""
    dialect = atom.Atom()
    _feedgen.compose(make_feed(make_entry()), dialect)
    monkeypatch.setattr(_feedgen, "FeedGenerator", None)
    data = _feedgen.compose(make_feed(make_entry(title="Two"), title="Another"), dialect)
    assert (b"Two" in data, b"Another" in data, data.count(b"<entry>")) == (True, True, 1)


def test_stencils_last(
    make_entry: Callable[..., Entry],
    make_feed: Callable[..., Feed],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A later process that is given them writes the same bytes, and asks feedgen for nothing."""
    entries = [make_entry(), make_entry(title="", summary="a & b", language="he")]
    feed = make_feed(*entries, language="en")
    render = FORMATS["rss"].render
    STENCILS["rss"].clear()
    fresh_stencils()
    expected = render(feed)
    fresh = fresh_stencils()
    assert fresh_stencils() == b""
    kept = united_stencils([fresh, b"", united_stencils([fresh])])
    for stencils in STENCILS.values():
        stencils.clear()
    recall_stencils(kept)
    monkeypatch.setattr(_feedgen, "FeedGenerator", None)
    assert expected == render(feed)
    with pytest.raises(TypeError):
        render(make_feed(make_entry(related=(Link(url="https://x/"),) * 7)))


@pytest.mark.parametrize("name", ["atom", "rss"])
def test_stencils_from_elsewhere_say_nothing(name: str, rich: Feed) -> None:
    """All that are made are recalled; none is with an address, escaped mark-up or a script."""
    stencils = STENCILS[name]
    stencils.clear()
    expected = FORMATS[name].render(rich)
    made = dict(stencils)
    assert len(made) == 5
    for forged in (
        "https://x.example/",
        "javascript:x",
        "&lt;b&gt;",
        "<SCRIPT/>",
        ' href="data:x"',
    ):
        pack = {name: {key: replace(one, text=one.text + forged) for key, one in made.items()}}
        stencils.clear()
        recall_stencils(msgspec.msgpack.encode(pack))
        assert {} == stencils
    recall_stencils(msgspec.msgpack.encode({name: made}))
    assert made == stencils
    assert expected == FORMATS[name].render(rich)


def test_few_stencils_are_kept(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """However many there are, those made last."""
    dialect = atom.Atom()
    files = [Enclosure(url="https://x/", type=f"x/{number}") for number in range(600)]
    _feedgen.compose(make_feed(*[make_entry(enclosures=(one,)) for one in files]), dialect)
    packs = [msgspec.msgpack.encode({"atom": dict([one])}) for one in dialect.stencils.items()]
    kept = msgspec.msgpack.decode(united_stencils(packs[::-1]), type=dict[str, dict[bytes, Any]])
    assert [*dialect.stencils][-500:] == [*kept["atom"]]


def test_shapes_are_forgotten(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """However many shapes there are, few are kept."""
    dialect = atom.Atom()
    for number in range(30):
        files = [Enclosure(url="https://x/", type=f"x/{number}-{more}") for more in range(50)]
        _feedgen.compose(make_feed(*[make_entry(enclosures=(one,)) for one in files]), dialect)
    assert len(dialect.stencils) < 700


def test_another_error_is_not_taken_for_dirty_text(
    make_entry: Callable[..., Entry], make_feed: Callable[..., Feed]
) -> None:
    """What feedgen refuses for another reason is refused, not cleaned for ever."""
    with pytest.raises(ValueError, match="Required fields not set"):
        _feedgen.compose(make_feed(make_entry(id="")), atom.Atom())
