"""Two views of a site → what its subscribers would see if the one followed the other. Pure.

Words: an entry is *shown* by a feed, or *held* beyond its limit. What enters a feed is *new*, or
*returned* if the feed held it before; what leaves it is *pushed out* if the feed still holds it,
else *withdrawn*. An id has *moved* when it is gone and its page is shown under another one:
readers take the same page for a new one. A feed that is added has no subscribers yet; those of one
that is *gone* see no entry come or go, but that nothing answers any more.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Literal, TypedDict

from msgspec import Struct

from feedmill.model import Entry, Feed, Problem
from feedmill.names import page

from .addresses import find_successors, lost_addresses
from .gone import keep
from .published import PublishedFeed, View
from .retraction import Retractions
from .takeover import taken_from

# What follows from the entries, and where pages are.
_NOT_COMPARED = ("updated", "entries", "key")


class DiffItem(Struct, frozen=True, kw_only=True):
    """An entry that some feed shows; `path` is its article's."""

    id: str
    title: str
    link: str
    path: str


class _Facts(TypedDict):
    id: str
    title: str
    link: str
    path: str


class Changed(DiffItem, frozen=True, kw_only=True):
    """An entry that is not as it was; `fields` are `model.Entry`'s."""

    fields: tuple[str, ...]


class Moved(DiffItem, frozen=True, kw_only=True):
    """An entry whose id was `was` and is `id` now, although it is the same page."""

    was: str


class Withdrawn(DiffItem, frozen=True, kw_only=True):
    """An entry that no feed has any more; `path` is where its article was.

    `why`: `retracted` (the feeds say so), `unannounced` (it is retracted, but the feeds `silent`
    don't say so), `deleted`, `waiting` (dated later now), `unlisted` (no feed selects it),
    `renamed` (another id and another link), or its state: `draft`, `removed` (without an id of its
    own), `refused` … `reason` is the error of one that is refused.
    """

    why: str
    reason: str = ""
    silent: tuple[str, ...] = ()


class FeedChange(Struct, frozen=True, kw_only=True):
    """What changes in one feed, as ids. `about` names the fields of the feed itself that do.

    `lost` are the formats that it has no more, or addresses (`rss at feed.xml`), all if it is gone
    and no other feed is there; `keep` is what would keep a feed
    where it was, as config would have it, "" if that is not to be known. `taken_from` is the name
    of the group that it belonged to before, "" if it is the same one.
    """

    key: str
    title: str
    state: Literal["kept", "added", "gone"] = "kept"
    entries: int
    about: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    keep: str = ""
    taken_from: str = ""
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    pushed_out: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


class Difference(Struct, frozen=True, kw_only=True):
    """What subscribers would see. `base` is the commit; only feeds that change are listed.

    `new`, `changed`, `moved` have each entry once, however many feeds show it. `emptied` says that
    there were entries, and that there is none any more, `emptied_families` which families have none
    because their `where` takes none. `problems` say what to do about moved and
    withdrawn ones, and feeds that are gone; `excess` has a line for each limit that is passed.
    """

    base: str = ""
    feeds: tuple[FeedChange, ...] = ()
    new: tuple[DiffItem, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: tuple[Moved, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    emptied: bool = False
    emptied_families: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    excess: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0: within the limits; 1: beyond one."""
        return int(bool(self.excess))

    @property
    def gone(self) -> tuple[int, int]:
        """How many feeds are gone, and how many formats of feeds that are kept."""
        lost = sum(len(feed.lost) for feed in self.feeds if feed.state == "kept")
        gone = sum(feed.state == "gone" and bool(feed.lost) for feed in self.feeds)
        return gone, lost


def compare(before: View, after: View) -> Difference:
    """Say what changes from one view to the other; what to make of it is the caller's."""
    moves = _moves(before, after)
    edits = {
        identity: fields
        for identity, entry in after.entries.items()
        if identity in before.entries and (fields := _fields(before.entries[identity], entry))
    }
    feeds = sorted(_feeds(before, after, moves, edits), key=lambda feed: feed.key)
    new = {identity for feed in feeds for identity in feed.new}
    changed = {identity for feed in feeds for identity in feed.changed}

    def shown(chosen: Iterable[str]) -> Iterator[tuple[str, _Facts]]:
        for entry in _newest_first(after.entries, chosen):
            yield entry.id, _facts(entry, after.paths[entry.id])

    return Difference(
        feeds=tuple(feeds),
        new=tuple(DiffItem(**facts) for _, facts in shown(new)),
        changed=tuple(Changed(fields=edits[one], **facts) for one, facts in shown(changed)),
        moved=tuple(Moved(was=moves[one], **facts) for one, facts in shown(moves)),
        withdrawn=tuple(_withdrawn(before, after, set(moves.values()))),
        emptied=bool(before.entries) and not after.entries,
        emptied_families=tuple(sorted(before.filled & after.empty)),
    )


def _feeds(
    before: View, after: View, moves: dict[str, str], edits: Container[str]
) -> Iterator[FeedChange]:
    """Yield the feeds that change."""
    follows = find_successors(before.feeds, after.feeds)
    added = [feed for key, feed in after.feeds.items() if key not in follows]
    for feed in added:
        yield _lone(feed, "added")
    for key, old in before.feeds.items():
        if key not in follows.values():
            lost = lost_addresses(old, after.feeds, None)
            yield _lone(old, "gone", lost, keep(old, added))
    for key, other in follows.items():
        old, now = before.feeds[other], after.feeds[key]
        lost = lost_addresses(old, after.feeds, now)
        if change := _kept(old, now, moves, edits, lost, taken_from(old, now, after.paths)):
            yield change


def _lone(
    feed: PublishedFeed,
    state: Literal["added", "gone"],
    lost: tuple[str, ...] = (),
    hint: str = "",
) -> FeedChange:
    """Return a feed that is added, or gone."""
    return FeedChange(
        key=feed.feed.key,
        title=feed.feed.title,
        state=state,
        entries=len(feed.shown),
        lost=lost,
        keep=hint,
    )


def _kept(
    before: PublishedFeed,
    after: PublishedFeed,
    moves: dict[str, str],
    edits: Container[str],
    lost: tuple[str, ...],
    taken: str,
) -> FeedChange | None:
    """Return what changes in one feed, None if nothing does."""
    was, now = set(before.shown), set(after.shown)
    moved = {new: old for new, old in moves.items() if new in now and old in was}
    entering = [one for one in after.shown if one not in was and one not in moved]
    leaving = [one for one in before.shown if one not in now and one not in moved.values()]
    # Who raises the limit shows entries that many a reader has never seen.
    wider = before.limit and (not after.limit or after.limit > before.limit)
    returned = [one for one in entering if one in before.held and not wider]
    pushed_out = [one for one in leaving if one in after.held]
    change = FeedChange(
        key=after.feed.key,
        title=after.feed.title,
        entries=len(after.shown),
        about=tuple(
            name
            for name in Feed.__struct_fields__
            if name not in _NOT_COMPARED and getattr(before.feed, name) != getattr(after.feed, name)
        ),
        lost=lost,
        taken_from=taken,
        new=tuple(one for one in entering if one not in returned),
        changed=tuple(one for one in after.shown if one in was and one in edits),
        moved=tuple(one for one in after.shown if one in moved),
        withdrawn=tuple(one for one in leaving if one not in pushed_out),
        pushed_out=tuple(pushed_out),
        returned=tuple(returned),
    )
    same = FeedChange(key=change.key, title=change.title, entries=change.entries)
    return None if change == same else change


def _moves(before: View, after: View) -> dict[str, str]:
    """Return new id → old id of pages that are shown under another id than before.

    The same page: the same link, else the same title and date, as after a rename where links
    follow the name of the file.
    """
    gone = [one for key, one in before.entries.items() if key not in after.paths]
    fresh = [one for key, one in after.entries.items() if key not in before.paths]
    moves: dict[str, str] = {}
    for same in _SAME_PAGE:
        old: dict[object, list[str]] = {}
        for one in sorted(gone, key=lambda one: one.id, reverse=True):
            if one.id not in moves.values() and one.id not in after.removed:
                old.setdefault(same(one), []).append(one.id)
        for one in sorted(fresh, key=lambda one: one.id):
            if one.id not in moves and old.get(same(one)):
                moves[one.id] = old[same(one)].pop()
    return moves


def _withdrawn(before: View, after: View, moved: set[str]) -> Iterator[Withdrawn]:
    """Yield what was shown and is in no feed any more, and is no page that moved."""
    held = {identity for feed in after.feeds.values() for identity in feed.held}
    retractions = Retractions(before, after)
    for one in _newest_first(before.entries, before.entries.keys() - held - moved):
        path = before.paths[one.id]
        facts = _facts(one, path)
        if retractions.has(one.id, path):
            silent = retractions.silent(one)
            yield Withdrawn(why="unannounced" if silent else "retracted", silent=silent, **facts)
        elif now := after.paths.get(one.id):
            waiting = after.states.get(now) == "waiting"
            yield Withdrawn(why="waiting" if waiting else "unlisted", **facts)
        else:
            state = after.states.get(path, "deleted")
            why = "renamed" if state in ("published", "waiting") else state
            yield Withdrawn(why=why, reason=after.reasons.get(path, ""), **facts)


def _facts(entry: Entry, path: str) -> _Facts:
    return {"id": entry.id, "title": entry.title, "link": entry.link, "path": path}


def _fields(before: Entry, after: Entry) -> tuple[str, ...]:
    if before == after:
        return ()
    names = Entry.__struct_fields__
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _newest_first(entries: dict[str, Entry], chosen: Iterable[str]) -> list[Entry]:
    found = sorted((entries[identity] for identity in chosen), key=lambda entry: entry.id)
    return sorted(found, key=lambda entry: entry.published, reverse=True)


_SAME_PAGE: tuple[Callable[[Entry], object], ...] = (
    lambda entry: page(entry.link),
    lambda entry: (entry.title, entry.published),
)
