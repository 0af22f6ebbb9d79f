"""Two views of a site → what its subscribers would see if the one followed the other. Pure.

Words: an entry is *shown* by a feed, or *held* beyond its limit. What enters a feed is *new*, or
*returned* if the feed held it before; what leaves it is *pushed out* if the feed still holds it,
else *withdrawn*. An id has *moved* when it is gone and its page is shown under another one:
readers take the same page for a new one. Feeds that are added or gone have no subscribers to see
a single entry come or go.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Literal

from msgspec import Struct

from .model import Entry, Feed, Problem
from .settings import Guard

_NOT_COMPARED = ("updated", "entries")  # what follows from the entries


class FeedView(Struct, frozen=True, kw_only=True):
    """A feed without its entries, the ids that it shows (newest first), and those that it holds.

    What it shows it holds, too; `limit` 0 is none.
    """

    feed: Feed
    limit: int
    shown: tuple[str, ...]
    held: frozenset[str]


class View(Struct, frozen=True, kw_only=True):
    """A site as it would be published.

    `feeds` by key; `entries` by id, those that a feed shows; `paths` of the articles that are to
    be published now or later, by id; `states` of all articles, by path, as the index has them;
    `removed` has the ids of retracted articles.
    """

    feeds: dict[str, FeedView] = {}
    entries: dict[str, Entry] = {}
    paths: dict[str, str] = {}
    states: dict[str, str] = {}
    removed: frozenset[str] = frozenset()


class Item(Struct, frozen=True, kw_only=True):
    """An entry that some feed shows; `path` is its article's."""

    id: str
    title: str
    link: str
    path: str


class Changed(Item, frozen=True, kw_only=True):
    """An entry that is not as it was; `fields` are `model.Entry`'s."""

    fields: tuple[str, ...]


class Moved(Item, frozen=True, kw_only=True):
    """An entry whose id was `was` and is `id` now, although it is the same page."""

    was: str


class Withdrawn(Item, frozen=True, kw_only=True):
    """An entry that no feed holds any more; `path` is where its article was.

    `why`: `retracted` (the feeds say so), `deleted`, `waiting` (dated later now), `unlisted` (no
    feed asks for it), `renamed` (another id and another link), or its state: `draft`, `refused`,
    `removed` (without an id of its own, so that no feed says so) …
    """

    why: str


class FeedChange(Struct, frozen=True, kw_only=True):
    """What changes in one feed, as ids. `about` names the fields of the feed itself that do."""

    key: str
    title: str
    state: Literal["kept", "added", "gone"] = "kept"
    entries: int
    about: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    pushed_out: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()


class Difference(Struct, frozen=True, kw_only=True):
    """What subscribers would see. `base` is the commit; only feeds that change are listed.

    `new`, `changed`, `moved` have each entry once, however many feeds show it. `problems` say
    what to do about moved and withdrawn ones; `excess` has a line for each limit that is passed.
    """

    base: str = ""
    feeds: tuple[FeedChange, ...] = ()
    new: tuple[Item, ...] = ()
    changed: tuple[Changed, ...] = ()
    moved: tuple[Moved, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()
    excess: tuple[str, ...] = ()

    @property
    def exit_status(self) -> int:
        """0: within the limits; 1: beyond one."""
        return int(bool(self.excess))


def compare(before: View, after: View) -> Difference:
    """Say what changes from one view to the other; what to make of it is the caller's."""
    moves = _moves(before, after)
    edits = {
        identity: fields
        for identity, entry in after.entries.items()
        if identity in before.entries and (fields := _fields(before.entries[identity], entry))
    }
    feeds = []
    for key in sorted(before.feeds.keys() | after.feeds.keys()):
        change = _feed(before.feeds.get(key), after.feeds.get(key), moves, edits)
        if change is not None:
            feeds.append(change)
    new = {identity for feed in feeds for identity in feed.new}
    changed = {identity for feed in feeds for identity in feed.changed}

    def shown(chosen: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
        for entry in _newest_first(after.entries, chosen):
            yield entry.id, _facts(entry, after.paths[entry.id])

    return Difference(
        feeds=tuple(feeds),
        new=tuple(Item(**facts) for _, facts in shown(new)),
        changed=tuple(Changed(fields=edits[one], **facts) for one, facts in shown(changed)),
        moved=tuple(Moved(was=moves[one], **facts) for one, facts in shown(moves)),
        withdrawn=tuple(_withdrawn(before, after, set(moves.values()))),
    )


def excess(difference: Difference, guard: Guard) -> tuple[str, ...]:
    """Say which limits a difference passes, a line each."""
    found = {
        "max_new": (len(difference.new), "new"),
        "max_moved": (len(difference.moved), "moved to another id"),
        "max_withdrawn": (len(difference.withdrawn), "withdrawn"),
    }
    limits = {name: getattr(guard, name) for name in found}
    return tuple(
        f"{name}: {number:,} {what}, {limits[name]:,} allowed"
        for name, (number, what) in found.items()
        if number > limits[name]
    )


def _feed(
    before: FeedView | None, after: FeedView | None, moves: dict[str, str], edits: Container[str]
) -> FeedChange | None:
    """Give what changes in one feed, None if nothing does."""
    if before is None or after is None:
        there = before or after
        assert there is not None
        return FeedChange(
            key=there.feed.key,
            title=there.feed.title,
            state="added" if after else "gone",
            entries=len(there.shown),
        )
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
    """Give new id → old id of pages that are shown under another id than before.

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
    """Give what was shown and is in no feed any more, and is no page that moved."""
    held = {identity for feed in after.feeds.values() for identity in feed.held}
    for one in _newest_first(before.entries, before.entries.keys() - held - moved):
        path = before.paths[one.id]
        if one.id in after.removed:
            why = "retracted"
        elif one.id in after.paths:
            waiting = after.states.get(after.paths[one.id]) == "waiting"
            why = "waiting" if waiting else "unlisted"
        else:
            why = after.states.get(path, "deleted")
            why = "renamed" if why in ("published", "waiting") else why
        yield Withdrawn(why=why, **_facts(one, path))


def _facts(entry: Entry, path: str) -> dict[str, str]:
    return {"id": entry.id, "title": entry.title, "link": entry.link, "path": path}


def _fields(before: Entry, after: Entry) -> tuple[str, ...]:
    if before == after:
        return ()
    names = Entry.__struct_fields__
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _newest_first(entries: dict[str, Entry], chosen: Iterable[str]) -> list[Entry]:
    found = sorted((entries[identity] for identity in chosen), key=lambda entry: entry.id)
    return sorted(found, key=lambda entry: entry.published, reverse=True)


def _page(entry: Entry) -> str:
    """Give what links to one page have in common."""
    return entry.link.removeprefix("https://").removeprefix("http://").rstrip("/")


_SAME_PAGE: tuple[Callable[[Entry], object], ...] = (
    _page,
    lambda entry: (entry.title, entry.published),
)
