"""Bringing the output folder up to what the index holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Set

import msgspec

from feedmill.feeds.assembly import Assembler, files
from feedmill.feeds.catalog import Catalog, catalog, decode_record
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
    FeedRecord,
    FileRecord,
    Manifest,
    encode_manifest,
)
from feedmill.publishing.output_state import Lying
from feedmill.publishing.plan import Plan, plan

from . import work
from .emptied import emptied_families, withheld
from .run import ARTICLES_AT_ONCE, FEEDS_AT_ONCE, Outcome, Run
from .work import FeedJob, Rendered, Task


def renew(run: Run, index: Index, lying: Lying, gallery: Gallery, refused: bool) -> Outcome:
    """Render what is stale or damaged, and put it in place; the caller discards what is staged.

    `lying` is what lies there; `refused` says that an article has an error. With `check` nothing
    is written, and the outcome says what would be. Raises PublishError.
    """
    # Files that the manifest does not name are ours, too: `git checkout` brings an older one back.
    left = {path for path, stamp in lying.stamps.items() if lying.known[path].stamp == stamp}
    old = _published(run, lying, left)
    assembler = Assembler(run.config)
    look = gallery.open().lookup
    listed = catalog(index, run.config, assembler, run.cutoff, look)
    if stays := withheld(run, index, listed):
        return stays
    if run.options.strict and (refused or listed.problems):
        return Outcome(stopped=True, problems=tuple(listed.problems))
    emptied = emptied_families(run, listed, assembler)
    stale = [feed for feed in listed.feeds if feed.stale]
    wanted = {path for feed in stale for path in files(feed.metadata).values()} | {opml.INDEX}
    others = (old.keys() | wanted) - lying.left.keys()
    stamps = {**lying.stamps, **run.folder.stamps(others)}
    old = _with_named(run, old, wanted & stamps.keys())
    present = run.folder.present(stamps, lying.known)
    jobs = _jobs(listed, present)
    complete(run, index, [(job.feed, job.metadata.limit) for job in jobs])
    task = Task(index.path, run.packed, None, run.cutoff, gallery)
    rendered = _render(run, task, jobs)
    new, blobs = _indexed(run, assembler, _records(listed, rendered), present)
    blobs.update(blob for one in rendered.values() for blob in one.blobs.items())
    text = encode_manifest(new)
    digests = new.digests()
    todo = plan(old, digests, present, left - {MANIFEST})
    listing_differs = not run.folder.has(MANIFEST, text)
    if not run.options.check:
        run.folder.commit(todo, new, text)
        digests[MANIFEST] = hashlib.sha256(text).hexdigest()
        blobs[digests[MANIFEST]] = blob_id(text)
        now = {path: stamps[path] for path in todo.keep}
        now.update(run.folder.stamps((*todo.write, MANIFEST)))
        index.keep_files(lying.renewed(now, digests, blobs))
        _remember(index, listed, rendered)
    return Outcome(
        feeds=len(new.feeds),
        written=(*todo.write, MANIFEST) if listing_differs else todo.write,
        deleted=todo.delete,
        unchanged=len(todo.keep) + (not listing_differs),
        problems=(*listed.problems, *emptied),
        notices=_notices(run, todo),
        manifest=new,
    )


def _published(run: Run, lying: Lying, left: Set[str]) -> dict[str, set[str]]:
    """Return what the manifest names, with its digests; `left` is what lies there as we left it."""
    if MANIFEST in left:
        return {path: {file.sha256} for path, file in lying.left.items() if path != MANIFEST}
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
    """Read the bodies of articles that need it and stand in one of the feeds (number, limit)."""
    paths = index.pending(feeds, run.cutoff)
    done = 0
    fixed = (run.source, run.packed)
    for bodies in run.readers.map(work.complete_chunk, fixed, paths, size=ARTICLES_AT_ONCE):
        index.complete(bodies)
        done += len(bodies)
        run.progress("Rendering articles", done, len(paths))
    index.commit()


def _render(run: Run, task: Task, jobs: list[FeedJob]) -> dict[int, Rendered]:
    """Render feeds into the staging folder; give what came of each, by its number."""
    if jobs and not run.options.check:
        task = task._replace(staging=run.folder.begin())
    rendered: dict[int, Rendered] = {}
    for some in run.pool.map(work.render_chunk, (task,), jobs, size=FEEDS_AT_ONCE):
        rendered.update((one.feed, one) for one in some)
        run.progress("Writing feeds", len(rendered), len(jobs))
    return rendered


def _remember(index: Index, listed: Catalog, rendered: dict[int, Rendered]) -> None:
    """Note that the feeds are as they should be."""
    index.done(
        (feed.row.id, one.digest, one.record or feed.row.record)
        for feed in listed.feeds
        if (one := rendered.get(feed.row.id))
    )
    index.done((row.id, None, None) for row in listed.gone)
    index.put("feeds", len(listed.feeds))
    index.put("feed_problems", msgspec.msgpack.encode(listed.problems))
    index.commit()


def _jobs(listed: Catalog, present: dict[str, str]) -> list[FeedJob]:
    """Give the feeds to look at: stale in the index, or with a file that is not as it was."""
    jobs = []
    for feed in listed.feeds:
        intact = feed.record is not None and all(
            present.get(file.path) == file.sha256 for file in feed.record.files
        )
        if feed.stale or not intact:
            digest = feed.row.digest if intact else None
            lying = {path: present.get(path, "") for path in files(feed.metadata).values()}
            jobs.append(FeedJob(feed.row.id, feed.metadata, digest, lying))
    return jobs


def _records(listed: Catalog, rendered: dict[int, Rendered]) -> list[tuple[FeedKey, FeedRecord]]:
    """Return the feeds, with what the manifest says of them."""
    records = []
    for feed in listed.feeds:
        one = rendered.get(feed.row.id)
        record = decode_record(one.record) if one and one.record else feed.record
        assert record is not None
        records.append((feed.row.key, record))
    return sorted(records, key=lambda pair: pair[1].key)


def _indexed(
    run: Run,
    assembler: Assembler,
    feeds: list[tuple[FeedKey, FeedRecord]],
    present: dict[str, str],
) -> tuple[Manifest, dict[str, str]]:
    """Make the manifest and the index of the feeds; stage that if it differs from the one present.

    Return the manifest, and, by the index's sha256, git's id of its bytes.
    """
    manifest = Manifest(feeds=tuple(record for _, record in feeds))
    if not feeds:
        return manifest, {}  # OPML has no way to say so
    site = run.config.site
    by = [dimensions(family) for family in families(run.config)]
    placed = ((by[key.family], record) for key, record in feeds)
    folders = directory(placed, assembler.groups.dimensions, site.title)
    data = opml.render(folders, site.title, site.url, site.author)
    sha256 = hashlib.sha256(data).hexdigest()
    if not run.options.check and present.get(opml.INDEX) != sha256:
        stage(run.folder.begin(), opml.INDEX, data)
    index = FileRecord(
        format=opml.FORMAT,
        path=opml.INDEX,
        url=f"{site.feeds_url}{opml.INDEX}",
        bytes=len(data),
        sha256=sha256,
    )
    return msgspec.structs.replace(manifest, index=index), {sha256: blob_id(data)}
