"""Apply a plan to the output folder: move staged files into place."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from itertools import count

from feedmill.errors import PublishError
from feedmill.state.directory import Directory

from .manifest import MANIFEST, check_path, is_like_manifest
from .plan import Plan

_LARGEST = 2**28  # bytes of what may be a manifest


def move_into_place(root: Directory, plan: Plan, staging: Directory) -> None:
    """Move files into place and delete, durably, with the folders that this empties.

    Raises OSError.
    """
    visits = zip(staging.visit(plan.write), root.visit(plan.write, make=True), strict=True)
    for (source, names), (folder, _) in visits:
        for name in names:
            source.move(name, folder, name)
    staying = _respelled(root, plan)
    for folder, names in root.visit(plan.delete):
        for name, path in names.items():
            with suppress(FileNotFoundError):
                if path not in staying:
                    folder.unlink(name)
    # Of all that is gone: a build killed after deleting may have left its folder.
    for path in reversed(folders_of(plan.gone)):
        for parent, names in root.visit([path]):
            for name in names:
                with suppress(OSError):  # something lies in it
                    parent.rmdir(name)
    touched = folders_of((*plan.write, *plan.delete))
    for folder, _ in root.visit(("", *(f"{path}/" for path in touched))):
        folder.sync()


def _respelled(root: Directory, plan: Plan) -> set[str]:
    """Return those of the paths to delete that lead to a file that stays.

    So it is where a feed's path changes in case only, on a file system without case.
    """
    stays = {path.casefold(): path for path in (*plan.write, *plan.keep)}
    pairs = {path: stays[path.casefold()] for path in plan.delete if path.casefold() in stays}
    files: dict[str, tuple[int, int]] = {}
    for folder, names in root.visit([*pairs, *pairs.values()]) if pairs else ():
        for name, path in names.items():
            if found := folder.lstat(name):
                files[path] = (found.st_dev, found.st_ino)
    return {path for path, other in pairs.items() if files.get(path, 0) == files.get(other, 1)}


def find_blocking(root: Directory, plan: Plan) -> list[str]:
    """Return the empty folders that are in a feed's place; refuse what would fail half-way.

    Raises PublishError if it would fail, PermissionError and other OSErrors.
    """
    changes = (*plan.write, *plan.delete, MANIFEST)
    blocking = []
    for folder, names in root.visit(changes):
        if not os.access(folder.path, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder.path))
        for name, path in names.items():
            if path != MANIFEST:
                check_path(path)
            found = folder.lstat(name)
            if found and stat.S_ISDIR(found.st_mode) and path != MANIFEST:
                with folder.enter(name) as inside:
                    if inside.names():
                        what = f"{inside.path} should be a feed, but is a folder; move it away"
                        raise PublishError(what)
                blocking.append(path)
    return blocking


def make_room(root: Directory, name: str) -> None:
    """Move away what is in the manifest's place, unless it is a damaged one. Raises OSError."""
    found = root.lstat(name)
    if found is None:
        return
    if stat.S_ISDIR(found.st_mode):
        with suppress(OSError):
            root.rmdir(name)
            return
    elif not stat.S_ISREG(found.st_mode):
        root.unlink(name)
        return
    elif found.st_size <= _LARGEST and is_like_manifest(root.read(name, _LARGEST) or b""):
        return
    old = next(old for n in count() if not root.lstat(old := f"{name}.old{n or ''}"))
    root.move(name, root, old)


def folders_of(paths: Iterable[str]) -> list[str]:
    """Return the folders that `paths` lie in, outer before inner, without the output folder."""
    found: set[str] = set()
    for folder in {path.rpartition("/")[0] for path in paths}:
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return sorted(found)
