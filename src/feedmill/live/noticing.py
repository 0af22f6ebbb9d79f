"""What subscribers of a feed notice when another feed replaces it. Pure.

Feed readers know an entry by its id, else by its link: one that they do not know is shown as new,
however old it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from msgspec import Struct

from .known import KnownEntry, KnownFeed, address_path

_TITLE = 80
_EVER = datetime.max.replace(tzinfo=UTC)


class Notice(Struct, frozen=True, kw_only=True):
    """One thing that subscribers notice of an entry. `was` and `now` are empty where none is.

    `kind`: `again` (the same page under another id: shown once more), `flood` (an older article
    that the feed did not have), `new` (an article that was published since), `pushed_out` (by a new
    one, from a feed that is full), `missing`, `link`, `title`, `date`.
    """

    kind: str
    title: str
    was: str = ""
    now: str = ""


class Noticed(Struct, frozen=True, kw_only=True):
    """What the subscribers of one feed notice.

    `known` entries are the same; `changed` are known, but have another link, title or date.
    `about` names what the feed itself says otherwise.
    """

    url: str
    source: str = ""
    key: str = ""  # of the feed that takes its place
    known: int = 0
    changed: int = 0
    notices: tuple[Notice, ...] = ()
    about: tuple[str, ...] = ()
    unfit: str = ""  # why nothing takes its place

    @property
    def is_invisible(self) -> bool:
        """Whether subscribers notice nothing but articles that are new."""
        expected = ("new", "pushed_out")
        return not (self.unfit or self.about or any(x.kind not in expected for x in self.notices))

    def number(self, *kinds: str) -> int:
        """Return how many entries there are of some kinds."""
        return sum(one.kind in kinds for one in self.notices)


def compare_feeds(old: KnownFeed, new: KnownFeed, key: str = "") -> Noticed:
    """Say what subscribers of `old` notice when they find `new` at its address."""
    before = {one.key: one for one in reversed(old.entries) if one.key}
    after = {one.key: one for one in reversed(new.entries) if one.key}
    pages = {address_path(one.link): one for one in before.values() if one.link}
    newest = max((one.when for one in before.values() if one.when), default=None)
    notices: list[Notice] = []
    again: set[str] = set()
    for identity, entry in after.items():
        if identity in before:
            continue
        other = pages.get(address_path(entry.link))
        if other and other.key not in after:
            again.add(other.key)
            notices.append(_notice("again", entry, other.key, identity))
        elif newest and entry.when and entry.when > newest:
            notices.append(_notice("new", entry, now=entry.link))
        else:
            notices.append(_notice("flood", entry, now=entry.link))
    gone = [one for key, one in before.items() if key not in after and key not in again]
    gone.sort(key=lambda one: one.when or _EVER)
    # What makes room for as many new ones, at the end of a feed that is full, is no loss.
    room = sum(one.kind == "new" for one in notices)
    oldest = min((one.when for one in after.values() if one.when), default=None)
    for number, entry in enumerate(gone):
        is_old = bool(oldest and entry.when and entry.when <= oldest)
        kind = "pushed_out" if number < room and is_old else "missing"
        notices.append(_notice(kind, entry, was=entry.link))
    changed = [change for one in before if one in after for change in _changes(before, after, one)]
    edited = {id(entry) for entry, _ in changed}
    return Noticed(
        url=old.url,
        source=old.source,
        key=key,
        known=sum(one in after for one in before) - len(edited),
        changed=len(edited),
        notices=(*notices, *(change for _, change in changed)),
        about=tuple(_about(old, new)),
    )


def _notice(kind: str, entry: KnownEntry, was: str = "", now: str = "") -> Notice:
    return Notice(kind=kind, title=entry.title[:_TITLE] or entry.link, was=was, now=now)


def _changes(
    before: Mapping[str, KnownEntry], after: Mapping[str, KnownEntry], identity: str
) -> list[tuple[KnownEntry, Notice]]:
    old, new = before[identity], after[identity]
    pairs = (
        ("link", old.link, old.link if unquote(old.link) == unquote(new.link) else new.link),
        ("title", old.title, new.title),
        ("date", _day(old.when), _day(new.when) if not _same_time(old.when, new.when) else ""),
    )
    found = []
    for kind, was, now in pairs:
        if kind == "date" and (not now or not was):
            continue
        if was != now and (was or kind == "title"):
            found.append((old, _notice(kind, old, was, now)))
    return found


def _same_time(old: datetime | None, new: datetime | None) -> bool:
    return old is None or new is None or abs(old - new) < timedelta(seconds=1)


def _day(when: datetime | None) -> str:
    return when.isoformat() if when else ""


def _about(old: KnownFeed, new: KnownFeed) -> list[str]:
    found = []
    if old.format != new.format:
        found.append("format")
    if old.id and old.id != new.id:
        found.append("id")
    if old.title != new.title:
        found.append("title")
    if old.language and old.language.casefold() != new.language.casefold():
        found.append("language")
    return found
