"""What subscribers notice when another feed takes the place of theirs."""

from __future__ import annotations

from datetime import UTC, datetime

from feedmill.live.known import KnownEntry, KnownFeed
from feedmill.live.noticing import Noticed, compare_feeds

URL = "https://example.org/feed.xml"
DAY = datetime(2026, 1, 2, tzinfo=UTC)


def entry(number: int, **changes: str) -> KnownEntry:
    """Return the entry of the day of January `number`."""
    link = f"https://example.org/{number}/"
    made = KnownEntry(link, f"Title {number}", link, DAY.replace(day=number))
    return made._replace(**changes)  # type: ignore[arg-type]


def compare(old: list[KnownEntry], new: list[KnownEntry]) -> Noticed:
    """Compare two feeds that have these entries."""
    old_feed = KnownFeed(source="x", url=URL, format="atom", title="T", entries=tuple(old))
    return compare_feeds(
        old_feed, KnownFeed(source="y", url=URL, format="atom", title="T", entries=tuple(new))
    )


def kinds(noticed: Noticed) -> list[str]:
    """Return the kinds of all that is noticed."""
    return [one.kind for one in noticed.notices]


def test_the_same_entries_are_noticed_by_nobody() -> None:
    """The order of entries and their other fields do not matter."""
    found = compare([entry(1), entry(2)], [entry(2), entry(1)])
    assert (2, 0, ()) == (found.known, found.changed, found.notices)
    assert found.is_invisible


def test_an_article_published_since_is_new_and_nothing_else() -> None:
    """A new article may come at any time: that is what subscribers wait for."""
    found = compare([entry(1)], [entry(2), entry(1)])
    assert ["new"] == kinds(found)
    assert found.is_invisible


def test_an_old_article_that_the_feed_did_not_have_floods() -> None:
    """Feed readers show what they do not know as new, however old it is."""
    found = compare([entry(5)], [entry(5), entry(2)])
    assert ["flood"] == kinds(found)
    assert not found.is_invisible


def test_the_same_page_with_another_id_is_shown_again() -> None:
    """A page whose id changes is named once, with both ids."""
    found = compare([entry(1)], [entry(1, id="tag:example.org,2026:1")])
    assert ["again"] == kinds(found)
    assert ("https://example.org/1/", "tag:example.org,2026:1") == (
        found.notices[0].was,
        found.notices[0].now,
    )


def test_without_an_id_the_link_is_what_readers_know() -> None:
    """An RSS item without a guid is the same as one whose guid is its link."""
    assert compare([entry(1, id="")], [entry(1)]).is_invisible


def test_links_titles_and_dates_that_change() -> None:
    """Each change of a known entry is listed with what was and what is; the entry counts once."""
    new = entry(1, link="https://example.org/one/", title="One")._replace(published=DAY)
    found = compare([entry(1)], [new])
    assert ["link", "title", "date"] == kinds(found)
    assert (0, 1) == (found.known, found.changed)


def test_a_full_feed_makes_room() -> None:
    """What a new entry pushes out at the end is no loss; what is missing besides is one."""
    found = compare([entry(3), entry(2), entry(1)], [entry(4), entry(3), entry(2)])
    assert ["new", "pushed_out"] == kinds(found)
    assert found.is_invisible
    found = compare([entry(3), entry(2), entry(1)], [entry(4), entry(3)])
    assert ["new", "pushed_out", "missing"] == kinds(found)
    found = compare([entry(3), entry(2), entry(1)], [entry(4), entry(3), entry(1)])
    assert ["new", "missing"] == kinds(found)


def test_what_disappears() -> None:
    """An entry that the new feed does not have is missing."""
    assert ["missing"] == kinds(compare([entry(1), entry(2)], [entry(2)]))


def test_the_feed_itself() -> None:
    """Title, id, language and format of the feed are compared, where the old feed says them."""
    old = KnownFeed(source="x", url=URL, format="rss", id="a", title="T", language="en-us")
    new = KnownFeed(source="y", url=URL, format="atom", id="b", title="U", language="EN-US")
    assert ("format", "id", "title") == compare_feeds(old, new).about
