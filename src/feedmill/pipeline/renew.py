"""Bringing the output folder up to what the index holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Set
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from feedmill.config.schema import Pages
from feedmill.feeds.assembly import Assembler, claimed_files
from feedmill.feeds.catalog import Catalog, Kept, catalog, decode_kept
from feedmill.feeds.directory import directory
from feedmill.feeds.families import dimensions, families
from feedmill.formats import opml
from feedmill.git.status import blob_id
from feedmill.images.gallery import Gallery
from feedmill.index import Index
from feedmill.model import FeedKey
from feedmill.publishing.folder import stage
from feedmill.publishing.manifest import (
    MANIFEST,
    FileRecord,
    Manifest,
    PageRecord,
    encode_manifest,
)
from feedmill.publishing.output_state import OutputState, Stamp
from feedmill.publishing.plan import Plan, plan

from . import rendering, work
from .emptied import emptied_families, withheld
from .inputs import Place
from .pool import Pool
from .rendering import FeedJob, Rendered, Task
from .run import ARTICLES_AT_ONCE, FEEDS_AT_ONCE, OutputChange, Run

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
    files = _find_files(run, output, _wanted(listed, paging))
    jobs = _jobs(listed, files.digests, paging)
    complete(run, index, [(job.feed, job.metadata.limit) for job in jobs])
    task = Task(index.path, run.packed, None, run.cutoff, gallery, templates)
    rendered = _render(run, task, jobs)
    listings = Listings(run, assembler, files.digests)
    manifest = listings.manifest(_kept(listed, rendered), paging)
    text = encode_manifest(manifest)
    # 3. Put them in place, and remember what is there now.
    todo = plan(files.claims, manifest.digests(), files.digests, files.left - {MANIFEST})
    listing_differs = not run.folder.has(MANIFEST, text)
    if not run.options.check:
        run.folder.commit(todo, manifest, text)
        stamps = {path: files.stamps[path] for path in todo.keep}
        stamps.update(run.folder.stamps((*todo.write, MANIFEST)))
        digests = {**manifest.digests(), MANIFEST: hashlib.sha256(text).hexdigest()}
        blobs = {digests[MANIFEST]: blob_id(text), **listings.blobs, **_blobs(rendered)}
        index.keep_files(output.renewed(stamps, digests, blobs))
        _remember(index, listed, rendered, paging)
    return OutputChange(
        feeds=len(manifest.feeds),
        written=(*todo.write, MANIFEST) if listing_differs else todo.write,
        deleted=todo.delete,
        unchanged=len(todo.keep) + (not listing_differs),
        problems=(*listed.problems, *emptied),
        notices=_notices(run, todo),
        manifest=manifest,
    )


class _Files(NamedTuple):
    """The output folder before anything is written.

    `claims` are the paths that the manifest names, each with the digests that it may have; `left`
    are the paths whose files are as a build left them, named by the manifest or not: `git checkout`
    brings an older manifest back. `stamps` and `digests` (sha256) are those of the files now.
    """

    claims: dict[str, set[str]]
    left: set[str]
    stamps: dict[str, Stamp]
    digests: dict[str, str]


def _find_files(run: Run, output: OutputState, wanted: Set[str]) -> _Files:
    """Look at the files in the output folder; `wanted` are paths that may have to be written."""
    left = {path for path, stamp in output.stamps.items() if output.known[path].stamp == stamp}
    claims = _published(run, output, left)
    unseen = (claims.keys() | wanted) - output.left.keys()
    stamps = {**output.stamps, **run.folder.stamps(unseen)}
    claims = _with_named(run, claims, wanted & stamps.keys())
    return _Files(claims, left, stamps, run.folder.present(stamps, output.known))


def _published(run: Run, output: OutputState, left: Set[str]) -> dict[str, set[str]]:
    """Return what the manifest names, with its digests; `left` is what lies there as we left it."""
    if MANIFEST in left:
        return {path: {file.sha256} for path, file in output.left.items() if path != MANIFEST}
    return run.folder.claims()


def _with_named(run: Run, old: dict[str, set[str]], paths: Set[str]) -> dict[str, set[str]]:
    """Add those of `paths` that are ours, if the manifest, which should say so, is damaged."""
    if not run.folder.damage:
        return old
    # Feeds name the place that they are served from.
    named = run.folder.naming(str(run.config.site.feeds_url), paths)
    return {**{path: set() for path in named}, **old}


def _notices(run: Run, todo: Plan) -> tuple[str, ...]:
    """Say what was found in the output folder that should not be so."""
    spared = (
        f"{path} is no feed any more, but not as Feedmill wrote it: not deleted"
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


def _render(run: Run, task: Task, jobs: list[FeedJob]) -> dict[int, Rendered]:
    """Render feeds into the staging folder; give what came of each, by its number."""
    if jobs and not run.options.check:
        task = task._replace(staging=run.folder.begin())
    rendered: dict[int, Rendered] = {}
    for some in run.pool.map(rendering.render_chunk, (task,), jobs, size=FEEDS_AT_ONCE):
        rendered.update((one.feed, one) for one in some)
        run.progress("Writing feeds", len(rendered), len(jobs))
    return rendered


def _remember(
    index: Index, listed: Catalog, rendered: dict[int, Rendered], paging: Paging | None
) -> None:
    """Note that the feeds are as they should be."""
    index.done(
        (feed.row.id, one.digest, one.record or feed.row.record)
        for feed in listed.feeds
        if (one := rendered.get(feed.row.id))
    )
    index.done((row.id, None, None) for row in listed.gone)
    if paging:
        paging.remember()
    index.put("feeds", len(listed.feeds))
    index.put("feed_problems", msgspec.msgpack.encode(listed.problems))
    index.commit()


def _blobs(rendered: dict[int, Rendered]) -> dict[str, str]:
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
        intact = feed.record is not None and all(
            present.get(file.path) == file.sha256 for file in feed.record.all_files()
        )
        if feed.stale or not intact or (paging and not paging.is_current(feed)):
            page = paging.job(feed) if paging else None
            paths = [*claimed_files(feed.metadata), *([page.path] if page else [])]
            there = {path: present.get(path, "") for path in paths}
            digest = feed.row.digest if intact else None
            jobs.append(FeedJob(feed.row.id, feed.metadata, digest, there, page))
    return jobs


def _kept(listed: Catalog, rendered: dict[int, Rendered]) -> list[tuple[FeedKey, Kept]]:
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

    `blobs` has git's ids of their bytes, by sha256.
    """

    def __init__(self, run: Run, assembler: Assembler, present: Mapping[str, str]) -> None:
        self._run, self._assembler, self._present = run, assembler, present
        self.blobs: dict[str, str] = {}

    def manifest(self, feeds: list[tuple[FeedKey, Kept]], paging: Paging | None) -> Manifest:
        """Make all of them, and return the manifest with them."""
        records = tuple(kept.record for _, kept in feeds)
        if not feeds:
            return Manifest()  # OPML has no way to say so
        site = self._run.config.site
        by = [dimensions(family) for family in families(self._run.config)]
        placed = ((by[key.family], kept.record) for key, kept in feeds)
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
        return Manifest(index=index, pages=pages, feeds=records)

    def _put(self, path: str, data: bytes) -> PageRecord:
        """Stage a file unless it is there already; return what the manifest says of it."""
        sha256 = hashlib.sha256(data).hexdigest()
        self.blobs[sha256] = blob_id(data)
        if not self._run.options.check and self._present.get(path) != sha256:
            stage(self._run.folder.begin(), path, data)
        return PageRecord(path=path, bytes=len(data), sha256=sha256)
