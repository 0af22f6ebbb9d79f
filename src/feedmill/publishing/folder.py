"""Decide what to write and delete in the output folder, and do it.

A `Plan` says what is to be done. `Folder` carries it out, so that a build that is killed at any
moment, or fails, leaves no torn feed, and the next build ends where an undisturbed one does:

1. Workers `stage` what differs in a folder of this build's own inside the output folder, where
   every file can be moved into place: same file system, and no other folder need be writable.
   A full disk or a missing permission shows here, with all feeds as they were.
2. What is staged, the manifests too, is made durable.
3. If there are new files, a manifest that claims them beside the old ones is put in place:
   from here on each file that this build may leave behind is known as ours.
4. Files are moved into place, feeds without articles deleted, emptied folders removed, and
   all of that made durable.
5. The manifest is put in place, and the staging folder removed.

Nothing needs recovering: after a kill the manifest names every file of ours, so the next build
plans from what lies there, as always, and throws away the staging folder.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from feedmill.errors import PublishError
from feedmill.state.directory import Directory
from feedmill.state.durable import sync_files
from feedmill.state.place import output_place
from feedmill.state.plain import NotPlainError

from .explained import explained, refused
from .manifest import (
    MANIFEST,
    Manifest,
    ManifestError,
    check_path,
    decode_manifest,
    encode_manifest,
    united,
)
from .moving import find_blocking, folders_of, make_room, move_into_place
from .output_state import NOT_A_FILE, Known, OutputState, Stamp, compare_output
from .plan import Plan

STAGING = ".feedmill-staging"
_MARK = ".gitignore"  # says that the staging folder is ours, and keeps it out of a commit
_CLAIM, _FINAL = ".claim", ".final"  # the two manifests, staged; no feed's name begins so
_MAX_MANIFEST = 256 * 2**20  # bytes
_HEAD = 64 * 2**10  # bytes of a feed in which its own address comes


def output_folder(root: Path, wanted: Path) -> OutputFolder:
    """Return the output folder `wanted` of the site at `root`, where it really is.

    Raises PublishError if links lead out of the site.
    """
    try:
        return OutputFolder(output_place(root, wanted))
    except OSError as error:
        raise refused(error, wanted) from error


def stage(staging: str, path: str, data: bytes, *, more: bool = False) -> None:
    """Write one file into `staging` (what `Folder.begin` gave), from any process; or add `more`.

    Raises PublishError if `path` is unsafe, or it cannot be written.
    """
    check_path(path)
    target = Path(staging, path)
    with explained(target):
        try:
            file = target.open("ab" if more else "wb")
        except FileNotFoundError:
            # Not parents=True: a worker that outlived its build must not bring `staging` back.
            for folder in folders_of([path]):
                Path(staging, folder).mkdir(exist_ok=True)
            file = target.open("wb")
        with file:
            file.write(data)


class OutputFolder:
    """The output folder. Methods raise PublishError in one line that names path and reason.

    One build at a time (`lock.hold`): `claimed`, `present`, then `begin`, `stage` and `commit`,
    and `discard` in any case. No link is followed, the folder itself included.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root = root
        self._durable = durable  # else a power cut may take what is written
        self.damage: str | None = None
        self._staging: str | None = None

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if there is none."""
        with self._opened("read") as root:
            for folder, names in root.visit([path]) if root else ():
                for name in names:
                    return folder.read(name, _MAX_MANIFEST)
        return None

    def has(self, path: str, data: bytes) -> bool:
        """Return whether a file is there with these bytes."""
        stamp = self.stamp(path)
        return stamp is not None and stamp[0] == len(data) and self.read(path) == data

    def manifest(self) -> Manifest:
        """Return what Feedmill wrote here; without a manifest, nothing.

        Raises ManifestError if it is damaged.
        """
        place, stamp = self.root / MANIFEST, self.stamp(MANIFEST)
        if stamp == NOT_A_FILE:
            raise ManifestError(f"{place} is not a file; move it away")
        if stamp and stamp[0] > _MAX_MANIFEST:
            raise ManifestError(f"{place} has {stamp[0]:,} bytes; move it away")
        if (data := self.read(MANIFEST)) is None:
            return Manifest()
        manifest = decode_manifest(data, str(place))
        with self._opened("read") as root:
            for _ in root.visit(manifest.digests()) if root else ():
                pass  # no link on the way to any of them
        return manifest

    def claimed(self) -> Manifest:
        """Return the manifest, or, if it is damaged, an empty one; `damage` then says so."""
        try:
            return self.manifest()
        except ManifestError as error:
            self.damage = f"{str(error).partition(';')[0]}: rebuilding it"
            return Manifest()

    def claims(self) -> dict[str, set[str]]:
        """Return path → the digests (hex) that it may have, of what Feedmill wrote here.

        A build that was killed while it moved files into place may have left either bytes.
        """
        claims = self.claimed().claims()
        with self._opened("read") as root:
            for data in _unfinished(root) if root else ():
                with suppress(PublishError):
                    for path, digest in decode_manifest(data).digests().items():
                        if path in claims:
                            claims[path].add(digest)
        return claims

    def stamp(self, path: str) -> Stamp | None:
        """Return the stamp of what lies at `path`; None if nothing does."""
        return self.stamps([path]).get(path)

    def stamps(self, paths: Collection[str]) -> dict[str, Stamp]:
        """Return the stamps of those of `paths` where something lies; refuse links on the way."""
        found = {}
        with self._opened("read") as root:
            for folder, names in root.visit(paths) if root else ():
                for name, path in names.items():
                    if status := folder.lstat(name):
                        found[path] = (
                            (status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                            if stat.S_ISREG(status.st_mode)
                            else NOT_A_FILE
                        )
        return found

    def output_state(self, left: Mapping[str, Known]) -> OutputState:
        """Say what lies here of the files that the last build left."""
        return compare_output(self.root, left, self.stamps(left.keys()))

    def present(self, stamps: Mapping[str, Stamp], known: Mapping[str, Known]) -> dict[str, str]:
        """Return path → sha256 (hex) of what lies at each path of `stamps`, "" for no file.

        A file that has the stamp it had when its digest became `known` is not read again.
        """
        digests = {}
        unread = []
        for path, stamp in stamps.items():
            knew = known.get(path)
            if knew and knew.stamp == stamp:
                digests[path] = knew.sha256
            elif stamp == NOT_A_FILE:
                digests[path] = ""
            else:
                unread.append(path)
        return digests | self._digests(unread) if unread else digests

    def _digests(self, paths: Iterable[str]) -> dict[str, str]:
        import hashlib  # loads OpenSSL, which a build that changes nothing can do without

        digests = {}
        with self._opened("read") as root:
            for folder, names in root.visit(paths) if root else ():
                for name, path in names.items():
                    with open(folder.open_file(name), "rb", 0) as file:  # noqa: PTH123 (a handle)
                        digests[path] = hashlib.file_digest(file, "sha256").hexdigest()
        return digests

    def naming(self, address: str, paths: Iterable[str]) -> set[str]:
        """Return those of `paths` where a file names `address` near its start, as feeds do."""
        found = set()
        with self._opened("read") as root:
            for folder, names in root.visit(paths) if root else ():
                for name, path in names.items():
                    with (
                        suppress(FileNotFoundError, NotPlainError),
                        open(folder.open_file(name), "rb", 0) as file,  # noqa: PTH123 (a handle)
                    ):
                        if address.encode() in file.read(_HEAD):
                            found.add(path)
        return found

    def begin(self) -> str:
        """Make what is not there yet, output folder and staging folder: its path for `stage`."""
        if self._staging:
            return self._staging
        self.discard()
        # Each build its own, lest a worker that outlived a killed build write into this one's.
        name = os.urandom(8).hex()
        with explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            with Directory.open(self.root) as root:
                root.mkdir(STAGING)
                with root.enter(STAGING) as staging:
                    staging.create(_MARK, b"*\n")
                    staging.mkdir(name)
        self._staging = str(self.root / STAGING / name)
        return self._staging

    def commit(self, plan: Plan, new: Manifest, text: bytes) -> None:
        """Carry out `plan`, whose files to write are staged.

        `text` is what `encode_manifest` gives of `new`. If nothing differs, nothing is touched.
        See the module's text for the order.
        """
        if plan.write or plan.delete or not self.has(MANIFEST, text):
            assert self._staging or not plan.write
            place = Path(self.begin())
            manifests = {_FINAL: text}
            if plan.fresh:
                manifests[_CLAIM] = encode_manifest(united(self.claimed(), new))
            with self._opened() as root, explained(place), Directory.open(place) as staging:
                assert root is not None
                blocking = find_blocking(root, plan)
                for name, data in manifests.items():
                    staging.create(name, data)
                if self._durable:
                    sync_files(place, (*plan.write, *manifests))
                for parent, names in root.visit(blocking):
                    for name in names:
                        parent.rmdir(name)
                if self.damage:
                    make_room(root, MANIFEST)
                if _CLAIM in manifests:
                    staging.move(_CLAIM, root, MANIFEST)
                    root.sync()
                move_into_place(root, plan, staging)
                staging.move(_FINAL, root, MANIFEST)
                root.sync()
        self.discard()

    def discard(self) -> None:
        """Remove the staging folder, also one that a killed build left behind."""
        self._staging = None
        with self._opened("remove") as root:
            found = root.lstat(STAGING) if root else None
            if root is None or found is None:
                return
            foreign = PublishError(f"{self.root / STAGING} is not Feedmill's; move it away")
            if not stat.S_ISDIR(found.st_mode):
                raise foreign
            with root.enter(STAGING) as staging:
                names = staging.names()
                if names and _MARK not in names:
                    raise foreign
                # The mark last, so that the folder stays known as ours.
                for name in sorted(names, key=lambda name: name == _MARK):
                    staging.remove(name)
            root.rmdir(STAGING)

    @contextmanager
    def _opened(self, doing: str = "write") -> Iterator[Directory | None]:
        """Open the folder, None if it is not there, and say what goes wrong with it."""
        root = None
        with explained(self.root, "read"), suppress(FileNotFoundError, NotADirectoryError):
            root = Directory.open(self.root)
            root.durable = self._durable
        with explained(self.root, doing), root or nullcontext():
            yield root


def _unfinished(root: Directory) -> Iterator[bytes]:
    """Yield the manifests of builds that were killed before they were in place."""
    with suppress(FileNotFoundError, NotPlainError), root.enter(STAGING) as staging:
        for name in staging.names():
            with suppress(FileNotFoundError, NotPlainError), staging.enter(name) as build:
                yield build.read(_FINAL, _MAX_MANIFEST) or b""
