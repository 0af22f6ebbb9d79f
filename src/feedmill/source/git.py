"""Articles in a git work tree: the stamp is the blob's id, so a fresh clone is as warm as a laptop.

Git says which files it tracks and which of those differ from what it has; only the latter, and
files that it does not track, are looked at here.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from feedmill.settings import Articles

from . import Listing
from .files import FolderSource, Walk

_REGULAR = (b"100644", b"100755")
_NORMAL = b"H"  # the tag of ls-files -v; others are sparse, unmerged, or vouched for by hand


class Record(NamedTuple):
    """One file of `Listing.tracked`: `H 100644 <blob> 0\\t<path>`."""

    plain: bool  # a regular file that git looks after without exception
    blob: str
    path: str


def parse(record: bytes) -> Record:
    """Read one record of `git ls-files -v -s -z`."""
    facts, _, name = record.partition(b"\t")
    tag, mode, blob, stage = facts.split(b" ")
    plain = tag == _NORMAL and mode in _REGULAR and stage == b"0"
    return Record(plain, blob.decode(), name.decode("utf-8", "surrogateescape"))


class GitSource(FolderSource):
    """The files below `root`, in a git work tree. Use `source_of` to find out whether it is one."""

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the matching files; what git cannot tell for sure is stamped as elsewhere."""
        folders = [folder or "." for folder in self.folders()]
        calls = [
            _start(self.root, "ls-files", "-v", "-s", "-z", "--", *folders),
            _start(self.root, "diff-files", "--name-only", "--relative", "-z", "--", *folders),
            _start(self.root, "ls-files", "-o", "-z", "--", *folders),
        ]
        with ThreadPoolExecutor(len(calls)) as threads:
            outputs = list(threads.map(_finish, calls))
        if any(call.returncode for call in calls):
            return super().scan(now_ns)
        tracked, changed, others = outputs
        walk = Walk(self.root, self.matches)
        odd = {*_names(changed), *_special(tracked)}
        walk.stamps.update(dict.fromkeys(odd))
        walk.visit({*odd, *_names(others)})
        for path in odd:
            if walk.stamps[path] is not None:
                self._stamp_by_content(walk, path)
        return walk.listing(now_ns, tracked)

    def _stamp_by_content(self, walk: Walk, path: str) -> None:
        """Stamp a changed file as git will once it is committed."""
        data = self.read(path)
        if isinstance(data, bytes):
            walk.stamps[path] = blob_id(data)
            del walk.changed[path]


def _special(tracked: bytes) -> list[str]:
    """Give tracked paths that are links, submodules, or not under git's full care."""
    # No name can have a NUL before it but a record's own.
    padded = b"\0" + tracked
    plain = padded.count(b"\0H 100644 ") + padded.count(b"\0H 100755 ")
    if plain == tracked.count(b"\0"):
        return []
    return [path for is_plain, _, path in map(parse, tracked.split(b"\0")[:-1]) if not is_plain]


def _start(root: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["git", "--no-optional-locks", "-C", root, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _finish(call: subprocess.Popen[bytes]) -> bytes:
    return call.communicate()[0]


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(name) for name in output.split(b"\0")[:-1]]


def in_git(root: Path) -> bool:
    """Say whether `root` lies in a git work tree, and git can be run."""
    try:
        call = _start(root, "rev-parse", "--is-inside-work-tree")
    except OSError:
        return False
    return call.communicate()[0].strip() == b"true"


def source_of(root: Path, articles: Articles) -> FolderSource:
    """Give the source that suits `root`."""
    return (GitSource if in_git(root) else FolderSource)(root, articles)


def blob_id(data: bytes) -> str:
    """Give git's name for these bytes (git-scm.com/book, "Git Objects")."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()
