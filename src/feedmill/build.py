"""From articles to feeds: the order of the steps, and nothing else.

    Source.scan ─► Index.changes ─► read in workers ─► Index.apply, settle
      ─► catalog ─► complete, assemble, render in workers ─► staged files
      ─► Folder.commit ─► Report

A first build goes the same way, with every article new.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from . import index as indexing
from . import work
from .assemble import Assembler, files
from .catalog import Catalog, catalog, decode_record, single_feeds
from .index import Index, Intake
from .lock import hold
from .manifest import MANIFEST, Manifest, encode_manifest
from .model import Problem
from .pool import Pool
from .publish import Folder, Stamp, plan
from .report import Report
from .settings import Config
from .source import Listing
from .source.git import source_of
from .work import FeedJob, Rendered

STATE = ".feedmill"
Progress = Callable[[str, int, int], None]
ARTICLES_AT_ONCE = 64  # read at a time
_FEEDS = 16  # rendered at a time
_PROBLEMS = msgspec.msgpack.Decoder(list[Problem])


class Options(Struct, frozen=True, kw_only=True):
    """How to build. `now` is an aware time; `output` replaces the config's folder."""

    now: datetime
    output: Path | None = None
    check: bool = False
    strict: bool = False
    jobs: int | None = None
    config_name: str = "config.yaml"


def build(config: Config, root: Path, options: Options, progress: Progress | None = None) -> Report:
    """Make the feeds of the site at `root`, and say what was done.

    Raises FeedmillError if that could not be done; then what was published is as it was.
    """
    return look(config, root, options, progress)[0]


def look(
    config: Config, root: Path, options: Options, progress: Progress | None = None
) -> tuple[Report, Manifest]:
    """Build, and give the manifest, too."""
    state = root / STATE
    with hold(state), Pool(options.jobs) as pool:
        try:
            return _Build(config, root, options, pool, progress).run(state)
        except (sqlite3.DatabaseError, msgspec.DecodeError) as error:
            if isinstance(error, sqlite3.OperationalError):
                raise indexing.unusable(error, state) from error
            indexing.discard(state)
            anew = _Build(config, root, options, pool, progress)
            anew.notices.append(f"the index was damaged ({error}): everything is read anew")
            return anew.run(state)


class Outcome(Struct, frozen=True, kw_only=True):
    """What was, or with `check` would be, done to the output folder."""

    feeds: int = 0
    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    manifest: Manifest | None = None  # None: as it is


class _Build:
    """One run; what its steps share."""

    def __init__(
        self,
        config: Config,
        root: Path,
        options: Options,
        pool: Pool,
        progress: Progress | None,
    ) -> None:
        self.config = config
        self.options = options
        self.pool = pool
        self.progress = progress or (lambda *_: None)
        self.packed = msgspec.msgpack.encode(config)
        self.source = source_of(root, config.articles)
        self.folder = Folder(options.output or root / config.feeds.output)
        self.assembler = Assembler(config)
        self.cutoff = None if config.articles.future else int(options.now.timestamp())
        self.notices: list[str] = []

    def run(self, state: Path) -> tuple[Report, Manifest]:
        """Go all the way."""
        with indexing.open_index(state, self.config, self.notices) as index:
            listing = self.source.scan()
            read = self.take_in(index, listing)
            problems = [*listing.problems, *index.problems()]
            stopped = self.options.strict and any(one.severity == "error" for one in problems)
            outcome = Outcome() if stopped else self.put_out(index)
            tally = index.tally()
            found = sum(tally.values())
            waiting = index.waiting(self.cutoff)
            problems.extend(outcome.problems)
            report = Report(
                check=self.options.check,
                stopped=stopped,
                found=found,
                published=tally.pop("published", 0) - waiting,
                waiting=waiting,
                refused=tally.pop("refused", 0),
                kept_out=dict(sorted(tally.items())),
                read=read,
                feeds=outcome.feeds,
                written=outcome.written,
                unchanged=outcome.unchanged,
                deleted=outcome.deleted,
                problems=tuple(sorted(problems, key=_place)),
                notices=tuple(self.notices),
            )
            return report, outcome.manifest or self.folder.manifest()

    def take_in(self, index: Index, listing: Listing) -> int:
        """Bring the index up to what lies in the source; give how many files were read."""
        intake = Intake(index)
        intake.declare(single_feeds(self.config))
        stamps, gone = index.changes(listing, self.source.matches)
        done = 0
        fixed = (self.source, self.packed)
        for chunk in self.pool.map(work.read_chunk, fixed, list(stamps), size=ARTICLES_AT_ONCE):
            items = work.decode_items(chunk)
            intake.apply(items, stamps)
            done += len(items)
            self.progress("Reading articles", done, len(stamps))
        intake.forget(gone)
        intake.settle(self.cutoff)
        index.commit()
        return done

    def put_out(self, index: Index) -> Outcome:
        """Bring the output folder up to what the index holds."""
        known = index.files()
        stamps = {path: stamp for path, (stamp, _) in known.items()}
        if known and not index.any_dirty() and self.folder.stamps(known) == stamps:
            return Outcome(
                feeds=index.get("feeds"),
                unchanged=len(known) - 1,  # all but the manifest
                problems=tuple(_PROBLEMS.decode(index.get("feed_problems"))),
            )
        try:
            return self.renew(index, known)
        finally:
            if not self.options.check:
                self.folder.discard()

    def renew(self, index: Index, known: dict[str, tuple[Stamp, str]]) -> Outcome:
        """Render what is stale or damaged, and put it in place."""
        old = self.folder.manifest()
        listed = catalog(index, self.config, self.assembler, self.cutoff, self.options.config_name)
        wanted = {path for feed in listed.feeds for path in files(feed.shell).values()}
        stamps = self.folder.stamps({*wanted, *old.digests()})
        present = self.folder.present(stamps, known)
        jobs = _jobs(listed, present)
        self.complete(index, jobs)
        index.commit()
        rendered = self.render(index, jobs)
        new = _manifest(listed, rendered)
        todo = plan(old.digests().keys(), new.digests(), present)
        written = todo.write
        if self.options.check:
            if self.folder.read(MANIFEST) != encode_manifest(new):
                written = (*written, MANIFEST)
        else:
            self.folder.commit(todo, old, new)
            self.remember(index, listed, rendered, new)
        return Outcome(
            feeds=len(new.feeds),
            written=written,
            deleted=todo.delete,
            unchanged=len(todo.keep),
            problems=tuple(listed.problems),
            manifest=new,
        )

    def complete(self, index: Index, jobs: list[FeedJob]) -> None:
        """Read the bodies of the articles that need it and stand in one of the feeds."""
        feeds = [(job.feed, job.shell.limit) for job in jobs]
        paths = index.pending(feeds, self.cutoff)
        done = 0
        fixed = (self.source, self.packed)
        for bodies in self.pool.map(work.complete_chunk, fixed, paths, size=ARTICLES_AT_ONCE):
            index.complete(bodies)
            done += len(bodies)
            self.progress("Rendering articles", done, len(paths))

    def render(self, index: Index, jobs: list[FeedJob]) -> dict[int, Rendered]:
        """Render feeds into the staging folder; give what came of each, by its number."""
        staging = self.folder.begin() if jobs and not self.options.check else None
        task = work.Task(index.path, self.packed, staging, self.cutoff)
        rendered: dict[int, Rendered] = {}
        for some in self.pool.map(work.render_chunk, (task,), jobs, size=_FEEDS):
            rendered.update((one.feed, one) for one in some)
            self.progress("Writing feeds", len(rendered), len(jobs))
        return rendered

    def remember(
        self, index: Index, listed: Catalog, rendered: dict[int, Rendered], new: Manifest
    ) -> None:
        """Note that the output folder is as it should be."""
        index.done(
            (feed.row.id, one.digest, one.record or feed.row.record)
            for feed in listed.feeds
            if (one := rendered.get(feed.row.id))
        )
        index.done((row.id, None, None) for row in listed.gone)
        digests = {**new.digests(), MANIFEST: ""}
        stamps = self.folder.stamps(digests)
        index.keep_files({path: (stamp, digests[path]) for path, stamp in stamps.items()})
        index.put("feeds", len(new.feeds))
        index.put("feed_problems", msgspec.msgpack.encode(listed.problems))
        index.commit()


def _jobs(listed: Catalog, present: dict[str, str]) -> list[FeedJob]:
    """Give the feeds to look at: stale in the index, or with a file that is not as it was."""
    jobs = []
    for feed in listed.feeds:
        lying = {path: present.get(path, "") for path in files(feed.shell).values()}
        intact = feed.record is not None and all(
            lying.get(file.path) == file.sha256 for file in feed.record.files
        )
        if feed.stale or not intact:
            digest = feed.row.digest if intact and not feed.moved else None
            jobs.append(FeedJob(feed.row.id, feed.shell, digest, lying))
    return jobs


def _manifest(listed: Catalog, rendered: dict[int, Rendered]) -> Manifest:
    records = []
    for feed in listed.feeds:
        one = rendered.get(feed.row.id)
        record = decode_record(one.record) if one and one.record else feed.record
        assert record is not None
        records.append(record)
    return Manifest(feeds=tuple(sorted(records, key=lambda record: record.key)))


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line or 0, problem.code, problem.message
