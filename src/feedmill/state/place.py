"""Find where folders of a site really are: a link in a checkout may lead anywhere."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from .folder import STATE
from .plain import NotPlainError

_TAKEN = {".git", STATE}


def inside(root: Path, path: Path) -> Path:
    """Return where `path` really is, which must be in the site at `root`.

    Raises NotPlainError if links lead out of the site, or to what is git's or the caches'.
    """
    site, real = os.path.realpath(root), os.path.realpath(path)
    if not _within(real, site):
        raise NotPlainError(errno.EINVAL, "is a symbolic link out of the site", str(path))
    _refuse_taken(os.path.relpath(real, site), path)
    written = os.path.relpath(os.path.abspath(path), os.path.abspath(root))  # noqa: PTH100
    return path if os.path.normpath(f"{site}/{written}") == real else Path(real)


def output_place(root: Path, path: Path) -> Path:
    """Return where the output folder `path` really is.

    What somebody named outside the site at `root` is used as it is; from where the site begins,
    no link leads out. Raises NotPlainError.
    """
    site, whole = os.path.realpath(root), Path(os.path.abspath(path))  # noqa: PTH100
    if any(_within(os.path.realpath(above), site) for above in (whole, *whole.parents)):
        return inside(root, path)
    if path.is_symlink():
        raise NotPlainError(errno.EINVAL, "is a symbolic link", str(path))
    _refuse_taken(os.path.realpath(path), path)
    return path


def _refuse_taken(real: str, path: Path) -> None:
    if _TAKEN & set(Path(real.casefold()).parts):
        raise NotPlainError(errno.EINVAL, "is in a folder of git or of Feedmill", str(path))


def _within(place: str, folder: str) -> bool:
    return place == folder or place.startswith(f"{folder.rstrip(os.sep)}{os.sep}")
