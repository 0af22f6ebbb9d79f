"""The folder `.feedmill`: where it is, whether it may be used, and what is used in its place.

What it holds is believed, so it must have been made here. It is not used if it is a link, belongs
to somebody else, or git tracks anything in it: then it came with the checkout. If it does not
carry the mark of this very folder, it may have come with an archive: its caches are deleted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from feedmill.errors import PublishError
from feedmill.git.tracking import tracking_stamp, tracks

from .directory import Directory
from .lock import LOCK, hold, holding, open_lock
from .mark import is_marked, is_untracked, mark
from .plain import HANDLES, NotPlainError
from .scratch import scratch_folder

STATE = ".feedmill"
"""The folder of caches, beside the config."""

TRUST = "FEEDMILL_TRUST_STATE"
"""The environment variable which says, if it is 1, that a restored folder may be used."""

_PREVIEW = "preview"
_CACHES = ("index.sqlite", "config", "code", "published", _PREVIEW)
_ENDINGS = ("", "-wal", "-shm", "-journal", ".new")


class _NotUsedError(Exception):
    """A sentence for people: why a state folder is not used."""


@contextmanager
def entered(root: Path, *, wait: float = 10.0) -> Iterator[tuple[Path, list[str]]]:
    """Hold the state folder of the site at `root` for one run.

    Gives its path and what there is to say of it. Where there is none that may be used, it is a
    temporary folder. Raises PublishError if another run holds it after `wait` seconds,
    IndexUnusableError if there is no room for it at all.
    """
    with ExitStack() as stack:
        site = _site(root, stack)
        try:
            folder, stamp = _writable(site, stack)
            stack.enter_context(holding(open_lock(folder), folder.path / LOCK, wait=wait))
            place, notices = folder.path, _vouched(folder, stamp)
        except (_NotUsedError, OSError) as why:
            place, notices = _elsewhere(site, stack, wait), [_reason(why)]
            stack.enter_context(hold(place))
        yield place, notices


@contextmanager
def set_apart(root: Path, name: str) -> Iterator[tuple[Path, list[str]]]:
    """Yield the path of a folder `name` in the state folder of the site at `root`, to lock.

    Nothing that it holds may be believed. Otherwise as `entered`.
    """
    with ExitStack() as stack:
        site, notices = _site(root, stack), []
        try:
            folder, _ = _writable(site, stack)
            place = stack.enter_context(folder.enter(name, make=True)).path
        except (_NotUsedError, OSError) as why:
            place, notices = _elsewhere(site, stack, 10.0), [_reason(why)]
        yield place, notices


@contextmanager
def preview_folder(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """Hold the folder of a preview of the site at `root` for as long as it runs.

    Give its path and what there is to say of it; what it holds was made here. Where there is none
    that may be used, or another preview has it, it is a temporary folder. Raises PublishError if a
    build holds the state folder for long, IndexUnusableError if there is no room at all.
    """
    with ExitStack() as stack:
        site, notices = _site(root, stack), []
        try:
            folder, stamp = _writable(site, stack)
            with holding(open_lock(folder), folder.path / LOCK):
                notices = _vouched(folder, stamp)
            own = stack.enter_context(folder.enter(_PREVIEW, make=True))
            place = own.path
            _hold_own(own, stack)
        except (_NotUsedError, OSError) as why:
            place, notices = stack.enter_context(scratch_folder()), [*notices, _reason(why)]
        yield place, notices


def _hold_own(folder: Directory, stack: ExitStack) -> None:
    try:
        stack.enter_context(holding(open_lock(folder), folder.path / LOCK, wait=0))
    except PublishError:
        message = "another preview of this site is running: this one begins from scratch"
        raise _NotUsedError(message) from None


@contextmanager
def kept(root: Path) -> Iterator[Directory | None]:
    """Open the state folder of the site at `root`, made if it is missing; None: not to be used.

    It is not locked: what is in it may be read, or replaced at once.
    """
    with ExitStack() as stack:
        folder = None
        with suppress(_NotUsedError, OSError):
            site = stack.enter_context(Directory.open(root, follow=True))
            is_new = site.lstat(STATE) is None
            if is_new:
                site.mkdir(STATE)
            found, stamp = _own(site, stack)
            if is_new or is_marked(found):
                folder = found
                _note(found, stamp)
            elif _is_trusted():
                folder = found
        yield folder


def _own(site: Directory, stack: ExitStack) -> tuple[Directory, str | None]:
    """Open a site's state folder, unless it is somebody else's.

    With it comes the state of git's index of which it is known that it does not have the folder.
    """
    try:
        folder = stack.enter_context(site.enter(STATE))
    except NotPlainError as error:
        raise _NotUsedError(f"{STATE} {error.strerror}: not used") from error
    owner = folder.stat().st_uid
    if hasattr(os, "geteuid") and owner not in (os.geteuid(), site.stat().st_uid):
        raise _NotUsedError(f"{STATE} belongs to another user ({owner}): not used")
    stamp = tracking_stamp(site.path)
    if is_untracked(folder, stamp):
        return folder, stamp
    tracked = tracks(site.path, STATE)
    if tracked:
        remedy = f"git rm -r --cached {STATE} untracks it"
        raise _NotUsedError(f"{STATE} is tracked by git: not used ({remedy})")
    if tracked is None and not _is_trusted():
        remedy = f"see what git status says, or set {TRUST}=1"
        raise _NotUsedError(f"git cannot say whether it tracks {STATE}: not used ({remedy})")
    return folder, None if tracked is None else stamp


def _site(root: Path, stack: ExitStack) -> Directory:
    try:
        return stack.enter_context(Directory.open(root, follow=True))
    except OSError as error:
        raise PublishError(f"cannot open {root}: {error.strerror}") from error


def _writable(site: Directory, stack: ExitStack) -> tuple[Directory, str | None]:
    """Open a site's state folder, made if it is missing, to change what is in it."""
    if site.lstat(STATE) is None:
        with suppress(FileExistsError):
            site.mkdir(STATE)
    folder, stamp = _own(site, stack)
    if not os.access(folder.path, os.W_OK | os.X_OK):
        raise _NotUsedError(f"{STATE} cannot be written: not used")
    return folder, stamp


def _reason(why: _NotUsedError | OSError) -> str:
    return f"{STATE} cannot be used: {why.strerror}" if isinstance(why, OSError) else str(why)


def _vouched(folder: Directory, stamp: str | None) -> list[str]:
    """Mark a folder as made here; what it holds already must be, or it is deleted."""
    notices = []
    if not is_marked(folder) and not _is_trusted():
        names = [f"{cache}{ending}" for cache in _CACHES for ending in _ENDINGS]
        found = [name for name in names if folder.lstat(name)]
        for name in found:
            folder.remove(name)
        if found:
            notices.append(
                f"{STATE} was made elsewhere or changed since: rebuilding the index from scratch "
                f"({TRUST}=1 uses a folder that was restored)"
            )
    _note(folder, stamp)
    return notices


def _note(folder: Directory, stamp: str | None) -> None:
    """Mark a folder, and note in which state of git's index it is not."""
    if not is_untracked(folder, stamp):
        with suppress(OSError):  # no room: next time again
            mark(folder, stamp)


def _elsewhere(site: Directory, stack: ExitStack, wait: float) -> Path:
    """Make a folder for one run only. The site's own folder serves as the lock, if it can."""
    if HANDLES:
        with suppress(OSError):  # some file systems lock no folders
            stack.enter_context(holding(site.open_listing(), site.path, wait=wait))
    return stack.enter_context(scratch_folder())


def _is_trusted() -> bool:
    return os.environ.get(TRUST) == "1"
