"""A folder of this machine as a destination: `file:///srv/www/feeds`. No link below it is followed.

Files are written beside, in a work folder, and moved into place. The work folder goes at the end.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from feedmill.errors import PublishError
from feedmill.publishing.explained import explained
from feedmill.state.directory import Directory
from feedmill.state.durable import sync_files
from feedmill.state.plain import NotPlainError

from .address import StoreAddress
from .destination import ChangedError, FileHeaders, Present, StoredBlob

WORK = ".publishing"


class LocalFolder:
    """A folder of this machine; it is made if it is not there. Threads may use it together."""

    def __init__(self, address: StoreAddress) -> None:
        self.root = Path(address.folder or "/")
        self._own = f"{os.getpid():x}-{os.urandom(6).hex()}"
        self._numbers = 0
        self._lock = threading.Lock()

    def read(self, path: str, limit: int) -> StoredBlob | None:
        """Return a file, None if there is none. Raises PublishError over `limit` bytes."""
        with self._opened("read") as root:
            for folder, names in root.visit([path]) if root else ():
                for name in names:
                    data = folder.read(name, limit)
                    return (
                        None if data is None else StoredBlob(data, hashlib.sha256(data).hexdigest())
                    )
        return None

    def look(self, path: str, sizes: Collection[int]) -> Present | None:
        """Return what is at `path`, None if nothing is. It has no mark of who wrote it."""
        with self._opened("read") as root:
            for folder, names in root.visit([path]) if root else ():
                for name in names:
                    found = folder.lstat(name)
                    if found is None:
                        return None
                    if found.st_size not in sizes:
                        os.close(folder.open_file(name))  # refuses what is no plain file
                        return Present("", None)
                    with open(folder.open_file(name), "rb") as file:  # noqa: PTH123 (a handle)
                        return Present(hashlib.file_digest(file, "sha256").hexdigest(), None)
        return None

    def write(self, path: str, data: bytes, headers: FileHeaders, sha256: str) -> None:  # noqa: ARG002
        """Put a file in place, whole or not at all."""
        with self._lock:
            self._numbers += 1
            fresh = f"{self._own}-{self._numbers}"
        with explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
        with self._opened() as root:
            assert root is not None
            with root.enter(WORK, make=True) as work:
                work.create(fresh, data)
                sync_files(work.path, [fresh])
                for folder, names in root.visit([path], make=True):
                    for name in names:
                        work.move(fresh, folder, name)
                        folder.sync()

    def replace(
        self, path: str, data: bytes, headers: FileHeaders, known: StoredBlob | None
    ) -> None:
        """Put a file in place of the one that was read. Raises ChangedError if it is not that."""
        found = self.look(path, [len(known.data)] if known else [])
        if (found and found.sha256) != (known and known.version):
            raise ChangedError(f"{self.root / path} changed during this run")
        self.write(path, data, headers, "")

    def delete(self, path: str) -> None:
        """Delete a file, if it is there, and the folders that this empties."""
        with self._opened("delete") as root:
            for folder, names in root.visit([path]) if root else ():
                for name in names:
                    with suppress(FileNotFoundError):
                        folder.unlink(name)
                        folder.sync()
            above = path.rpartition("/")[0]
            while root and above:
                for folder, names in root.visit([above]):
                    for name in names:
                        with suppress(OSError):  # something is in it
                            folder.rmdir(name)
                above = above.rpartition("/")[0]

    def close(self) -> None:
        """Remove the work folder, with what killed runs left in it."""
        with self._opened("delete") as root:
            if root:
                root.remove(WORK)

    @contextmanager
    def _opened(self, doing: str = "write") -> Iterator[Directory | None]:
        """Open the folder, which may be a link itself; None if it is not there."""
        try:
            root = Directory.open(self.root, follow=True)
        except FileNotFoundError:
            yield None
            return
        except NotPlainError as error:
            raise PublishError(f"{self.root} {error.strerror}") from error
        except OSError as error:
            raise PublishError(f"cannot {doing} {self.root}: {error.strerror}") from error
        with root:
            try:
                yield root
            except NotPlainError as error:
                what = f"{error.filename or self.root} {error.strerror}"
                raise PublishError(f"{what}; move it away, or publish elsewhere") from error
            except OSError as error:
                place = error.filename or self.root
                raise PublishError(f"cannot {doing} {place}: {error.strerror}") from error
