"""The bytes of git's objects, as many as are wanted, from one `git cat-file --batch`."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from feedmill.errors import HistoryError

from . import door
from .patience import GitWatch

if TYPE_CHECKING:
    from subprocess import Popen

MAX_OBJECT_BYTES = 2**28
"""No object that is read has more, unless the caller says so."""


class ObjectTooLargeError(HistoryError):
    """An object has more bytes, `size`, than the caller wants to read."""

    def __init__(self, name: str, size: int) -> None:
        super().__init__(f"git's {name} has {size / 2**20:,.0f} MiB: that is not read")
        self.size = size


class Objects:
    """A running git that returns the bytes of any number of objects. Close it.

    All methods that read raise HistoryError if git cannot be run, or lacks an object that a commit
    has: in a partial clone that is no damage, and the message says what to do.
    """

    def __init__(self, root: Path) -> None:
        self._folder, self._within = nearest_folder(root)
        self._call: Popen[bytes] | None = None
        self._watch: GitWatch | None = None
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, name: str, limit: int = MAX_OBJECT_BYTES) -> bytes | None:
        """Return the bytes of a blob by its id, or by `commit:./path`; None if there is none.

        Raises ObjectTooLargeError if it has more than `limit` bytes, HistoryError if git fails.
        """
        if "\n" in name:
            return None
        name = name.replace(":./", f":./{self._within}", 1)
        kind, size, answers = self._ask(name)
        if answers is None:
            if kind == b"missing":
                self._check_promised(name)
            return None
        if size > limit:
            self._stop()  # rather than reading on to its end
            raise ObjectTooLargeError(name, size)
        data = answers.read(size + 1)
        if self._watch is not None:
            self._watch.answered()
        if len(data) <= size:
            raise self._broken(name)
        return data[:-1] if kind == b"blob" else None

    def close(self) -> None:
        """End git; nothing can be read any more."""
        self._is_closed = True
        self._stop()

    def _stop(self) -> None:
        if self._call is None:
            return
        assert self._watch is not None
        self._watch.close()
        # Not by closing its input: a forked worker may hold that open, too.
        self._call.kill()
        for pipe in _pipes(self._call):
            pipe.close()
        self._call.wait()
        self._call = None

    def _ask(self, name: str) -> tuple[bytes, int, IO[bytes] | None]:
        """Return an object's type and size, and the pipe with its bytes; None if there are none."""
        if self._is_closed:
            raise ValueError("reading from closed Objects")
        if self._call is None:
            self._call = door.start(self._folder, "cat-file", "--batch", talk=True)
            self._watch = GitWatch(self._call, door.PATIENCE)
        asked, answers = _pipes(self._call)
        assert self._watch is not None
        self._watch.asked()
        try:
            asked.write(name.encode("utf-8", "surrogateescape") + b"\n")
            asked.flush()
            head = answers.readline().split()
        except OSError:
            head = []
        if not head:
            raise self._broken(name)
        if head[-1] in (b"missing", b"ambiguous", b"submodule"):
            self._watch.answered()
            return head[-1], 0, None
        return head[-2], int(head[-1]), answers

    def _check_promised(self, name: str) -> None:
        """Raise HistoryError if a commit has what was not found."""
        commit, colon, path = name.partition(":./")
        if not colon:
            raise self._broken(name)
        listed = door.run(self._folder, "ls-tree", "-z", commit, "--", f":(literal){path}")
        if listed.status or listed.output:
            raise self._broken(name)

    def _broken(self, name: str) -> HistoryError:
        """Return the error of an object that git should have, and cannot give."""
        return HistoryError(f"git cannot read {name}{remedy(self._folder) or BROKEN_OBJECT}")


BROKEN_OBJECT = "; the repository may be damaged: run git fsck"


def remedy(folder: Path) -> str:
    """Say how to get what a shallow or partial clone lacks; nothing if it is neither."""
    try:
        if door.examine_repository(folder).is_partial:
            return "; the clone is partial: get all of it with git fetch --refetch --no-filter"
    except HistoryError:
        return ""
    return "; the clone is shallow: fetch more of its history" if is_shallow(folder) else ""


def is_shallow(folder: Path) -> bool:
    """Return whether the clone has only the newest commits."""
    return door.run(folder, "rev-parse", "--is-shallow-repository").text == "true"


def nearest_folder(root: Path) -> tuple[Path, str]:
    """Return the nearest folder that exists, for git to work in, and the way on to `root`."""
    for folder in (root, *root.parents):
        if folder.is_dir():
            return folder, "" if folder == root else f"{root.relative_to(folder).as_posix()}/"
    return root, ""


def _pipes(call: Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert call.stdin is not None
    assert call.stdout is not None
    return call.stdin, call.stdout
