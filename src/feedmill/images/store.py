"""The image store: a folder of files named by the hash of their content, and its manifest.

<store>/images.jsonl          one line an image
<store>/ab/ab12….jpg          never changes under its name
<store>/.work/                while images are fetched: parts, and the journal of what is done

It comes with a checkout, so no link in it is followed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from feedmill.config.schema import Images
from feedmill.errors import StoreError
from feedmill.state.directory import Directory
from feedmill.state.durable import sync_files
from feedmill.state.lock import hold
from feedmill.state.place import inside
from feedmill.state.plain import NotPlainError

from . import manifest
from .manifest import Stored

_WORK = ".work"
_JOURNAL = "journal.jsonl"
_MAX_MANIFEST = 512 * 2**20  # bytes


def store_folder(root: Path, images: Images) -> Path:
    """Return where the image store of the site at `root` is; `images` come from `settled`.

    Raises StoreError if a link leads out of the site.
    """
    assert images.store is not None, "the settings come from `settled`"
    try:
        return inside(root, root / images.store)
    except OSError as error:
        raise StoreError(f"images.store: {error.filename} {error.strerror}") from error


def read_manifest(folder: Path) -> bytes:
    """Return a store's manifest as bytes, none if there is no store.

    Raises StoreError if it cannot be read.
    """
    try:
        with Directory.open(folder) as store:
            return store.read(manifest.NAME, _MAX_MANIFEST) or b""
    except FileNotFoundError:
        return b""
    except OSError as error:
        place = error.filename or folder / manifest.NAME
        raise StoreError(f"cannot read {place}: {error.strerror}") from error


class Store:
    """What the store holds: a look-up, for the build. Reading it needs no network and no Pillow.

    `images` has the images by source URL.
    """

    def __init__(self, folder: Path, data: bytes) -> None:
        self.folder = folder
        self.images: Mapping[str, Stored] = MappingProxyType(
            manifest.parse_lines(data, str(folder / manifest.NAME))
        )
        self.lookup = self.images.get

    @classmethod
    def open(cls, folder: Path) -> Store:
        """Read a store's manifest; a folder that is not there is an empty store.

        Raises StoreError if it cannot be read.
        """
        return cls(folder, read_manifest(folder))

    def path(self, file: str) -> Path:
        """Return the path of one of the store's files; StoreError if it is no name for one."""
        if not manifest.is_file_name(file):
            raise StoreError(f"{manifest.NAME}: {file!r} is not the name of a file in the store")
        return self.folder / file

    def has(self, image: Stored) -> bool:
        """Whether the files of an image are there, in their right size."""
        sizes = {image.file: image.bytes}
        if image.thumbnail:
            sizes[image.thumbnail.file] = image.thumbnail.bytes
        return all(self.size(file) == size for file, size in sizes.items())

    def size(self, file: str) -> int | None:
        """Return the size of one of the store's files in bytes, None if it is no file."""
        self.path(file)
        with suppress(OSError), Directory.open(self.folder) as store:
            for folder, names in store.visit([file]):
                for name in names:
                    found = folder.lstat(name)
                    return found.st_size if found and stat.S_ISREG(found.st_mode) else None
        return None

    def is_intact(self, file: str) -> bool:
        """Whether a file's content is still what its name says."""
        import hashlib  # loads OpenSSL, which a build can do without

        self.path(file)
        with suppress(OSError), Directory.open(self.folder) as store:
            for folder, names in store.visit([file]):
                for name in names:
                    with open(folder.open_file(name), "rb") as opened:  # noqa: PTH123 (a handle)
                        digest = hashlib.file_digest(opened, "sha256").hexdigest()
                    return digest == Path(file).stem
        return False

    def files(self) -> list[str]:
        """Return the names of all files of the store that are in its folder, sorted."""
        found = []
        with suppress(FileNotFoundError, NotPlainError), Directory.open(self.folder) as store:
            for part in store.names():
                if len(part) != 2:
                    continue
                with suppress(NotPlainError), store.enter(part) as folder:
                    names = (f"{part}/{name}" for name in folder.names())
                    found += [name for name in names if manifest.is_file_name(name)]
        return [file for file in found if self.size(file) is not None]


class Writer:
    """Changes a store, one process at a time; see `writing`.

    What is added is in the journal at once, so that a killed run loses nothing: the next one
    finds it there. The manifest is written in the end, in one piece.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.images = dict(store.images)
        self._parts = 0
        self._placed: set[str] = set()

    def begin(self) -> None:
        """Take over what a killed run had finished, and clear away what it had not."""
        self._folder = Directory.open(self.store.folder)
        with suppress(FileNotFoundError, NotPlainError):
            self._work = self._folder.enter(_WORK)
            with self._work, suppress(NotPlainError):
                for image in _finished(self._work.read(_JOURNAL, _MAX_MANIFEST) or b""):
                    if all(map(self.store.is_intact, image.files)):
                        self.images[image.url] = image
                        self._placed.update(image.files)
                self.save()
        self._folder.remove(_WORK)
        self._folder.mkdir(_WORK)
        self._work = self._folder.enter(_WORK)
        self._work.create(".gitignore", b"*\n")
        self._work.create(_JOURNAL, b"")
        journal = self._work.open_file(_JOURNAL, os.O_WRONLY | os.O_APPEND)
        self._journal = open(journal, "ab", buffering=0)  # noqa: PTH123, SIM115 (until `end`)

    def part(self) -> Path:
        """Return the path of a new file to write to, on the store's own disk."""
        self._parts += 1
        return self._work.path / f"{self._parts}.part"

    def place(self, part: Path, sha256: str, ending: str) -> str:
        """Move a part to where its hash (hex) says; give its name. The same bytes stay one."""
        file = f"{sha256[:2]}/{sha256}.{ending}"
        self.store.path(file)
        for folder, names in self._folder.visit([file], make=True):
            for name in names:
                self._work.move(part.name, folder, name)
        self._placed.add(file)
        return file

    def add(self, image: Stored) -> None:
        """Hold an image, whose files are in place, from now on."""
        self._journal.write(manifest.render_line(image))
        self.images[image.url] = image

    def save(self) -> None:
        """Write the manifest, after the files that it names are safe on disk."""
        data = manifest.render_lines(self.images.values())
        if data == (self._folder.read(manifest.NAME, _MAX_MANIFEST) or b""):
            return
        sync_files(self.store.folder, sorted(self._placed))
        for folder, _ in self._folder.visit(self._placed):
            folder.sync()
        self._work.remove(manifest.NAME)
        self._work.create(manifest.NAME, data)
        sync_files(self._work.path, [manifest.NAME])
        self._work.move(manifest.NAME, self._folder, manifest.NAME)
        self._folder.sync()

    def delete(self, files: tuple[str, ...]) -> None:
        """Delete files of the store, which no image needs any more."""
        for folder, names in self._folder.visit(files):
            for name in names:
                folder.unlink(name)

    def end(self) -> None:
        """Write the manifest and take the work folder away."""
        self._journal.close()
        self.save()
        self._work.close()
        self._folder.remove(_WORK)
        self._folder.close()
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
            what = f"{error.filename or folder}: {error.strerror or error}"
            raise StoreError(f"cannot write the image store: {what}") from error


def _finished(data: bytes) -> list[Stored]:
    """Return the images of a journal, less its last line if that was not written to its end."""
    images: list[Stored] = []
    for line in data.split(b"\n")[:-1]:
        with suppress(StoreError):
            images.extend(manifest.parse_lines(line).values())
    return images
