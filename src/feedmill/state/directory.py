"""A folder held open: its contents are reached from its handle, and no link is followed.

Windows has no such handles: there each path is looked at before it is used, which is as good
as long as nobody else changes the folder meanwhile.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from .plain import NotPlainError, check_own, is_link, open_folder, open_listing, open_plain

_NO_NAME = re.compile(r"/\.{0,2}/")


class Directory:
    """A folder held open. Names are of one part; methods raise OSError. Close it.

    `durable` says whether `sync` waits for the disk, here and in what is entered from here.
    """

    def __init__(self, path: Path, handle: int | None, *, durable: bool = True) -> None:
        self.path = path
        self.durable = durable
        self._handle = handle

    @classmethod
    def open(cls, path: Path, *, follow: bool = False) -> Directory:
        """Open the folder at `path`. Raises NotPlainError if it is a link, unless `follow`."""
        return cls(path, open_folder(os.fspath(path), None, path, follow=follow))

    def close(self) -> None:
        """Let go of the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def stat(self) -> os.stat_result:
        """Return the folder's own status."""
        return self.path.lstat() if self._handle is None else os.fstat(self._handle)

    def lstat(self, name: str) -> os.stat_result | None:
        """Return the status of what is called so, a link's own; None if nothing is."""
        try:
            return os.lstat(self._at(name), dir_fd=self._handle)
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """List what is in the folder, sorted."""
        if self._handle is None:
            return sorted(os.listdir(self.path))  # noqa: PTH208 (as below)
        handle = self.open_listing()
        try:
            return sorted(os.listdir(handle))  # noqa: PTH208 (from a handle)
        finally:
            os.close(handle)

    def open_listing(self) -> int:
        """Open the folder once more and return its handle, which may list, sync and lock it."""
        assert self._handle is not None, "Windows has no such handles"
        return open_listing(self._handle)

    def enter(self, name: str, *, make: bool = False) -> Directory:
        """Open a folder in this one, with `make` one that is made if it is missing.

        Raises NotPlainError if it is a link or a file.
        """
        if make:
            with suppress(FileExistsError):
                self.mkdir(name)
        path = self.path / name
        handle = open_folder(self._at(name), self._handle, path)
        return Directory(path, handle, durable=self.durable)

    def open_file(self, name: str, flags: int = os.O_RDONLY) -> int:
        """Open a plain file and return its handle. Raises NotPlainError for all that is none."""
        return open_plain(self._at(name), self._handle, self.path / name, flags)

    def open_own(self, name: str, flags: int) -> int:
        """Open a plain file to change it in place, and return its handle.

        Raises NotPlainError also if it has a second name elsewhere, or belongs neither to this
        user nor to the owner of the folder.
        """
        handle = self.open_file(name, flags)
        try:
            self.check_own(name, os.fstat(handle))
        except BaseException:
            os.close(handle)
            raise
        return handle

    def check_own(self, name: str, found: os.stat_result) -> None:
        """Raise NotPlainError unless a file may be changed in place, by its status."""
        check_own(self.path / name, found, self.stat().st_uid)

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file's bytes, None if there is none. Raises NotPlainError over `limit` bytes."""
        try:
            handle = self.open_file(name)
        except FileNotFoundError:
            return None
        try:
            data = os.read(handle, min(os.fstat(handle).st_size, limit) + 1)
            while len(data) <= limit and (more := os.read(handle, 2**20)):
                data += more
        finally:
            os.close(handle)
        if len(data) > limit:
            what = f"has more than {limit:,} bytes"
            raise NotPlainError(errno.EFBIG, what, str(self.path / name))
        return data

    def create(self, name: str, data: bytes) -> None:
        """Write a file that is not there yet. Raises FileExistsError if anything is."""
        handle = self.open_file(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
        finally:
            os.close(handle)

    def write(self, name: str, data: bytes) -> None:
        """Put a file in place, at once: what is there is replaced, never written to."""
        fresh = f"{name}.new"
        self.remove(fresh)  # of a run that was killed
        self.create(fresh, data)
        try:
            self.move(fresh, self, name)
        except (IsADirectoryError, PermissionError):  # as Windows says it
            self.remove(name)
            self.move(fresh, self, name)

    def move(self, name: str, to: Directory, new: str) -> None:
        """Move what is called `name` to another folder, or within this one, over what is there."""
        with self._named(name):
            os.replace(self._at(name), to._at(new), src_dir_fd=self._handle, dst_dir_fd=to._handle)

    def mkdir(self, name: str) -> None:
        """Make a folder. Raises FileExistsError if anything is called so."""
        with self._named(name):
            os.mkdir(self._at(name), dir_fd=self._handle)

    def rmdir(self, name: str) -> None:
        """Delete an empty folder."""
        with self._named(name):
            os.rmdir(self._at(name), dir_fd=self._handle)

    def unlink(self, name: str) -> None:
        """Delete a file or a link. Raises OSError if it is a folder, or not there."""
        with self._named(name):
            os.unlink(self._at(name), dir_fd=self._handle)

    def remove(self, name: str) -> None:
        """Delete whatever is called so, a folder with all that is in it; no link is followed."""
        # Folders come up here before they are emptied: however deep they are, one is open.
        left = [name]
        while left:
            found = self.lstat(name := left.pop())
            if found is None:
                continue
            if not stat.S_ISDIR(found.st_mode) or is_link(found):
                self.unlink(name)
                continue
            with self.enter(name) as inside:
                for child in inside.names():
                    status = inside.lstat(child)
                    if status is None or not stat.S_ISDIR(status.st_mode) or is_link(status):
                        inside.unlink(child)
                    else:
                        left.append(f".{os.urandom(8).hex()}.old")
                        inside.move(child, self, left[-1])
            self.rmdir(name)

    def sync(self) -> None:
        """Wait until what was moved in and out is on disk.

        Some systems and network file systems cannot do that for a folder; then it is theirs to
        keep the order.
        """
        if self._handle is None or not self.durable:
            return
        with suppress(OSError):
            handle = self.open_listing()
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def visit(
        self, paths: Iterable[str], *, make: bool = False
    ) -> Iterator[tuple[Directory, dict[str, str]]]:
        """Yield the folders that `paths` (with `/`) are in, outer before inner, each held open.

        With each, its files: name → path. Folders that are missing are left out, or made. Raises
        NotPlainError where a link or a file is in a folder's place, ValueError if a path has a
        part that is no name, such as `..`.
        """
        groups: dict[str, dict[str, str]] = {}
        for path in paths:
            folder, slash, name = path.rpartition("/")
            groups.setdefault(f"{folder}{slash}", {})[name] = path
        way: list[tuple[str, Directory]] = []  # the folders from here to the one visited last
        try:
            for folder in sorted(groups):
                if _NO_NAME.search(f"/{folder}"):
                    raise ValueError(f"{next(iter(groups[folder].values()))!r}: not a path below")
                while way and not folder.startswith(way[-1][0]):
                    way.pop()[1].close()
                if (found := self._descend(folder, way, make)) is not None:
                    yield found, groups[folder]
        finally:
            for _, inner in way:
                inner.close()

    def _descend(
        self, folder: str, way: list[tuple[str, Directory]], make: bool
    ) -> Directory | None:
        """Open a folder below this one, given with its closing `/`; `way` grows to it."""
        above, here = way[-1] if way else ("", self)
        for part in folder[len(above) :].split("/")[:-1]:
            try:
                here = here.enter(part, make=make)
            except FileNotFoundError:
                return None
            above = f"{above}{part}/"
            way.append((above, here))
        return here

    @contextmanager
    def _named(self, name: str) -> Iterator[None]:
        """Let errors name the whole path, not just the last part of it."""
        try:
            yield
        except OSError as error:
            error.filename = str(self.path / name)
            raise

    def _at(self, name: str) -> str:
        return name if self._handle is not None else os.fspath(self.path / name)
