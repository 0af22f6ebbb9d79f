"""Views compared: what enters, leaves, changes and moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from feedmill.config.schema import Guard
from feedmill.diff.difference import Difference, FeedChange, compare
from feedmill.diff.limits import excess
from feedmill.diff.published import PublishedFeed, Retraction, View
from feedmill.model import Entry, Feed, Person, Tombstone

DAY = datetime(2026, 1, 1, tzinfo=UTC)


def entry(name: str, day: int = 0, **fields: object) -> Entry:
    """Make an entry; a field not given follows from the name."""
    when = DAY + timedelta(days=day)
    facts = {
        "id": f"tag:{name}",
        "title": f"About {name}",
        "link": f"https://example.org/{name}",
        "published": when,
        "updated": when,
    }
    return Entry(**{**facts, **fields})


def feed(key: str = "all", **fields: object) -> Feed:
    """Make a feed without entries."""
    facts = {
        "key": key,
        "id": f"tag:feeds/{key}",
        "title": f"Feed {key}",
        "home": "https://example.org/",
        "updated": DAY,
        "author": Person(name="A"),
        "urls": {"atom": f"https://example.org/{key}.atom"},
    }
    return Feed(**{**facts, **fields})


def files(about: Feed) -> dict[str, str]:
    """Return the files of a feed at its usual place, by path, with their formats."""
    return {f"{about.key}.{name}": name for name in about.urls}


def view(*entries: Entry, limit: int = 0, about: Feed | None = None, **more: object) -> View:
    """Make a view of one feed that holds the entries, newest first, all but the last beyond."""
    ids = [one.id for one in sorted(entries, key=lambda one: one.published, reverse=True)]
    shown = ids[: limit or None]
    about = about or feed()
    held = PublishedFeed(
        feed=about, limit=limit, shown=tuple(shown), held=frozenset(ids), files=files(about)
    )
    paths = {one.id: f"articles/{one.id[4:]}.md" for one in entries}
    facts = {
        "feeds": {about.key: held},
        "entries": {one.id: one for one in entries if one.id in shown},
        "paths": paths,
        "states": dict.fromkeys(paths.values(), "published"),
    }
    return View(**{**facts, **more})


GONE = {"tag:a": Retraction(path="articles/a.md", published=DAY, updated=DAY)}
TOLD = feed(tombstones=(Tombstone(ref="tag:a", when=DAY),))


def only(difference: Difference) -> FeedChange:
    """Give the one feed that changes."""
    (change,) = difference.feeds
    return change


A, B, C, D = (entry(name, day) for day, name in enumerate("abcd"))


def test_nothing() -> None:
    """What is the same is no difference."""
    assert Difference() == compare(view(A, B), view(A, B))
    assert Difference() == compare(View(), View())


def test_new() -> None:
    """An entry is new, with title, link and path, once for all feeds."""
    found = compare(view(A), view(A, B))
    assert ("tag:b",) == only(found).new
    (new,) = found.new
    assert ("tag:b", "About b", "https://example.org/b", "articles/b.md") == (
        *(new.id, new.title, new.link, new.path),
    )
    assert (found.changed, found.moved, found.withdrawn) == ((), (), ())


def test_changed() -> None:
    """The fields that differ are named."""
    edited = replace(A, title="Now", updated=DAY + timedelta(days=9))
    found = compare(view(A, B), view(edited, B))
    assert ("tag:a",) == only(found).changed
    assert [("tag:a", "Now", ("title", "updated"))] == [
        (one.id, one.title, one.fields) for one in found.changed
    ]


def test_pushed_out() -> None:
    """What the limit pushes out is not withdrawn."""
    found = compare(view(A, B, limit=2), view(A, B, C, limit=2))
    change = only(found)
    assert (("tag:c",), ("tag:a",), ()) == (change.new, change.pushed_out, change.withdrawn)
    assert () == found.withdrawn


def test_returned() -> None:
    """What a withdrawal lets back in is not new, unless the limit was raised."""
    change = only(compare(view(A, B, C, limit=2), view(A, B, limit=2)))
    assert ((), ("tag:a",), ("tag:c",)) == (change.new, change.returned, change.withdrawn)
    for limit in (3, 0):
        change = only(compare(view(A, B, C, limit=2), view(A, B, C, limit=limit)))
        assert (("tag:a",), ()) == (change.new, change.returned)


def test_moved() -> None:
    """The same page under another id is moved: neither new nor withdrawn."""
    other = replace(A, id="tag:z", title="Retold", link="http://example.org/a/")
    found = compare(view(A, B), view(other, B))
    change = only(found)
    assert (("tag:z",), (), ()) == (change.moved, change.new, change.withdrawn)
    assert [("tag:z", "tag:a", "articles/z.md")] == [
        (one.id, one.was, one.path) for one in found.moved
    ]
    assert ((), ()) == (found.new, found.withdrawn)


def test_moved_with_its_link() -> None:
    """Where links follow file names, title and date tell that a page is the same."""
    renamed = replace(A, id="tag:z", link="https://example.org/z")
    assert ["tag:a"] == [one.was for one in compare(view(A), view(renamed)).moved]
    dated = replace(renamed, published=DAY + timedelta(days=1))
    assert () == compare(view(A), view(dated)).moved


def test_not_moved() -> None:
    """A page whose old id lives on, or is retracted, has not moved."""
    other = replace(A, id="tag:z")
    assert ["tag:z"] == [one.id for one in compare(view(A), view(A, other)).new]
    found = compare(view(A), view(other, removed=GONE, about=TOLD))
    assert (["tag:z"], ["retracted"]) == (
        [one.id for one in found.new],
        [one.why for one in found.withdrawn],
    )


def test_withdrawn() -> None:
    """Why an entry is in no feed any more."""

    def why(after: View) -> list[str]:
        return [one.why for one in compare(view(A, B), after).withdrawn]

    assert ["deleted"] == why(view(B))
    for state in ("draft", "unpublished", "hidden", "refused", "section"):
        assert [state] == why(view(B, states={"articles/a.md": state}))
    assert ["retracted"] == why(view(B, removed=GONE, about=TOLD))
    assert ["unannounced"] == why(view(B, removed=GONE))
    elsewhere = {"tag:x": replace(GONE["tag:a"], path="articles/a.md")}
    assert ["unannounced"] == why(view(B, removed=elsewhere, states={"articles/a.md": "removed"}))
    stub = view(B, states={"articles/a.md": "removed"})
    assert ["removed"] == why(stub)
    assert ["unannounced"] == why(replace(stub, reasons={"articles/a.md": "no date"}))
    paths = {"tag:b": "articles/b.md", "tag:a": "articles/a.md"}
    assert ["unlisted"] == why(view(B, paths=paths, states={"articles/a.md": "published"}))
    assert ["waiting"] == why(view(B, paths=paths, states={"articles/a.md": "waiting"}))
    assert ["renamed"] == why(view(B, states={"articles/a.md": "published"}))


def test_withdrawn_from_one_feed() -> None:
    """What leaves one feed and stays in another is withdrawn from the former only."""
    first, second = feed("all"), feed("ai")

    def both(*ids: str) -> View:
        held = {"all": ("tag:b", "tag:a"), "ai": ids}
        feeds = {
            about.key: PublishedFeed(
                feed=about,
                limit=0,
                shown=held[about.key],
                held=frozenset(held[about.key]),
                files=files(about),
            )
            for about in (first, second)
        }
        return replace(view(A, B), feeds=feeds)

    found = compare(both("tag:a", "tag:b"), both("tag:b"))
    assert ("ai", ("tag:a",)) == (only(found).key, only(found).withdrawn)
    assert () == found.withdrawn
    found = compare(both("tag:b"), both("tag:b", "tag:a"))
    assert ["tag:a"] == [one.id for one in found.new]


def test_feeds_that_come_and_go() -> None:
    """Nobody is subscribed to a new feed, so nothing is new there; one that goes is reported."""
    found = compare(view(A), replace(view(A), feeds={**view(A).feeds, **_other(A)}))
    assert (("ai", "added", 1), ()) == (
        (only(found).key, only(found).state, only(found).entries),
        found.new,
    )
    found = compare(replace(view(A), feeds={**view(A).feeds, **_other(A)}), view(A))
    assert (("ai", "gone"), ()) == ((only(found).key, only(found).state), found.withdrawn)
    assert (("atom",), (1, 0)) == (only(found).lost, found.gone)
    assert ["deleted"] == [one.why for one in compare(view(A), View()).withdrawn]


def _at(key: str, *entries: Entry, **paths: str) -> View:
    """Make a view of one feed that has files at these paths, by path, with their formats."""
    about = feed(key, urls=dict.fromkeys(paths.values(), "x"))
    whole = view(*entries, about=about)
    there = {path.replace("_", "/"): name for path, name in paths.items()}
    return replace(whole, feeds={key: replace(whole.feeds[key], files=there)})


def test_addresses_that_go() -> None:
    """Who subscribed to an address is served there still, by whatever feed, or loses it."""
    before = _at("all", A, B, index="rss", old_feed="rss")
    found = compare(before, _at("all", A, B, index="rss"))
    assert (("rss at old/feed",), (0, 1)) == (only(found).lost, found.gone)
    found = compare(before, _at("all", A, B, feed="rss", old_feed="rss", index="atom"))
    assert (("rss at index",), (0, 1)) == (only(found).lost, found.gone)
    assert () == compare(before, _at("all", A, B, feed="rss", old_feed="rss", index="rss")).feeds


def test_an_address_that_another_feed_has_now() -> None:
    """A feed by another name at an old address follows the one that was there."""
    before = _at("all", A, index="rss")
    found = compare(before, _at("posts", A, B, index="rss"))
    assert ("posts", "kept", ("tag:b",)) == (only(found).key, only(found).state, only(found).new)
    assert ((0, 0), ["tag:b"]) == (found.gone, [one.id for one in found.new])
    found = compare(before, _at("posts", A, B, feed="rss"))
    assert {("all", "gone", ("rss",)), ("posts", "added", ())} == {
        (one.key, one.state, one.lost) for one in found.feeds
    }


def test_formats_that_go() -> None:
    """A feed that is failed in a format any more is counted by it; one that comes is not."""
    both = feed(urls={"atom": "a", "rss": "b"})
    found = compare(view(A, about=both), view(A, about=feed(urls={"atom": "a"})))
    assert (("rss",), (0, 1)) == (only(found).lost, found.gone)
    assert (0, 0) == compare(view(A), view(A, about=both)).gone
    assert ("max_gone: 1 feeds, or formats of feeds, gone, 0 allowed",) == excess(
        found, Guard(max_gone=0)
    )


def test_emptied() -> None:
    """A site whose last entry goes is emptied; one that never had any is not."""
    limits = Guard(max_withdrawn=9)
    for before, after, expected in ((view(A), view(), True), (view(), view(), False)):
        found = compare(before, after)
        assert (expected, ("every entry is withdrawn",) * expected) == (
            found.emptied,
            excess(found, limits),
        )


def _other(*entries: Entry) -> dict[str, PublishedFeed]:
    return view(*entries, about=feed("ai")).feeds


def test_the_feed_itself() -> None:
    """Changes of a feed's own fields are named; its date follows from its entries."""
    stone = Tombstone(ref="tag:x", when=DAY)
    about = feed(title="T", updated=DAY + timedelta(days=1), tombstones=(stone,))
    assert ("title", "tombstones") == only(compare(view(A), view(A, about=about))).about
    same = view(A, about=feed(updated=DAY + timedelta(days=1)))
    assert Difference() == compare(view(A), same)


def test_excess() -> None:
    """Every limit that is passed has a line, with both numbers; a limit that is met has none."""
    other = replace(A, id="tag:z")
    found = compare(view(A, B), view(other, C, D))
    assert () == excess(found, Guard(max_new=2, max_moved=1, max_withdrawn=1))
    assert (
        "max_new: 2 new, 1 allowed",
        "max_moved: 1 moved to another id, 0 allowed",
        "max_withdrawn: 1 withdrawn, 0 allowed",
    ) == excess(found, Guard(max_new=1, max_moved=0, max_withdrawn=0))


ENTRIES = st.lists(
    st.builds(
        entry,
        st.sampled_from("abcdef"),
        st.integers(0, 3),
        link=st.sampled_from(["https://example.org/1", "https://example.org/2"]),
        title=st.sampled_from(["One", "Two"]),
    ),
    unique_by=lambda one: one.id,
    max_size=6,
)


@given(ENTRIES, ENTRIES, st.integers(0, 3), st.integers(0, 3))
def test_everything_is_accounted_for(
    before: list[Entry], after: list[Entry], was: int, now: int
) -> None:
    """What enters is new, returned or moved, what leaves withdrawn, pushed out or moved: once."""
    old, new = view(*before, limit=was), view(*after, limit=now)
    found = compare(old, new)
    shown = [set(one.feeds["all"].shown) for one in (old, new)]
    change = only(found) if found.feeds else FeedChange(key="", title="", entries=0)
    moved = {one.id: one.was for one in found.moved if one.id in change.moved}
    entering = [*change.new, *change.returned, *change.moved]
    leaving = [*change.withdrawn, *change.pushed_out, *moved.values()]
    assert sorted(shown[1] - shown[0]) == sorted(entering)
    assert sorted(shown[0] - shown[1]) == sorted(leaving)
    assert set(change.changed) <= shown[0] & shown[1]
    assert len(moved) == len(set(moved.values()))
    assert (old == new) <= (found == Difference())
