"""Putting feeds where they are served: what to write and delete, and a folder to do it in.

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

import errno
import os
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from feedmill.errors import PublishError
from feedmill.state.durable import sync_files, sync_folders

from .manifest import MANIFEST, Manifest, check_path, decode_manifest, encode_manifest, united
from .output_state import NOT_A_FILE, Known, Lying, Stamp, compare
from .plan import Plan

STAGING = ".feedmill-staging"
_MARK = ".gitignore"  # says that the staging folder is ours, and keeps it out of a commit
_CLAIM, _FINAL = ".claim", ".final"  # the two manifests, staged; no feed's name begins so


def stage(staging: str, path: str, data: bytes) -> None:
    """Write one file into `staging` (what `Folder.begin` gave), from any process.

    Raises PublishError if `path` is unsafe, or it cannot be written.
    """
    check_path(path)
    target = Path(staging, path)
    with _explained(target):
        try:
            target.write_bytes(data)
        except FileNotFoundError:
            # Not parents=True: a worker that outlived its build must not bring `staging` back.
            for folder in _folders([path]):
                Path(staging, folder).mkdir(exist_ok=True)
            target.write_bytes(data)


class Folder:
    """The output folder. Methods raise PublishError in one line that names path and reason.

    One build at a time (`lock.hold`): `manifest`, `present`, then `begin`, `stage` and `commit`,
    and `discard` in any case.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging: str | None = None

    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, None if there is none."""
        with _explained(self.root / path, "read"):
            try:
                return (self.root / path).read_bytes()
            except FileNotFoundError:
                return None

    def manifest(self) -> Manifest:
        """Return what Feedmill wrote here; without a manifest, nothing."""
        self._check_folders()
        if self.stamp(MANIFEST) == NOT_A_FILE:
            raise PublishError(f"{self.root / MANIFEST} is not a file; move it away")
        if (data := self.read(MANIFEST)) is None:
            return Manifest()
        manifest = decode_manifest(data, str(self.root / MANIFEST))
        self._check_folders(manifest.digests())
        return manifest

    def stamp(self, path: str) -> Stamp | None:
        """Return the stamp of what lies at `path`; None if nothing does."""
        try:
            found = os.lstat(f"{self.root}/{path}")
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise PublishError(f"cannot read {self.root / path}: {error.strerror}") from error
        if not stat.S_ISREG(found.st_mode):
            return NOT_A_FILE
        return found.st_size, found.st_mtime_ns, found.st_ctime_ns

    def stamps(self, paths: Collection[str]) -> dict[str, Stamp]:
        """Return the stamps of those of `paths` where something lies; refuse links on the way."""
        self._check_folders(paths)
        return {path: stamp for path in paths if (stamp := self.stamp(path))}

    def lying(self, left: Mapping[str, Known]) -> Lying:
        """Say what lies here of the files that the last build left."""
        return compare(self.root, left, self.stamps(left.keys()))

    def present(self, stamps: Mapping[str, Stamp], known: Mapping[str, Known]) -> dict[str, str]:
        """Return path → sha256 (hex) of what lies at each path of `stamps`, "" for no file.

        A file that has the stamp it had when its digest became `known` is not read again.
        """
        digests = {}
        for path, stamp in stamps.items():
            knew = known.get(path)
            if knew and knew.stamp == stamp:
                digests[path] = knew.sha256
            else:
                digests[path] = self._digest(path, stamp)
        return digests

    def _digest(self, path: str, stamp: Stamp) -> str:
        if stamp == NOT_A_FILE:
            return ""
        import hashlib  # loads OpenSSL, which a build that changes nothing can do without

        with _explained(self.root / path, "read"), open(f"{self.root}/{path}", "rb", 0) as file:  # noqa: PTH123 (often thousands)
            return hashlib.sha256(file.read()).hexdigest()

    def begin(self) -> str:
        """Make what is not there yet, output folder and staging folder: its path for `stage`."""
        if self._staging:
            return self._staging
        self._check_folders()
        self.discard()
        # Each build its own, lest a worker that outlived a killed build write into this one's.
        staging = self.root / STAGING / os.urandom(8).hex()
        with _explained(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            staging.parent.mkdir()
            (staging.parent / _MARK).write_text("*\n")
            staging.mkdir()
        self._staging = str(staging)
        return self._staging

    def commit(self, plan: Plan, new: Manifest, text: bytes) -> None:
        """Carry out `plan`, whose files to write are staged.

        `text` is what `encode_manifest` gives of `new`. If nothing differs, nothing is touched.
        See the module's text for the order.
        """
        if plan.write or plan.delete or self.read(MANIFEST) != text:
            assert self._staging or not plan.write
            staging = Path(self.begin())
            with _explained(self.root):
                blocking = self._check(plan)
                manifests = {_FINAL: text}
                if plan.fresh:
                    manifests[_CLAIM] = encode_manifest(united(self.manifest(), new))
                for name, data in manifests.items():
                    (staging / name).write_bytes(data)
                sync_files(staging, (*plan.write, *manifests))
                if _CLAIM in manifests:
                    (staging / _CLAIM).replace(self.root / MANIFEST)
                    sync_folders([self.root])
                for place in blocking:
                    place.rmdir()
                self._move(plan, staging)
                (staging / _FINAL).replace(self.root / MANIFEST)
                sync_folders([self.root])
        self.discard()

    def _move(self, plan: Plan, staging: Path) -> None:
        """Move files into place and delete, durably, with the folders that this empties."""
        for folder in _folders(plan.write):
            (self.root / folder).mkdir(exist_ok=True)
        for path in plan.write:  # often thousands: no Path for each
            os.replace(f"{staging}/{path}", f"{self.root}/{path}")  # noqa: PTH105
        for path in plan.delete:
            (self.root / path).unlink(missing_ok=True)
        # Of all that is gone: a build killed after deleting may have left its folder.
        for folder in reversed(_folders(plan.gone)):
            with suppress(OSError):  # something lies in it
                (self.root / folder).rmdir()
        touched = _folders((*plan.write, *plan.delete))
        sync_folders([self.root, *(self.root / folder for folder in touched)])

    def discard(self) -> None:
        """Remove the staging folder, also one that a killed build left behind."""
        self._staging = None
        folder = self.root / STAGING
        with _explained(folder, "remove"):
            if not os.path.lexists(folder):  # or out of reach, which a failed build has said
                return
            real = stat.S_ISDIR(_mode(folder))
            inside = list(folder.iterdir()) if real else []
            if not real or (inside and folder / _MARK not in inside):
                raise PublishError(f"{folder} is not Feedmill's; move it away")
            import shutil  # slow to import, and seldom needed

            for child in inside:
                if child.name != _MARK:
                    shutil.rmtree(child)
            # Last, so that the folder stays known as ours.
            (folder / _MARK).unlink(missing_ok=True)
            folder.rmdir()

    def _check_folders(self, paths: Iterable[str] = ()) -> None:
        """Refuse folders that may lead out of the output folder or are files, and it as well."""
        for place in (self.root / folder for folder in ("", *_folders(paths))):
            with _explained(place, "read"):
                mode = _mode(place)
            if stat.S_ISLNK(mode):
                why = "a symbolic link, which may lead anywhere; put a folder in its place"
            elif mode and not stat.S_ISDIR(mode):
                why = "not a folder; move it away"
            else:
                continue
            raise PublishError(f"{place} is {why}, or choose another output folder")

    def _check(self, plan: Plan) -> list[Path]:
        """Refuse what would fail half-way; return the empty folders in a feed's place."""
        changes = (*plan.write, *plan.delete)
        self._check_folders(changes)
        for path in changes:
            check_path(path)
        for folder in _folders(changes):
            place = self.root / folder
            if _mode(place) and not os.access(place, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
        places = (self.root / path for path in plan.write)
        blocking = [place for place in places if stat.S_ISDIR(_mode(place))]
        for place in blocking:
            if any(place.iterdir()):
                raise PublishError(f"{place} should be a feed, but is a folder; move it away")
        return blocking


def _mode(place: Path) -> int:
    """Return the kind of what lies at `place` itself (`stat.S_IS…`), 0 if nothing does."""
    try:
        return place.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


@contextmanager
def _explained(place: Path, doing: str = "write") -> Iterator[None]:
    """Turn an OSError into the one line that people see."""
    try:
        yield
    except OSError as error:
        path = error.filename2 or error.filename or place
        raise PublishError(f"cannot {doing} {path}: {error.strerror or error}") from error


def _folders(paths: Iterable[str]) -> list[str]:
    """Return the folders that `paths` lie in, outer before inner, without the output folder."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)
