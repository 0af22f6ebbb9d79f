"""The last step of workers: assemble feeds, render them, and stage what differs."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from feedmill.feeds.assembly import FeedMetadata, Pictures
from feedmill.feeds.catalog import Kept
from feedmill.formats import FORMATS, render_blocks
from feedmill.formats.stencils import fresh_stencils, recall_stencils
from feedmill.git.status import blob_id
from feedmill.images.gallery import Gallery
from feedmill.index import (
    SIZE,
    EntryHead,
    bodies,
    check_ids,
    connect,
    newest,
    retractions,
    unseal_entry,
    unseal_head,
)
from feedmill.model import Entry, Feed, IndexedEntry
from feedmill.publishing.folder import stage
from feedmill.publishing.manifest import FeedRecord, FileRecord, PageRecord

from .work import Mill, mill_of

if TYPE_CHECKING:
    from .paging import PageJob

T = TypeVar("T")
_BLOCK = 100  # entries
_Write = Callable[[str, Sequence[str]], tuple[int, str]]
"""Renders a format (its name), stages it at some places, and returns its size and sha256 (hex)."""

_encode = msgspec.msgpack.Encoder().encode


class FeedJob(Struct, frozen=True):
    """A feed to look at: its number in the index, its metadata, the digest of its last rendering.

    `digest` is None where it must be rendered whatever it was. `present` has the sha256 (hex) of
    its files that lie in the output folder, by path. `page` is None if there are no pages.
    """

    feed: int
    metadata: FeedMetadata
    digest: bytes | None
    present: dict[str, str]
    page: PageJob | None


class RenderedFeed(Struct, frozen=True):
    """A feed that was looked at; `record` (an encoded Kept) is None if it is as it was.

    `blobs`: sha256 (hex) → git's id of the same bytes, of each file that was rendered. `stencils`
    are those that were made for it and for feeds before it.
    """

    feed: int
    digest: bytes
    record: bytes | None
    blobs: dict[str, str]
    stencils: bytes = b""


class Task(Struct, frozen=True):
    """What all feeds of a build have in common.

    `staging` is where files go that differ from those present, None if nothing is to be written.
    Entries dated after `cutoff` (seconds since 1970, None: never) are left out. `templates` are
    the site's own, as `site_templates` returned them, `stencils` those of earlier builds. A feed
    of all entries whose entries in the index have more bytes than `at_once` is rendered some
    entries at a time.
    """

    database: Path
    config: bytes
    staging: str | None
    cutoff: int | None
    gallery: Gallery
    templates: bytes
    at_once: int = 2**22
    stencils: bytes = b""


def render_chunk(task: Task, batches: Sequence[Sequence[FeedJob]]) -> list[RenderedFeed]:
    """Render batches of feeds, and stage the files that differ from those present."""
    mill = mill_of(task.config)
    recall_stencils(task.stencils)
    with closing(connect(task.database, read_only=True)) as db:
        rendered = [_render(db, mill, task, job) for jobs in batches for job in jobs]
    if rendered and (made := fresh_stencils()):
        rendered[-1] = replace(rendered[-1], stencils=made)
    return rendered


def _render(db: sqlite3.Connection, mill: Mill, task: Task, job: FeedJob) -> RenderedFeed:
    store = task.gallery.open()
    pictures = Pictures(store.lookup, task.gallery.generic, bool(store.images))
    retracted = [
        unseal_entry(body).entry for _, body in newest(db, retractions(job.feed), 0, task.cutoff)
    ]
    if _is_large(db, task, job):
        return _Blocks(db, mill, task, job, pictures).rendered(retracted)
    drafts = _drafts(db, job, task.cutoff)
    finished = [mill.finished(draft, pictures) for draft in drafts]
    feed = mill.feed(job.metadata, finished, retracted)
    page = job.page
    digest = _digest(feed, feed.entries, page.related + task.templates if page else b"")
    if digest == job.digest:
        return RenderedFeed(job.feed, digest, None, {})
    blobs: dict[str, str] = {}

    def write(name: str, places: Sequence[str]) -> tuple[int, str]:
        data = FORMATS[name].render(feed)
        digests = [_put(task, job, place, data, blobs) for place in places]
        return len(data), digests[0]

    record = _record(mill, job, feed, len(feed.entries), write)
    kept = _with_page(task, job, page, feed, record, blobs) if page else Kept(record)
    return RenderedFeed(job.feed, digest, _encode(kept), blobs)


def _digest(feed: Feed, entries: Iterable[Entry], more: bytes = b"") -> bytes:
    """Return a digest of all that a feed shows; entry by entry, for it may be much."""
    found = hashlib.sha256(_encode(replace(feed, entries=())))
    for entry in entries:
        found.update(_encode(entry))
    found.update(more)
    return found.digest()


def _record(mill: Mill, job: FeedJob, feed: Feed, entries: int, write: _Write) -> FeedRecord:
    """Write a feed's files, and return what the manifest says of it."""
    files: list[FileRecord] = []
    copies: list[FileRecord] = []
    for name, path in job.metadata.files.items():
        places = (path, *job.metadata.copies.get(name, ()))
        size, sha256 = write(name, places)
        made = [
            FileRecord(format=name, path=place, url=mill.url(place), bytes=size, sha256=sha256)
            for place in places
        ]
        files.append(made[0])
        copies += made[1:]
    return FeedRecord(
        key=feed.key,
        title=feed.title,
        entries=entries,
        updated=feed.updated if entries else None,
        copies=tuple(copies) or UNSET,
        files=tuple(files),
    )


def _is_large(db: sqlite3.Connection, task: Task, job: FeedJob) -> bool:
    """Return whether a feed of all entries is too much to be in memory at one time."""
    if job.metadata.limit or job.page or None in (FORMATS[one].frame for one in job.metadata.files):
        return False
    sizes = newest(db, job.feed, 0, task.cutoff, SIZE)
    return task.at_once < sum(size or 0 for _, size in sizes)


class _Blocks:
    """A feed whose entries are in memory some at a time only."""

    def __init__(
        self, db: sqlite3.Connection, mill: Mill, task: Task, job: FeedJob, pictures: Pictures
    ) -> None:
        self._db, self._mill, self._task, self._job = db, mill, task, job
        self._pictures = pictures
        found = newest(db, job.feed, 0, task.cutoff)
        heads = [(unseal_head(body), number) for number, body in found]
        _order(heads, lambda one: one[0])
        self._numbers = [number for _, number in heads]
        self._updated = max(head.updated for head, _ in heads)

    def rendered(self, retracted: Sequence[Entry]) -> RenderedFeed:
        """Render the feed; the blocks are read once for each format.

        And once before for a digest, where that may be the one of last time.
        """
        feed = replace(self._mill.feed(self._job.metadata, (), retracted), updated=self._updated)
        if self._job.digest:
            digest = _digest(feed, chain.from_iterable(self._entries()))
            if digest == self._job.digest:
                return RenderedFeed(self._job.feed, digest, None, {})
        self._shown = hashlib.sha256(_encode(feed))
        record = _record(
            self._mill, self._job, feed, len(self._numbers), partial(self._write, feed)
        )
        return RenderedFeed(self._job.feed, self._shown.digest(), _encode(Kept(record)), {})

    def _write(self, feed: Feed, name: str, places: Sequence[str]) -> tuple[int, str]:
        row = FORMATS[name]
        assert row.frame is not None
        size, sha256 = 0, hashlib.sha256()
        is_first = name == next(iter(self._job.metadata.files))
        blocks = self._noted() if is_first else self._entries()
        for part in render_blocks(row, row.frame, feed, blocks):
            for place in places if self._task.staging else ():
                stage(self._task.staging or "", place, part, more=size > 0)
            sha256.update(part)
            size += len(part)
        return size, sha256.hexdigest()

    def _noted(self) -> Iterator[tuple[Entry, ...]]:
        """Yield the entries, and add them to the digest of what is shown."""
        for block in self._entries():
            for entry in block:
                self._shown.update(_encode(entry))
            yield block

    def _entries(self) -> Iterator[tuple[Entry, ...]]:
        for at in range(0, len(self._numbers), _BLOCK):
            some = bodies(self._db, self._numbers[at : at + _BLOCK])
            yield tuple(self._mill.finished(unseal_entry(body), self._pictures) for body in some)


def _with_page(
    task: Task, job: FeedJob, page: PageJob, feed: Feed, record: FeedRecord, blobs: dict[str, str]
) -> Kept:
    """Render a feed's page, and its row in the index."""
    from .paging import render_page, renderer  # and Jinja2, which sites without pages do without

    data, row = render_page(renderer(task.config, task.templates), feed, page)
    sha256 = _put(task, job, page.path, data, blobs)
    shown = PageRecord(path=page.path, bytes=len(data), sha256=sha256)
    return Kept(replace(record, page=shown), row, page.related)


def _put(task: Task, job: FeedJob, path: str, data: bytes, blobs: dict[str, str]) -> str:
    """Stage a file unless it is there already; return its sha256 (hex), and add to `blobs`."""
    sha256 = hashlib.sha256(data).hexdigest()
    blobs[sha256] = blob_id(data)
    if task.staging and job.present.get(path) != sha256:
        stage(task.staging, path, data)
    return sha256


def _drafts(db: sqlite3.Connection, job: FeedJob, cutoff: int | None) -> list[IndexedEntry]:
    """Return a feed's entries in their order."""
    limit = job.metadata.limit
    found = [unseal_entry(body) for _, body in newest(db, job.feed, limit, cutoff)]
    _order(found, lambda draft: draft.entry)
    return found[: limit or None]


def _order(found: list[T], entry: Callable[[T], Entry | EntryHead]) -> None:
    """Sort what holds the entries of a feed: newest first, those of one time by id.

    Raises DamagedError if two of them have one id.
    """
    check_ids([entry(one) for one in found])
    found.sort(key=lambda one: entry(one).id)
    found.sort(key=lambda one: entry(one).published, reverse=True)
