"""Bring the output folder up to date with the index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from feedmill.config.schema import Pages
from feedmill.feeds.assembly import Assembler, claimed_files
from feedmill.feeds.catalog import Catalog, Kept, catalog, decode_kept
from feedmill.feeds.directory import directory
from feedmill.feeds.families import dimensions, families
from feedmill.formats import opml
from feedmill.formats.stencils import united_stencils
from feedmill.git.status import blob_id
from feedmill.images.gallery import Gallery
from feedmill.index import Index
from feedmill.model import FeedKey, Problem
from feedmill.publishing.folder import stage
from feedmill.publishing.foreign import Foreigners
from feedmill.publishing.found import FoundFiles, find_files
from feedmill.publishing.manifest import (
    MANIFEST,
    FeedRecord,
    FileRecord,
    Manifest,
    PageRecord,
    encode_manifest,
)
from feedmill.publishing.output_state import OutputState
from feedmill.publishing.plan import Plan, plan

from . import rendering, work
from .emptied import emptied_families, withheld
from .inputs import Place
from .pool import Pool
from .rendering import FeedJob, RenderedFeed, Task
from .run import ARTICLES_AT_ONCE, FEEDS_AT_ONCE, LARGE, OutputChange, Run

if TYPE_CHECKING:  # sites without pages do without
    from .paging import Paging


def renew(
    run: Run, index: Index, output: OutputState, gallery: Gallery, templates: bytes, refused: bool
) -> OutputChange:
    """Render what is stale or damaged, and put it in place; the caller discards what is staged.

    `templates` are the site's own; `refused` says that an article has an error. With `check`
    nothing is written, and the outcome says what would be. Raises PublishError.
    """
    # 1. Which feeds there are now, and whether they may be written at all.
    assembler = Assembler(run.config)
    listed = catalog(index, run.config, assembler, run.cutoff, gallery.open().lookup)
    if stays := withheld(run, index, listed):
        return stays
    if run.options.strict and (refused or listed.problems):
        return OutputChange(stopped=True, problems=tuple(listed.problems))
    emptied = emptied_families(run, listed, assembler)
    paging = _paging(run, assembler, index, listed, templates)
    # 2. Render the feeds whose files are stale, missing or damaged.
    files = find_files(run.folder, run.config, output, _wanted(listed, paging))
    jobs = _jobs(listed, files.digests, paging)
    complete(run, index, [(job.feed, job.metadata.limit) for job in jobs])
    task = Task(index.path, run.packed, None, run.cutoff, gallery, templates)
    rendered = _render(run, index, task, jobs)
    listings = Listings(run, assembler, files)
    manifest = listings.manifest(_kept(listed, rendered), paging)
    problems = [*listed.problems, *listings.foreign.problems]
    if run.options.strict and listings.foreign.problems:
        return OutputChange(stopped=True, problems=tuple(problems))
    text = encode_manifest(manifest)
    # 3. Put them in place, and remember what is there now.
    wanted = manifest.digests()
    todo = plan(files.claims, wanted, files.digests, files.left - {MANIFEST})
    listing_differs = not run.folder.has(MANIFEST, text)
    if not run.options.check:
        run.folder.commit(todo, manifest, text)
        stamps = {path: files.stamps[path] for path in todo.keep}
        stamps.update(run.folder.stamps((*todo.write, MANIFEST)))
        digests = {**wanted, MANIFEST: hashlib.sha256(text).hexdigest()}
        blobs = {digests[MANIFEST]: blob_id(text), **listings.blobs, **_blobs(rendered)}
        index.keep_files(output.renewed(stamps, digests, blobs))
        _remember(index, listed, _lasting(listed, rendered, listings), paging, problems)
    return OutputChange(
        feeds=len(manifest.feeds),
        written=(*todo.write, MANIFEST) if listing_differs else todo.write,
        deleted=todo.delete,
        unchanged=len(todo.keep) + (not listing_differs),
        problems=(*problems, *emptied),
        notices=_notices(run, todo),
        manifest=manifest,
    )


def _notices(run: Run, todo: Plan) -> tuple[str, ...]:
    """Say what was found in the output folder that should not be so."""
    spared = (
        f"{path} is no longer a feed, but has changed since Feedmill wrote it: not deleted"
        for path in todo.spared
    )
    return (*([run.folder.damage] if run.folder.damage else ()), *spared)


def complete(run: Run, index: Index, feeds: Iterable[tuple[int, int]]) -> None:
    """Read the bodies that are needed of articles in one of the feeds (number, limit)."""
    paths = index.pending(feeds, run.cutoff)
    place = Place(index.path, run.now_ns)
    # Machines elsewhere reach articles, but neither the index nor, perhaps, the site's folder.
    left = _complete(run, index, run.readers, None if run.readers is not run.pool else place, paths)
    _complete(run, index, run.pool, place, left)
    index.commit()


def _complete(
    run: Run, index: Index, readers: Pool, place: Place | None, paths: list[str]
) -> list[str]:
    """Read bodies; return the paths of those that these readers could not."""
    done, left = 0, []
    fixed = (run.source, run.packed, place)
    for bodies, more in readers.map(work.complete_chunk, fixed, paths, size=ARTICLES_AT_ONCE):
        index.complete(bodies)
        left += more
        done += len(bodies)
        run.progress("Rendering articles", done, len(paths))
    return left


def _batches(jobs: list[FeedJob], index: Index) -> list[list[FeedJob]]:
    """Group feeds so that workers are done at the same time: large ones first, each alone."""
    large: list[FeedJob] = []
    if any(job.metadata.limit == 0 for job in jobs):
        sizes = index.sizes()
        large = [job for job in jobs if not job.metadata.limit and sizes.get(job.feed, 0) >= LARGE]
        large.sort(key=lambda job: sizes[job.feed], reverse=True)
    alone = {job.feed for job in large}
    others = [job for job in jobs if job.feed not in alone]
    batches = [others[at : at + FEEDS_AT_ONCE] for at in range(0, len(others), FEEDS_AT_ONCE)]
    return [*([job] for job in large), *batches]


def _render(run: Run, index: Index, task: Task, jobs: list[FeedJob]) -> dict[int, RenderedFeed]:
    """Render feeds into the staging folder; give what came of each, by its number."""
    staging = run.folder.begin() if jobs and not run.options.check else None
    task = replace(task, staging=staging, stencils=index.stencils())
    rendered: dict[int, RenderedFeed] = {}
    for some in run.pool.map(rendering.render_chunk, (task,), _batches(jobs, index), size=1):
        rendered.update((one.feed, one) for one in some)
        run.progress("Writing feeds", len(rendered), len(jobs))
    return rendered


def _remember(
    index: Index,
    listed: Catalog,
    rendered: dict[int, RenderedFeed],
    paging: Paging | None,
    problems: list[Problem],
) -> None:
    """Note that the feeds are as they should be, and what problems there are with them."""
    index.done(
        (feed.row.id, one.digest, one.record or feed.row.record)
        for feed in listed.feeds
        if (one := rendered.get(feed.row.id))
    )
    index.done((row.id, None, None) for row in listed.gone)
    if made := [one.stencils for one in rendered.values() if one.stencils]:
        index.keep_stencils(united_stencils([*made, index.stencils()]))
    if paging:
        paging.remember()
    index.put("feeds", len(listed.feeds))
    index.put("feed_problems", msgspec.msgpack.encode(problems))
    index.commit()


def _lasting(
    listed: Catalog, rendered: dict[int, RenderedFeed], listings: Listings
) -> dict[int, RenderedFeed]:
    """Return what was rendered of feeds that are as they should be: others are looked at again."""
    keys = {feed.row.id: feed.row.key for feed in listed.feeds}
    return {one: made for one, made in rendered.items() if keys[one] not in listings.reduced}


def _blobs(rendered: dict[int, RenderedFeed]) -> dict[str, str]:
    """Return git's ids of what was rendered, by sha256."""
    return {sha256: blob for one in rendered.values() for sha256, blob in one.blobs.items()}


def _paging(
    run: Run, assembler: Assembler, index: Index, listed: Catalog, templates: bytes
) -> Paging | None:
    """Return the pages of this build, None if there are to be none."""
    if not isinstance(run.config.pages, Pages):
        return None
    from .paging import Paging, renderer

    make = partial(renderer, run.packed, templates)
    return Paging(run.config, assembler.groups, index, listed, make)


def _wanted(listed: Catalog, paging: Paging | None) -> set[str]:
    """Return the paths of files that may have to be written for the first time."""
    found = {opml.OPML_INDEX}
    for feed in listed.feeds:
        if feed.stale:
            found.update(claimed_files(feed.metadata))
            found.update([paging.job(feed).path] if paging else ())
    return found.union(paging.paths() if paging else ())


def _jobs(listed: Catalog, present: dict[str, str], paging: Paging | None) -> list[FeedJob]:
    """Return the feeds to look at: stale in the index, or with a file that is not as it was."""
    jobs = []
    for feed in listed.feeds:
        intact = feed.record is not None and _is_intact(feed.record, present)
        if feed.stale or not intact or (paging and not paging.is_current(feed)):
            page = paging.job(feed) if paging else None
            paths = [*claimed_files(feed.metadata), *([page.path] if page else [])]
            there = {path: present.get(path, "") for path in paths}
            digest = feed.row.digest if intact else None
            jobs.append(FeedJob(feed.row.id, feed.metadata, digest, there, page))
    return jobs


def _is_intact(record: FeedRecord, present: dict[str, str]) -> bool:
    """Return whether the files of a feed are as they were written."""
    files = record.all_files()
    return [present.get(file.path) for file in files] == [file.sha256 for file in files]


def _kept(listed: Catalog, rendered: dict[int, RenderedFeed]) -> list[tuple[FeedKey, Kept]]:
    """Return what is to be kept of each feed."""
    found = []
    for feed in listed.feeds:
        one = rendered.get(feed.row.id)
        kept = decode_kept(one.record) if one and one.record else feed.kept
        assert kept is not None
        found.append((feed.row.key, kept))
    return sorted(found, key=lambda pair: pair[1].record.key)


class Listings:
    """The files that list all feeds, staged where they differ from those present.

    `blobs` has git's ids of their bytes, by sha256. `foreign` says what is in the way, and
    `reduced` has the feeds that are not whole because of that.
    """

    def __init__(self, run: Run, assembler: Assembler, files: FoundFiles) -> None:
        self._run, self._assembler, self._present = run, assembler, files.digests
        self.blobs: dict[str, str] = {}
        folder = run.options.output or Path(run.config.feeds.output)
        ours = files.claims.keys() | files.left
        self.foreign = Foreigners(ours, files.digests, folder.as_posix())
        self.reduced: set[FeedKey] = set()

    def manifest(self, feeds: list[tuple[FeedKey, Kept]], paging: Paging | None) -> Manifest:
        """Make all of them, and return the manifest with them."""
        records = {key: self._reduced(key, kept.record) for key, kept in feeds}
        records = {key: record for key, record in records.items() if record.files}
        if not records:
            return Manifest()  # OPML has no way to say so
        site = self._run.config.site
        by = [dimensions(family) for family in families(self._run.config)]
        placed = ((by[key.family], record) for key, record in records.items())
        folders = directory(placed, self._assembler.groups.dimensions, site.title)
        one = self._put(opml.OPML_INDEX, opml.render(folders, site.title, site.url, site.author))
        index = FileRecord(
            format=opml.FORMAT,
            path=one.path,
            url=f"{site.feeds_url}{one.path}",
            bytes=one.bytes,
            sha256=one.sha256,
        )
        pages: tuple[PageRecord, ...] = ()
        if paging:
            made = paging.render({kept.record.key: kept for _, kept in feeds})
            pages = tuple(self._put(path, data) for path, data in made)
        whole = Manifest(index=index, pages=pages, feeds=tuple(records.values()))
        return self.foreign.reduced_lists(whole)

    def _reduced(self, key: FeedKey, record: FeedRecord) -> FeedRecord:
        reduced = self.foreign.reduced(record)
        if reduced is not record:
            self.reduced.add(key)
        return reduced

    def _put(self, path: str, data: bytes) -> PageRecord:
        """Stage a file unless it is there already; return what the manifest says of it."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.blobs[sha256] = blob_id(data)
        if not self._run.options.check and self._present.get(path) != sha256:
            stage(self._run.folder.begin(), path, data)
        return PageRecord(path=path, bytes=len(data), sha256=sha256)
