"""What workers do last: put entries into feeds, render them, and stage what differs."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from feedmill.feeds.assembly import FeedMetadata, Pictures
from feedmill.feeds.catalog import Kept
from feedmill.formats import FORMATS
from feedmill.git.status import blob_id
from feedmill.images.gallery import Gallery
from feedmill.index import check_ids, connect, newest, retractions, unseal_entry
from feedmill.model import Feed, IndexedEntry
from feedmill.publishing.folder import stage
from feedmill.publishing.manifest import FeedRecord, FileRecord, PageRecord

from .work import Mill, mill_of

if TYPE_CHECKING:
    from .paging import PageJob

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

    `blobs`: sha256 (hex) → git's id of the same bytes, of each file that was rendered.
    """

    feed: int
    digest: bytes
    record: bytes | None
    blobs: dict[str, str]


class Task(Struct, frozen=True):
    """What all feeds of a build have in common.

    `staging` is where files go that differ from those present, None if nothing is to be written.
    Entries dated after `cutoff` (seconds since 1970, None: never) are left out. `templates` are
    the site's own, as `site_templates` returned them.
    """

    database: Path
    config: bytes
    staging: str | None
    cutoff: int | None
    gallery: Gallery
    templates: bytes


def render_chunk(task: Task, batches: Sequence[Sequence[FeedJob]]) -> list[RenderedFeed]:
    """Render batches of feeds, and stage the files that differ from those present."""
    mill = mill_of(task.config)
    with closing(connect(task.database, read_only=True)) as db:
        return [_render(db, mill, task, job) for jobs in batches for job in jobs]


def _render(db: sqlite3.Connection, mill: Mill, task: Task, job: FeedJob) -> RenderedFeed:
    store = task.gallery.open()
    pictures = Pictures(store.lookup, task.gallery.generic, bool(store.images))
    drafts = _drafts(db, job, task.cutoff)
    retracted = newest(db, retractions(job.feed), 0, task.cutoff)
    feed = mill.feed(
        job.metadata,
        [mill.finished(draft, pictures) for draft in drafts],
        [unseal_entry(body).entry for _, body in retracted],
    )
    page = job.page
    shown = _encode(feed) + (page.related + task.templates if page else b"")
    digest = hashlib.sha256(shown).digest()
    if digest == job.digest:
        return RenderedFeed(job.feed, digest, None, {})
    blobs: dict[str, str] = {}
    records: list[FileRecord] = []
    copies: list[FileRecord] = []
    for name, path in job.metadata.files.items():
        data = FORMATS[name].render(feed)
        for place in (path, *job.metadata.copies.get(name, ())):
            sha256 = _put(task, job, place, data, blobs)
            url = mill.url(place)
            one = FileRecord(format=name, path=place, url=url, bytes=len(data), sha256=sha256)
            (records if place == path else copies).append(one)
    record = FeedRecord(
        key=feed.key,
        title=feed.title,
        entries=len(feed.entries),
        updated=feed.updated if feed.entries else None,
        copies=tuple(copies) or UNSET,
        files=tuple(records),
    )
    kept = _with_page(task, job, page, feed, record, blobs) if page else Kept(record)
    return RenderedFeed(job.feed, digest, _encode(kept), blobs)


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
    """Return a feed's entries: newest first, those of one time by id."""
    limit = job.metadata.limit
    found = [unseal_entry(body) for _, body in newest(db, job.feed, limit, cutoff)]
    check_ids([draft.entry for draft in found])
    found.sort(key=lambda draft: draft.entry.id)
    found.sort(key=lambda draft: draft.entry.published, reverse=True)
    return found[: limit or None]
