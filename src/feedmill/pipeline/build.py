"""From articles to feeds: the order of the steps, and nothing else.

    Source.scan ─► Index.changes ─► read in workers ─► Intake.apply, settle
      ─► catalog ─► complete, assemble, render in workers ─► staged files
      ─► Folder.commit ─► Report

A first build goes the same way, with every article new. What a step needs is imported when there
is something for it to do: most builds find nothing changed. And git is asked before what comes
after it is imported, as both take as long.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import msgpack
from msgspec.structs import replace

from feedmill.background import Background
from feedmill.bodies.needs import needs_of
from feedmill.config.schema import Config
from feedmill.errors import ExtraError, FeedmillError, PublishError
from feedmill.names import fixed_part
from feedmill.publishing.folder import OutputFolder, output_folder
from feedmill.publishing.manifest import Manifest
from feedmill.sources.patterns import is_address
from feedmill.sources.source import Listing
from feedmill.sources.worktree import source_of
from feedmill.state.folder import entered
from feedmill.state.lock import last_held

from .pool import Pool
from .run import Options, Progress, ReadArticles, Run

if TYPE_CHECKING:
    from feedmill.report import Report

__all__ = ["Options", "Progress", "build", "build_with_manifest"]

T = TypeVar("T")


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
        return go_all_the_way(run, state, known)


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
    _require_extras(config, options.config_name)
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


def _require_extras(config: Config, name: str) -> None:
    """Raise ExtraError if a package that the config (a file called `name`) needs is missing."""
    needs = needs_of(config)
    if not needs:
        return
    from importlib.util import find_spec

    if missing := [need for need in needs if find_spec(need.module) is None]:
        keys = list(dict.fromkeys(need.key for need in missing))
        extras = ",".join(sorted({need.extra for need in missing}))
        raise ExtraError(
            f"{name}: {' and '.join(keys)} {'needs' if len(keys) == 1 else 'need'} more than is "
            f"installed: pip install 'feedmill[{extras}]'"
        )


def go_all_the_way(
    run: Run, state: Path, known: Sequence[str] = ()
) -> tuple[Report, Manifest | None]:
    """Do all that a build does, with the index in `state`; `known` is what is to be said anyway."""
    scanning = Background(lambda: scan(run))
    from .whole import run_whole  # while git looks at the files

    return on_index(state, lambda notices: run_whole(run, state, scanning, [*known, *notices]))


def on_index(state: Path, act: Callable[[list[str]], T]) -> T:
    """Do what needs the index in `state`; once more, from scratch, if that turns out to be damaged.

    Anything unexpected counts as damage, as nothing else can be known of a file whose bytes
    were changed; a bug has its traceback when it comes back with the new index.
    """
    import sqlite3

    from feedmill import index as indexing

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


def scan(run: Run) -> Listing:
    """List the articles."""
    return run.source.scan(run.now_ns)
