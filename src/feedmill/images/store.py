"""The image store: a folder of files named by the hash of their content, and its manifest.

<store>/images.jsonl          one line an image
<store>/ab/ab12….jpg          never changes under its name
<store>/.work/                while images are fetched: parts, and the journal of what is done
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from feedmill.errors import StoreError
from feedmill.state.durable import sync_files, sync_folders
from feedmill.state.lock import hold

from . import manifest
from .manifest import Stored

_WORK = ".work"
_JOURNAL = "journal.jsonl"
# The only names the store gives: whatever a manifest says, no path leaves the store's folder.
_FILE = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}\.[a-z]{3,4}")


class Store:
    """What the store holds: a look-up, for the build. Reading it needs no network and no Pillow.

    `images` has the images by source URL; `digest` (SHA-256, hex) changes when they do.
    """

    def __init__(self, folder: Path, data: bytes) -> None:
        self.folder = folder
        self.images: Mapping[str, Stored] = MappingProxyType(
            manifest.parse(data, str(folder / manifest.NAME))
        )
        self.digest = hashlib.sha256(data).hexdigest()
        self.lookup = self.images.get

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Read a store's manifest; a folder that is not there is an empty store.

        Raises StoreError if it cannot be read.
        """
        try:
            data = (folder / manifest.NAME).read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise StoreError(f"cannot read {folder / manifest.NAME}: {error.strerror}") from error
        return cls(folder, data)

    def path(self, file: str) -> Path:
        """Give the path of one of the store's files; StoreError if it is no name for one."""
        if not _FILE.fullmatch(file):
            raise StoreError(f"{manifest.NAME}: {file!r} is no name of a file of the store")
        return self.folder / file

    def has(self, image: Stored) -> bool:
        """Whether the files of an image are there, in their right size."""
        copy = image.thumbnail
        return self._is(image.file, image.bytes) and (
            copy is None or self._is(copy.file, copy.bytes)
        )

    def is_intact(self, file: str) -> bool:
        """Whether a file's content is still what its name says."""
        try:
            with self.path(file).open("rb") as opened:
                return hashlib.file_digest(opened, "sha256").hexdigest() == Path(file).stem
        except OSError:
            return False

    def files(self) -> list[str]:
        """Give the names of all files of the store that lie in its folder, sorted."""
        paths = self.folder.glob("??/*")
        names = (path.relative_to(self.folder).as_posix() for path in paths)
        return sorted(name for name in names if _FILE.fullmatch(name))

    def _is(self, file: str, size: int) -> bool:
        try:
            return self.path(file).stat().st_size == size
        except OSError:
            return False


class Writer:
    """Changes a store, one process at a time; see `writing`.

    What is added is in the journal at once, so that a killed run loses nothing: the next one
    finds it there. The manifest is written in the end, in one piece.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.images = dict(store.images)
        self._work = store.folder / _WORK
        self._parts = 0
        self._placed: set[str] = set()

    def begin(self) -> None:
        """Take over what a killed run had finished, and clear away what it had not."""
        journal = self._work / _JOURNAL
        if self._work.exists():
            lines = journal.read_bytes() if journal.exists() else b""
            for image in _finished(lines):
                if all(map(self.store.is_intact, image.files)):
                    self.images[image.url] = image
                    self._placed.update(image.files)
            self.save()
            shutil.rmtree(self._work)
        self._work.mkdir()
        (self._work / ".gitignore").write_text("*\n")
        self._journal = journal.open("ab", buffering=0)

    def part(self) -> Path:
        """Give the path of a new file to write to, on the store's own disk."""
        self._parts += 1
        return self._work / f"{self._parts}.part"

    def place(self, part: Path, sha256: str, ending: str) -> str:
        """Move a part to where its hash (hex) says; give its name. The same bytes stay one."""
        file = f"{sha256[:2]}/{sha256}.{ending}"
        path = self.store.path(file)
        try:
            part.replace(path)
        except FileNotFoundError:
            path.parent.mkdir()
            part.replace(path)
        self._placed.add(file)
        return file

    def add(self, image: Stored) -> None:
        """Hold an image, whose files are in place, from now on."""
        self._journal.write(manifest.render_line(image))
        self.images[image.url] = image

    def save(self) -> None:
        """Write the manifest, after the files that it names are safe on disk."""
        folder = self.store.folder
        data = manifest.render(self.images.values())
        path = folder / manifest.NAME
        if data == (path.read_bytes() if path.exists() else b""):
            return
        sync_files(folder, sorted(self._placed))
        sync_folders({(folder / file).parent for file in self._placed})
        new = self._work / manifest.NAME
        new.write_bytes(data)
        sync_files(self._work, [manifest.NAME])
        new.replace(path)
        sync_folders([folder])

    def end(self) -> None:
        """Write the manifest and take the work folder away."""
        self._journal.close()
        self.save()
        shutil.rmtree(self._work)
        with suppress(OSError):
            self.store.folder.rmdir()  # if there is nothing in it


@contextmanager
def writing(folder: Path, state: Path, *, wait: float = 10.0) -> Iterator[Writer]:
    """Open a store to change it. What was added is kept even if the block raises.

    `state` is a folder for the lock, outside what is published. Raises StoreError if the store
    cannot be written, PublishError if another process still holds the lock after `wait` seconds.
    """
    with hold(state, wait=wait):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            writer = Writer(Store.open(folder))
            writer.begin()
            try:
                yield writer
            finally:
                writer.end()
        except OSError as error:
            raise StoreError(f"cannot write the image store {folder}: {error}") from error


def _finished(data: bytes) -> list[Stored]:
    """Give the images of a journal, less its last line if that was not written to its end."""
    images: list[Stored] = []
    for line in data.split(b"\n")[:-1]:
        with suppress(StoreError):
            images.extend(manifest.parse(line).values())
    return images
