"""Articles in a git work tree: the stamp is the blob's id, so a fresh clone is as warm as a laptop.

Git says which files it tracks and which of those differ from what it has; only the latter, and
files that it does not track, are looked at here.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import threading
from pathlib import Path

from feedmill.settings import Articles

from . import Listing, Source
from .files import FolderSource, Walk
from .patterns import is_address
from .tracked import parse

_QUESTIONS = (
    ("ls-files", "-v", "-s"),
    ("diff-files", "--name-only", "--relative"),
    ("ls-files", "-o"),
)


class GitSource(FolderSource):
    """The files below `root`, in a git work tree. Use `source_of` to find out whether it is one."""

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the matching files; what git cannot tell for sure is stamped as elsewhere."""
        self.check()
        starts = self.folders()
        folders = [start or "." for start in starts]
        try:
            calls = [_start(self.root, *words, "-z", "--", *folders) for words in _QUESTIONS]
        except OSError:  # there is no git on this machine
            return super().scan(now_ns)
        outputs = _finish(calls)
        if any(call.returncode for call in calls):
            return super().scan(now_ns)
        tracked, changed, others = outputs
        walk = Walk(self.root, self.matches)
        odd = {*_names(changed), *_special(tracked)}
        walk.stamps.update(dict.fromkeys(odd))
        walk.visit({*odd, *_names(others)}, starts)
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
    # No name can have a NUL before it but a record's own. Modes of files are 100644 and 100755.
    plain = tracked.count(b"\0H 100") + tracked.startswith(b"H 100")
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


def _finish(calls: list[subprocess.Popen[bytes]]) -> list[bytes]:
    """Give what each call printed; they run side by side."""
    outputs = [b""] * len(calls)

    def finish(number: int) -> None:
        outputs[number] = calls[number].communicate()[0]

    threads = [threading.Thread(target=finish, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outputs


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(name) for name in output.split(b"\0")[:-1]]


def in_git(root: Path) -> bool:
    """Say whether `root` seems to lie in a git work tree; if not, its files are walked."""
    place = root.absolute()
    return any((folder / ".git").exists() for folder in (place, *place.parents))


def source_of(root: Path, articles: Articles, *, tracked: bool = True) -> Source:
    """Give the source that suits a config in `root`; not `tracked`: one that stamps all itself."""
    if is_address(articles.include[0]):
        from .remote import RemoteSource

        return RemoteSource(root, articles)
    return (GitSource if tracked and in_git(root) else FolderSource)(root, articles)


def blob_id(data: bytes) -> str:
    """Give git's name for these bytes (git-scm.com/book, "Git Objects")."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()
