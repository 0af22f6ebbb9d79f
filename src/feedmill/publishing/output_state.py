"""State of the output folder: what the last build left there, and what of that is still true.

A checkout gives all files new times. Where feeds are in version control, git says which of them
are as it has them, so that a fresh clone need not read them to know their bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from feedmill.git.status import unchanged

Stamp = tuple[int, int, int]
"""Size (bytes), time of the last change of content and of inode (ns): the same, the same file."""

NOT_A_FILE: Stamp = (-1, -1, -1)
"""Stamp of a folder, a symbolic link, a device."""

FEW = 64  # files are read as fast as git answers


class Known(Struct, frozen=True):
    """A file as a build left it: sha256 in hex, and git's id for the same bytes, "" if unknown."""

    stamp: Stamp
    sha256: str
    blob: str


class OutputState(Struct, frozen=True):
    """What was in the output folder when the last build ended, and what is there now.

    `left`: path → each file then; `stamps`: path → stamp of those now; `known`: as `left`, but
    with the stamp of now where git vouches for the bytes.
    """

    left: Mapping[str, Known]
    stamps: Mapping[str, Stamp]
    known: Mapping[str, Known]

    @property
    def untouched(self) -> bool:
        """Return whether nobody touched a file since."""
        return {path: file.stamp for path, file in self.left.items()} == self.stamps

    def renewed(
        self, stamps: Mapping[str, Stamp], digests: Mapping[str, str], blobs: Mapping[str, str]
    ) -> dict[str, Known]:
        """Return what to know about the files that are there after a build.

        `stamps` and `digests` (sha256) of all of them by path; `blobs`: git's ids of those that
        were rendered, by digest.
        """
        found = {}
        for path, stamp in stamps.items():
            left, sha256 = self.left.get(path), digests[path]
            if left is None or left.sha256 != sha256:
                found[path] = Known(stamp, sha256, blobs.get(sha256, ""))
            else:
                found[path] = left if left.stamp == stamp else replace(left, stamp=stamp)
        return found


def compare_output(
    root: Path, left: Mapping[str, Known], stamps: Mapping[str, Stamp]
) -> OutputState:
    """Compare what is in `root` with what was left there."""
    touched = [path for path, stamp in stamps.items() if left[path].stamp != stamp]
    blobs = unchanged(root) if len(touched) > FEW else {}
    vouched = {
        path: replace(left[path], stamp=stamps[path])
        for path in touched
        # Size, too: a file whose line ends git converted is unchanged to git, but not to readers.
        if blobs.get(path) == left[path].blob and stamps[path][0] == left[path].stamp[0]
    }
    return OutputState(left, stamps, {**left, **vouched})
