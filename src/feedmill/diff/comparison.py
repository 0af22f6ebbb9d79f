"""Compare the work tree with a revision: what subscribers would see, and what to do about it.

Both sides go the way of a build, up to the bytes: articles into an index, out of it a view. The
revision's index begins as a copy of the work tree's, so that only what differs is read again.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from feedmill.config import parse_config
from feedmill.config.schema import Config, Guard
from feedmill.errors import ConfigError
from feedmill.git import history
from feedmill.git.objects import Objects
from feedmill.images.enclose import with_store
from feedmill.images.manifest import NAME as PICTURES
from feedmill.index.opening import INDEX_FILE
from feedmill.pipeline.build import on_index, run_of, scan
from feedmill.pipeline.pool import Pool
from feedmill.pipeline.run import Options, Progress, Run
from feedmill.publishing.manifest import MANIFEST
from feedmill.sources.revision import RevisionSource
from feedmill.state.database import copy_database
from feedmill.state.folder import entered
from feedmill.state.scratch import scratch_folder

from .advice import Advice
from .difference import Difference, compare
from .limits import excess
from .published import View
from .view import view


class _Then(NamedTuple):
    """The config of a commit, and the folder that it was in."""

    config: Config
    root: Path


def _base(config: Config, root: Path, revision: str | None) -> tuple[str, list[str]]:
    """Return the commit to compare with (default: the last that changed the feeds), and notices."""
    if revision is not None:
        return history.resolve_commit(root, revision), []
    manifest = f"{config.feeds.output}/{MANIFEST}"
    found = history.last_change(root, manifest)
    if found is not None:
        return found, []
    return history.resolve_commit(root, "HEAD"), [f"no commit has {manifest}: compared with HEAD"]


def compare_with(
    config: Config,
    path: Path,
    revision: str | None,
    guard: Guard,
    options: Options,
    progress: Progress | None = None,
) -> Difference:
    """Say what subscribers would see if the work tree were published instead of a revision.

    Without one, it is the last commit that changed the published feeds. `path` is the config's,
    which the revision has in the same place, or where git says that it was. Articles that wait for
    their date are held against the same `options.now` on both sides. Writes nothing but the index.
    Raises FeedmillError.
    """
    root = path.parent
    commit, notices = _base(config, root, revision)
    with entered(root) as (state, said), Pool(options.jobs) as pool, scratch_folder() as scratch:
        run = run_of(config, root, options, pool, progress, state)
        listing = scan(run)
        after, more = on_index(state, lambda new: (view(run, listing, state, root, new), new))
        then = _then(config, path, commit, notices)
        before = _view_at(run, then, state, commit, scratch, notices) if then else View()
        notices += [*said, *more]
    found = compare(before, after)
    authority = then.config.site.authority if then else ""
    return replace(
        found,
        base=commit,
        problems=Advice(run, path.name, authority, before, after, guard).problems(found),
        notices=tuple(notices),
        excess=excess(found, guard),
    )


def _then(config: Config, path: Path, commit: str, notices: list[str]) -> _Then | None:
    """Find a commit's config, None if it published nothing; where it cannot be had, `config` does.

    What was chosen is said in `notices`.
    """
    place, short = path, commit[:12]
    data = _read(place, commit)
    if data is None and (old := history.moved_from(path.parent, commit, path.name)):
        place, data = old, _read(old, commit)
        notices.append(f"{path.name} was {os.path.relpath(old, path.parent)} in {short}")
    if data is None and _read(path.parent / config.feeds.output / MANIFEST, commit) is None:
        notices.append(f"{short} has no {path.name}, so no feeds: all of them are added")
        return None
    if data is None:
        notices.append(f"{short} has feeds, but no {path.name}: today's is used instead")
        return _Then(config, path.parent)
    try:
        return _Then(parse_config(data.decode(), place.name), place.parent)
    except (ConfigError, UnicodeDecodeError):
        notices.append(f"{place.name} of {short} cannot be used: today's is used instead")
        return _Then(config, place.parent)


def _read(place: Path, commit: str) -> bytes | None:
    with Objects(place.parent) as objects:
        return objects.read(f"{commit}:./{place.name}")


def _view_at(
    run: Run, then: _Then, state: Path, commit: str, scratch: Path, notices: list[str]
) -> View:
    """Look at the site as it was at a commit; add to `notices` what is compared with reserve."""
    with suppress(OSError):  # the index may be elsewhere, where there is no room for it
        copy_database(state / INDEX_FILE, scratch / INDEX_FILE)
    config, root = then
    pictures = f"{with_store(config).store}/{PICTURES}"
    data = _read(root / pictures, commit)
    place = scratch / "root" / pictures
    place.parent.mkdir(parents=True)
    if data is not None:
        place.write_bytes(data)
    elif not history.is_tracked(root, pictures):  # kept elsewhere, and the same for both
        with suppress(OSError):
            shutil.copyfile(root / pictures, place)
    source = RevisionSource(root, config.articles, commit)
    run = replace(
        run,
        config=config,
        packed=msgspec.msgpack.encode(config),
        source=source,
        cutoff=None if config.articles.future else int(run.options.now.timestamp()),
    )
    try:
        listing = source.scan()
        notices += source.notices
        return view(run, listing, scratch, scratch / "root", [])
    finally:
        source.close()
