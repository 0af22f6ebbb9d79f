"""Articles in a git work tree: the stamp is the blob's id, so a fresh clone is as warm as a laptop.

Git says which files it tracks and which of those differ from what it has; only the latter, and
files that it does not track, are looked at here.
"""

from __future__ import annotations

import os
from pathlib import Path

from feedmill.git.records import parse_record, parse_records
from feedmill.git.status import CannotTellError, Status, blob_id, in_git
from feedmill.names import is_utf8

from .folder import FolderSource, Walk
from .patterns import is_address
from .source import ArticlePatterns, Listing, Source


class GitSource(FolderSource):
    """The files below `root`, in a git work tree. Use `source_of` to find out whether it is one."""

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the matching files; what git cannot tell for sure is stamped as elsewhere."""
        self.check()
        starts = self.folders()
        if any(self._is_linked(start) for start in starts):  # where git does not follow
            return super().scan(now_ns)
        try:
            status = Status(self.root, [start or "." for start in starts])
            tracked, unnamed = _named(status.tracked())
            special = _special(tracked)  # while git looks at the files
            changed = {*filter(is_utf8, status.changed()), *special}
            # What git has of these are not the bytes that are here.
            filtered = {*filter(is_utf8, status.filtered())}
            others = status.others()
        except CannotTellError:
            return super().scan(now_ns)
        walk = Walk(self.root, self.matches)
        walk.stamps.update(dict.fromkeys((*changed, *filtered)))
        walk.visit({*changed, *filtered, *unnamed, *others}, starts)
        for path in changed - filtered:
            if walk.stamps[path] is not None:
                self._stamp_by_content(walk, path)
        return walk.listing(now_ns, tracked)

    def _is_linked(self, folder: str) -> bool:
        real = os.path.realpath(self.root)
        return os.path.realpath(f"{real}/{folder}") != f"{real}/{folder}".rstrip("/")

    def _stamp_by_content(self, walk: Walk, path: str) -> None:
        """Stamp a changed file as git will once it is committed."""
        data = self.read(path)
        if isinstance(data, bytes):
            walk.stamps[path] = blob_id(data)
            del walk.changed[path]


def _named(tracked: bytes) -> tuple[bytes, list[str]]:
    """Split off the records of files whose names are not UTF-8: give the others, and these names.

    Nothing can be kept of them, but they are reported.
    """
    try:
        tracked.decode()
    except UnicodeDecodeError:
        named, unnamed = [], []
        for record in tracked.split(b"\0")[:-1]:
            path = parse_record(record).path
            if is_utf8(path):
                named.append(record + b"\0")
            else:
                unnamed.append(path)
        return b"".join(named), unnamed
    return tracked, []


def _special(tracked: bytes) -> list[str]:
    """Return tracked paths that are links, submodules, or not under git's full care."""
    # No name can have a NUL before it but a record's own. Modes of files are 100644 and 100755.
    plain = tracked.count(b"\0H 100") + tracked.startswith(b"H 100")
    if plain == tracked.count(b"\0"):
        return []
    return [path for is_plain, _, path in parse_records(tracked) if not is_plain]


def source_of(root: Path, articles: ArticlePatterns, *, tracked: bool = True) -> Source:
    """Return the source for a config in `root`; not `tracked`: one that stamps all itself."""
    if is_address(articles.include[0]):
        from .remote import RemoteSource

        return RemoteSource(root, articles)
    return (GitSource if tracked and in_git(root) else FolderSource)(root, articles)
