"""The work tree against a revision: what subscribers would see, and what to do about it.

Both sides go the way of a build, up to the bytes: articles into an index, out of it a view. The
revision's index begins as a copy of the work tree's, so that only what differs is read again.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec.structs import replace

from . import history
from .build import on_index, run_of, scan
from .config import parse_config
from .difference import Difference, Moved, View, Withdrawn, compare, excess
from .errors import ConfigError
from .images.enclose import settled
from .images.manifest import NAME as PICTURES
from .index.opening import FILE
from .lock import hold
from .manifest import MANIFEST
from .model import Problem, Severity
from .pool import Pool
from .reader.fields import FIELDS
from .reader.pinning import pin
from .reader.problems import Refused
from .run import STATE, Options, Progress, Run
from .settings import Config, Guard
from .source.revision import RevisionSource
from .view import view

# What to tell of an entry that is withdrawn, by `Withdrawn.why`; nothing of what is retracted.
_RETRACT = "was published, and readers keep it: to retract it, "
_ADVICE = {
    "deleted": _RETRACT + "bring the file back with `removed: true` and `id: {id}`",
    "draft": _RETRACT + "write `removed: true` and `id: {id}` instead of making it a draft",
    "unpublished": _RETRACT + "write `removed: true` and `id: {id}`, not `published: false`",
    "hidden": _RETRACT + "write `removed: true` and `id: {id}` instead of hiding it",
    "removed": _RETRACT + "write `id: {id}` into it as well",
    "refused": "was published, and has an error now that keeps it out",
    "waiting": "was published, and is dated in the future now; readers keep it",
    "renamed": "was published with another id and another link, {id}; readers keep that",
    "unlisted": "was published, and no feed asks for it any more; readers keep it",
}
_USUAL = "was published, and is no article any more; readers keep it"


def _base(config: Config, root: Path, revision: str | None) -> tuple[str, list[str]]:
    """Give the commit to compare with, and notices: by default the last that changed the feeds."""
    if revision is not None:
        return history.resolve(root, revision), []
    manifest = f"{config.feeds.output}/{MANIFEST}"
    found = history.last_change(root, manifest)
    if found is not None:
        return found, []
    return history.resolve(root, "HEAD"), [f"no commit has {manifest}: compared with HEAD"]


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
    which the revision has in the same place. Articles that wait for their date are held against
    the same `options.now` on both sides. Writes nothing but the index. Raises FeedmillError.
    """
    root = path.parent
    state = root / STATE
    commit, notices = _base(config, root, revision)
    with hold(state), Pool(options.jobs) as pool, TemporaryDirectory(prefix="feedmill-") as scratch:
        run = run_of(config, root, options, pool, progress)
        listing = scan(run, state)
        after = on_index(state, lambda said: view(run, listing, state, root, said))
        old = _config_at(config, path, commit, notices)
        before = _view_at(run._replace(config=old), root, commit, Path(scratch)) if old else View()
    found = compare(before, after)
    problems = [
        *_moved(run, path.name, old, found.moved, len(found.moved) > guard.max_moved),
        *_withdrawn(found.withdrawn, len(found.withdrawn) > guard.max_withdrawn),
    ]
    return replace(
        found,
        base=commit,
        problems=tuple(sorted(problems, key=lambda one: (one.path, one.code, one.message))),
        notices=tuple(notices),
        excess=excess(found, guard),
    )


def _config_at(config: Config, path: Path, commit: str, notices: list[str]) -> Config | None:
    """Read a commit's config, None if it has none; for one that is broken, `config` stands in."""
    with history.Objects(path.parent) as objects:
        data = objects.read(f"{commit}:./{path.name}")
    if data is None:
        notices.append(f"{commit[:12]} has no {path.name}, so no feeds: all of them are added")
        return None
    try:
        return parse_config(data.decode(), path.name)
    except (ConfigError, UnicodeDecodeError):
        notices.append(f"{path.name} of {commit[:12]} cannot be used: today's stands in for it")
        return config


def _view_at(run: Run, root: Path, commit: str, scratch: Path) -> View:
    """Look at the site as it was at a commit; `run.config` is that commit's."""
    with suppress(OSError):  # the index may be elsewhere, where there is no room for it
        shutil.copyfile(root / STATE / FILE, scratch / FILE)
    pictures = f"{settled(run.config).store}/{PICTURES}"
    with history.Objects(root) as objects:
        data = objects.read(f"{commit}:./{pictures}")
    place = scratch / "root" / pictures
    place.parent.mkdir(parents=True)
    if data is not None:
        place.write_bytes(data)
    elif not history.is_tracked(root, pictures):  # kept elsewhere, and the same for both
        with suppress(OSError):
            shutil.copyfile(root / pictures, place)
    source = RevisionSource(root, run.config.articles, commit)
    then = run._replace(
        packed=msgspec.msgpack.encode(run.config),
        source=source,
        cutoff=None if run.config.articles.future else int(run.options.now.timestamp()),
    )
    try:
        return view(then, source.scan(), scratch, scratch / "root", [])
    finally:
        source.close()


def _moved(
    run: Run, config_name: str, old: Config | None, moved: tuple[Moved, ...], bad: bool
) -> list[Problem]:
    """Name the line that gives each entry its id back, or the one key that moved all of them.

    `bad` says that there are more of them than there may be; so everywhere here.
    """
    was, now = old.site.authority if old else "", run.config.site.authority
    if moved and was != now:
        message = f"site.authority was {was!r}: since it changed, every id has moved"
        return [_problem(config_name, "moved-id", message, bad)]
    key = run.config.articles.fields.get("id", FIELDS["id"])[0]
    return [_repin(run, key, one, bad) for one in moved]


def _repin(run: Run, key: str, moved: Moved, bad: bool) -> Problem:
    line, what = None, f"write `{key}: {moved.was}`"
    data = run.source.read(moved.path)
    if isinstance(data, bytes):
        try:
            pinned = pin(data, key, moved.was)
            line, what = pinned.line, f"add the line `{pinned.text}`"
        except Refused as why:
            line = why.line
    message = f"its id has moved, so that readers show it once more: {what}"
    return _problem(moved.path, "moved-id", message, bad, line)


def _withdrawn(withdrawn: tuple[Withdrawn, ...], bad: bool) -> list[Problem]:
    """Say of each entry what its withdrawal means; nothing where all is well."""
    return [
        _problem(one.path, "withdrawn", _ADVICE.get(one.why, _USUAL).format(id=one.id), bad)
        for one in withdrawn
        if one.why != "retracted"
    ]


def _problem(path: str, code: str, message: str, bad: bool, line: int | None = None) -> Problem:
    severity: Severity = "error" if bad else "warning"
    return Problem(path=path, line=line, severity=severity, code=code, message=message)
