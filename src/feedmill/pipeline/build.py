"""From articles to feeds: the order of the steps, and nothing else.

    Source.scan ─► Index.changes ─► read in workers ─► Intake.apply, settle
      ─► catalog ─► complete, assemble, render in workers ─► staged files
      ─► Folder.commit ─► Report

A first build goes the same way, with every article new. What a step needs is imported when there
is something for it to do: most builds find nothing changed.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import msgpack
from msgspec.structs import replace

from feedmill import index as indexing
from feedmill.background import Background
from feedmill.config.schema import Config, Pages
from feedmill.errors import FeedmillError, PublishError
from feedmill.feeds.families import FamilyNames, single_feeds
from feedmill.feeds.groups import Groups
from feedmill.images.gallery import gallery
from feedmill.index import Index, Intake, ParsedFile, Tracked, gathered
from feedmill.model import Problem, is_error
from feedmill.names import fixed_part
from feedmill.publishing.folder import OutputFolder, output_folder
from feedmill.publishing.manifest import Manifest
from feedmill.publishing.output_state import OutputState
from feedmill.report import Report
from feedmill.sources.patterns import is_address
from feedmill.sources.source import Listing
from feedmill.sources.worktree import source_of
from feedmill.state.folder import entered
from feedmill.state.lock import last_held

from .extras import require_extras
from .inputs import observed
from .pool import Pool
from .run import ARTICLES_AT_ONCE, Options, OutputChange, Progress, ReadArticles, Run

__all__ = ["Options", "Progress", "build", "build_with_manifest"]

T = TypeVar("T")
_PROBLEMS = msgpack.Decoder(list[Problem])


def build(config: Config, root: Path, options: Options, progress: Progress | None = None) -> Report:
    """Make the feeds of the site at `root`, and say what was done.

    Raises FeedmillError if that could not be done; then what was published is as it was.
    """
    return build_with_manifest(config, root, options, progress)[0]


def build_with_manifest(
    config: Config,
    root: Path,
    options: Options,
    progress: Progress | None = None,
    articles: ReadArticles | None = None,
) -> tuple[Report, Manifest | None]:
    """Build, and give the new manifest, too: None if the one in place is right.

    What is read on the way is put into `articles`.
    """
    with ExitStack() as stack:
        state, known = stack.enter_context(entered(root))
        pool, readers = pools_of(config, options, stack)
        begun = run_of(config, root, options, pool, progress, state)
        run = replace(begun, readers=readers, articles=articles)
        return on_index(state, lambda notices: run_whole(run, state, [*known, *notices]))


def pools_of(
    config: Config, options: Options, stack: ExitStack, threads: bool = False
) -> tuple[Pool, Pool]:
    """Return who is to render and who is to read: the same, unless a cluster reads."""
    # These are others' libraries, which keep threads.
    threads |= options.cluster is not None or is_address(config.articles.include[0])
    pool = stack.enter_context(Pool(options.jobs, threads=threads))
    if options.cluster is None:
        return pool, pool
    from .dask import Cluster

    return pool, stack.enter_context(Cluster(options.cluster))


def run_of(
    config: Config,
    root: Path,
    options: Options,
    pool: Pool,
    progress: Progress | None,
    state: Path,
) -> Run:
    """Gather what the steps of one build share. The lock in `state` must be held."""
    require_extras(config, options.config_name)
    folder = _output(root, config, options.output or root / config.feeds.output)
    return Run(
        config=config,
        packed=msgpack.encode(config),
        options=options,
        source=source_of(root, config.articles),
        folder=folder,
        pool=pool,
        readers=pool,
        progress=progress or (lambda *_: None),
        cutoff=None if config.articles.future else int(options.now.timestamp()),
        # The lock was just written: its time is now, by the clock of the file system.
        now_ns=last_held(state),
    )


def _output(root: Path, config: Config, wanted: Path) -> OutputFolder:
    """Return the output folder; refuse one that lies in a folder of articles."""
    output = output_folder(root, wanted)
    place = Path(os.path.realpath(output.root))  # not `resolve`, which fails if links go round
    if place in Path(os.path.realpath(root)).parents:
        raise PublishError(f"{wanted} is above the site; choose another output folder")
    for pattern in config.articles.include:
        articles = Path(os.path.realpath(root / fixed_part(pattern)))
        if fixed_part(pattern) and place.is_relative_to(articles):
            raise PublishError(
                f"{wanted} is in the folder of the articles ({pattern}); "
                "choose another output folder"
            )
    return output


def on_index(state: Path, act: Callable[[list[str]], T]) -> T:
    """Do what needs the index in `state`; once more, from scratch, if that turns out to be damaged.

    Anything unexpected counts as damage, as nothing else can be known of a file whose bytes
    were changed; a bug has its traceback when it comes back with the new index.
    """
    before = indexing.is_there(state)
    try:
        return act([])
    except (FeedmillError, MemoryError):
        raise
    except Exception as error:
        if isinstance(error, sqlite3.Error) and not indexing.is_damage(error):
            raise indexing.unusable(error, state) from error
        if not before:
            raise
        damage = f"{type(error).__name__}: {error}"
    indexing.discard(state)
    return act([f"the index was damaged ({damage}): rebuilding it from scratch"])


def run_whole(run: Run, state: Path, notices: list[str]) -> tuple[Report, Manifest | None]:
    """Go all the way."""
    with indexing.open_index(state, run.config, notices) as index:
        scanning = Background(lambda: scan(run))  # meanwhile we look at how things were
        tracked, output = Tracked(index), run.folder.output_state(index.files())
        listing = scanning.result()
        read = take_in(run, index, tracked, listing)
        problems = [*listing.problems, *index.problems()]
        tally = index.tally()
        outcome = _put_out(run, index, output, refused=any(map(is_error, problems)))
        problems.extend([*outcome.problems, *index.body_problems()])
        if not (tally or listing.problems):
            problems += _no_articles(run, index, problems)
        waiting = index.waiting(run.cutoff)
        report = Report(
            check=run.options.check,
            dry_run=run.options.dry_run,
            output=_shown(run),
            stopped=outcome.stopped,
            found=sum(tally.values()),
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
            notices=(*notices, *outcome.notices),
        )
        return report, outcome.manifest


def scan(run: Run) -> Listing:
    """List the articles."""
    return run.source.scan(run.now_ns)


def take_in(run: Run, index: Index, tracked: Tracked, listing: Listing) -> int:
    """Bring the index up to what lies in the source; give how many files were read.

    `tracked` is what the index keeps of the last listing.
    """
    now = int(run.options.now.timestamp())
    intake = Intake(index, FamilyNames(run.config, Groups(run.config)).groups, now)
    intake.declare(single_feeds(run.config))
    changed = index.changes(tracked, listing, run.source.matches)
    todo = gathered(index.expiring(changed, now), ARTICLES_AT_ONCE)
    done = 0
    for items in _parsed(run, todo.batches):
        intake.apply(items)
        done += len(items)
        run.progress("Reading articles", done, todo.articles)
    intake.forget(todo.gone)
    intake.settle(run.cutoff)
    look = partial(observed, run.source.files, now_ns=run.now_ns)
    indexing.mark_changed(index, look, intake.changed)
    index.commit()
    return todo.articles


def _parsed(run: Run, batches: list[bytes]) -> Iterator[list[ParsedFile]]:
    """Read batches of articles; note in `run.articles` what was read."""
    if not batches:
        return
    from . import work

    if run.articles is None:
        fixed = (run.source, run.packed, run.moment)
        for chunk in run.readers.map(work.read_chunk, fixed, batches, size=1):
            yield work.decode_items(chunk)
        return
    readings, bodies = run.articles
    for chunk, some in run.readers.map(
        work.read_and_show_chunk, (run.source, run.packed, bodies), batches, size=1
    ):
        readings.update((reading.path, reading) for reading in some)
        yield work.decode_items(chunk)


def _put_out(run: Run, index: Index, output: OutputState, refused: bool) -> OutputChange:
    """Bring the output folder up to what the index holds."""
    found = gallery(run.source.root, run.config, index)
    templates = _templates(run, index)
    if output.left and not index.any_dirty() and _as_left(run, index, output):
        problems = _PROBLEMS.decode(index.get("feed_problems"))
        if not any(one.code == "foreign-file" for one in problems):  # else: is it still there?
            return OutputChange(
                stopped=run.options.strict and (refused or any(map(is_error, problems))),
                feeds=index.get("feeds"),
                unchanged=len(output.left),
                problems=tuple(problems),
            )
    from .renew import renew

    try:
        return renew(run, index, output, found, templates, refused)
    finally:
        if not run.options.check:
            run.folder.discard()


def _templates(run: Run, index: Index) -> bytes:
    """Return the site's own templates of pages; nothing if it has none."""
    pages = run.config.pages
    if not isinstance(pages, Pages) or pages.templates is None:
        return b""
    from .paging import site_templates

    return site_templates(run.source.root, pages.templates, index)


def _as_left(run: Run, index: Index, output: OutputState) -> bool:
    """Return whether the output folder has the bytes that the last build left there."""
    if output.untouched:
        return True
    digests = run.folder.present(output.stamps, output.known)
    if digests != {path: file.sha256 for path, file in output.left.items()}:
        return False
    # Copied there, as by a checkout: the next build need not look so closely.
    index.keep_files(output.renewed(output.stamps, digests, {}))
    index.commit()
    return True


def _no_articles(run: Run, index: Index, known: Iterable[Problem]) -> list[Problem]:
    """Warn of patterns that match nothing, unless that is known as an error."""
    from .emptied import NO_ARTICLES, no_articles

    return [] if any(one.code == NO_ARTICLES for one in known) else [no_articles(run, index)]


def _shown(run: Run) -> str:
    """Return the output folder as people know it, with `/` at its end."""
    folder = run.options.output or Path(run.config.feeds.output)
    return f"{folder.as_posix().rstrip('/')}/"


def _place(problem: Problem) -> tuple[str, int, str, str]:
    return problem.path, problem.line or 0, problem.code, problem.message
