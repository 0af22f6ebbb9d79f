"""One build at a time: a lock file that the system frees when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from feedmill.display import printable
from feedmill.errors import PublishError

from .directory import Directory
from .plain import NotPlainError

LOCK = "lock"
_PAUSE = 0.05  # seconds between two attempts

_held: set[int] = set()


@contextmanager
def hold(folder: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Hold the lock file in `folder` (made if missing) while the block runs.

    Another holder is waited for, `wait` seconds at most. Raises PublishError if it still holds
    the lock then, naming it, or if there can be no lock file. The file stays behind, empty:
    deleting it could part a waiting build from a new one.
    """
    with ExitStack() as stack:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with Directory.open(folder) as place:
                handle = open_lock(place)
            stack.enter_context(holding(handle, folder / LOCK, wait=wait))
        except OSError as error:
            raise PublishError(f"cannot lock {folder / LOCK}: {error.strerror}") from error
        yield


def open_lock(folder: Directory) -> int:
    """Open the lock file in a folder, and return its handle; what is no such file is replaced.

    Raises OSError.
    """
    flags = os.O_RDWR | os.O_CREAT
    try:
        return folder.open_own(LOCK, flags)
    except NotPlainError:
        folder.remove(LOCK)
        return folder.open_own(LOCK, flags | os.O_EXCL)


@contextmanager
def holding(handle: int, path: Path, *, wait: float = 10.0) -> Iterator[None]:
    """Hold an open lock file, or a folder, while the block runs; it is closed in the end.

    Raises PublishError, which names it by `path`, if another process still holds it after `wait`
    seconds, OSError if it cannot be locked.
    """
    _held.add(handle)
    try:
        _wait_for(handle, path, wait)
        _sign(handle, f"process {os.getpid()} on {_host()}")
        yield
        if handle in _held:  # not so in a forked child
            _sign(handle, "")
    finally:
        if handle in _held:
            _held.discard(handle)
            os.close(handle)


def last_held(folder: Path) -> int:
    """Return when the lock file in `folder` changed hands, in ns, by the file system's clock.

    Raises OSError.
    """
    with Directory.open(folder) as place:
        found = place.lstat(LOCK)
    assert found is not None
    return found.st_mtime_ns


def _wait_for(handle: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        if _lock(handle):
            return
        if time.monotonic() >= deadline:
            raise PublishError(
                f"another build is running ({_holder(handle) or 'it has just started'}); waited "
                f"{wait:g} s for it to release {path}"
            )
        time.sleep(_PAUSE)


def _holder(handle: int) -> str:
    """Read the note of who holds the lock, which may be anything."""
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        return printable(os.read(handle, 200).decode(errors="replace").strip())
    except OSError:  # a folder has none
        return "without a state folder"


def _sign(handle: int, holder: str) -> None:
    """Leave a note for those who wait; on a full disk the lock holds without it."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, holder.encode())


if sys.platform == "win32":

    def _lock(handle: int) -> bool:
        import msvcrt

        # Windows keeps others from reading what is locked: lock one byte far behind the note.
        os.lseek(handle, 1 << 30, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _host() -> str:
        return os.environ.get("COMPUTERNAME", "this computer")

else:

    def _lock(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _host() -> str:
        return os.uname().nodename

    def _let_go() -> None:
        """A forked worker shares the lock: one that outlives a killed build would keep it."""
        for handle in _held:
            os.close(handle)
        _held.clear()

    os.register_at_fork(after_in_child=_let_go)
