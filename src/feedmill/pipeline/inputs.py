"""Read the inputs that entries are made from besides their articles, and note what was read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feedmill.git.status import blob_id
from feedmill.index import Input, Links, connect
from feedmill.index.items import EXISTS, FOLDERS, IS_FILE, LINK, NAMED, NAMES, PICTURE, article_name
from feedmill.index.links import links_digest
from feedmill.sources.files import is_settled, site_path
from feedmill.sources.source import MAX_INPUT_BYTES, Files, FileStamp

if TYPE_CHECKING:
    from feedmill.images.measure import LocalPicture

_MAX_INPUTS = 2000  # of one entry
_MAX_KEPT = 2**25  # bytes of files that are kept for the next article


class Place(NamedTuple):
    """Where a worker finds the links of other articles, and the time of the scan in ns."""

    database: Path
    now_ns: int | None


class SiteInputs:
    """The inputs of one entry after another. What was asked for is noted, found or not.

    `output` is the folder that feeds are written to: what is there is made, and no input.
    `lacked_links` says that an entry asked for links and there are none yet.
    """

    def __init__(
        self, files: Files, links: Links | None, output: str, now_ns: int | None = None
    ) -> None:
        self._files = files
        self._links = links
        self._output = site_path(output) or "\0"
        self._now_ns = now_ns
        self._used: dict[tuple[int, str], Input] = {}
        self._kept: dict[str, tuple[Input, bytes | None]] = {}
        self._ways: dict[str, Input] = {}
        self._room = _MAX_KEPT
        self.lacked_links = False

    def begin(self) -> None:
        """Begin another entry."""
        self._used, self.lacked_links = {}, False

    def used(self) -> tuple[Input, ...]:
        """Return what was asked for since `begin`, sorted."""
        return tuple(sorted(self._used.values(), key=lambda one: one[:2]))

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file of the site; None if there is none, or too many."""
        place = self._place(path)
        if place is None:
            return None
        known = self._kept.get(place)
        if known is None:
            known = _read(self._files, place, self._now_ns)
            self._room -= len(known[1] or b"")
            if self._room >= 0:
                self._kept[place] = known
        self._note(known[0])
        return known[1]

    def exists(self, path: str) -> bool:
        """Return whether a file of the site is there."""
        place = self._place(path)
        return place is not None and bool(self._observe(EXISTS, place).digest)

    def names(self, folder: str) -> tuple[str, ...]:
        """Return what is in a folder of the site, sorted, folders with a closing `/`."""
        place = self._place(folder) if folder else ""
        if place is None or not self._observe(NAMES, place).digest:
            return ()
        return self._files.names(place) or ()

    def folders_among(self, paths: tuple[str, ...]) -> frozenset[str]:
        """Return which of these are folders of the site."""
        name = "\n".join(filter(None, map(self._place, paths)))
        known = self._ways.get(name)
        if known is None:
            known = self._ways[name] = self._observe(FOLDERS, name)
        self._note(known)
        return frozenset(known.digest.split("\n"))

    def picture(self, path: str) -> LocalPicture | None:
        """Return what the first bytes of a picture of the site say; None if it is none."""
        from feedmill.images.local import known_picture

        place = self._place(path)
        return known_picture(self._observe(PICTURE, place).digest) if place else None

    def link_of(self, path: str) -> str | None:
        """Return the permalink of another article, by its path; None if it is not published."""
        place = site_path(path)
        self.lacked_links |= self._links is None
        if self._links is None or place is None or not self._has_room():
            return None
        found = self._links.of_path(place)
        self._note(Input(LINK, place, None, found or ""))
        return found or None

    def links_named(self, name: str) -> dict[str, str]:
        """Return the permalinks of the articles called so, whatever their folder, by path."""
        name = article_name(name)
        self.lacked_links |= self._links is None
        if self._links is None or not self._has_room():
            return {}
        found = self._links.named(name)
        self._note(Input(NAMED, name, None, links_digest(found)))
        return found

    def _place(self, path: str) -> str | None:
        place = site_path(path)
        if not place or f"{place}/".startswith(f"{self._output}/") or not self._has_room():
            return None
        return place

    def _has_room(self) -> bool:
        return len(self._used) < _MAX_INPUTS

    def _observe(self, kind: int, place: str) -> Input:
        return self._note(observed(self._files, Input(kind, place, None, ""), self._now_ns))

    def _note(self, one: Input) -> Input:
        self._used[one.kind, one.name] = one
        return one


@contextmanager
def opened(files: Files, place: Place, output: str) -> Iterator[SiteInputs]:
    """Open the inputs of a site for a worker."""
    db: sqlite3.Connection = connect(place.database, read_only=True)
    with closing(db):
        yield SiteInputs(files, Links(db), output, place.now_ns)


def observed(files: Files, known: Input, now_ns: int | None) -> Input:
    """Return an input that is a file or folder as it is now; `known` itself if nothing changed."""
    if known.kind == FOLDERS:
        digest = "\n".join(filter(lambda one: files.stamp(one).is_folder, known.name.split("\n")))
        return known if digest == known.digest else known._replace(digest=digest)
    stamp = files.stamp(known.name)
    if known.stamp is not None and known.stamp == stamp.text:
        return known
    if known.kind == IS_FILE:
        return _read(files, known.name, now_ns)[0]
    if known.kind == EXISTS:
        digest = "" if not stamp.text or stamp.is_folder else "1"
    elif known.kind == PICTURE:
        from feedmill.images.local import picture_digest  # which few builds need

        there = bool(stamp.text) and not stamp.is_folder
        digest = picture_digest(files, known.name) if there else ""
    else:
        names = files.names(known.name) if stamp.is_folder else None
        digest = "" if names is None else blob_id("\n".join(names).encode())
    return known._replace(stamp=_text(stamp, now_ns), digest=digest)


def _read(files: Files, path: str, now_ns: int | None) -> tuple[Input, bytes | None]:
    stamp = files.stamp(path)  # before its bytes: what changes in between has another one
    data = None
    if stamp.text and not stamp.is_folder:
        data = files.read(path, MAX_INPUT_BYTES)
    digest = "" if data is None else blob_id(data)
    return Input(IS_FILE, path, _text(stamp, now_ns), digest), data


def _text(stamp: FileStamp, now_ns: int | None) -> str | None:
    settled = stamp.changed is None or is_settled(stamp.changed, now_ns)
    return stamp.text if settled else None
