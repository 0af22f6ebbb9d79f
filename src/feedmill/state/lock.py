"""One build at a time: a lock file that the system frees when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feedmill.errors import PublishError

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
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise PublishError(f"cannot lock {path}: {error.strerror}") from error
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


def _wait_for(handle: int, path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            if _lock(handle):
                return
        except OSError as error:
            raise PublishError(f"cannot lock {path}: {error.strerror}") from error
        if time.monotonic() >= deadline:
            os.lseek(handle, 0, os.SEEK_SET)
            holder = os.read(handle, 200).decode(errors="replace").strip()
            raise PublishError(
                f"another build is running ({holder or 'it has just started'}); waited "
                f"{wait:g} s for it to let go of {path}"
            )
        time.sleep(_PAUSE)


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
