"""Articles in a folder of the file system."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from feedmill.errors import SourceError
from feedmill.model import Problem, Severity
from feedmill.names import fixed_part, in_utf8, is_utf8

from .files import SiteFiles, is_settled
from .patterns import matcher
from .source import MAX_ARTICLE_BYTES, ArticlePatterns, Files, Listing

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class FolderSource:
    """The files below `root` that the config's patterns match.

    Symlinks are followed inside `root` only. The stamp of a file is its size, times and
    inode, so that an edit which puts the modification time back is still seen.
    """

    def __init__(self, root: Path, articles: ArticlePatterns) -> None:
        self.root = root
        self.files: Files = SiteFiles(root)
        self._articles = articles
        self.matches = matcher(articles.include, articles.exclude)

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the matching files; `now_ns` is the file system's time, if it is known."""
        self.check()
        walk = Walk(self.root, self.matches)
        for folder in self.folders():
            walk.start(folder)
        return walk.listing(now_ns)

    def check(self) -> None:
        """Raise SourceError if there is none of the folders, so that no typo empties all feeds."""
        folders = self.folders()
        if not any((self.root / folder).is_dir() for folder in folders):
            raise SourceError(f"articles.include: there is no folder {' or '.join(folders)}")

    def folders(self) -> list[str]:
        """Return the folders that hold all articles, each with its closing `/`, or `""`."""
        return sorted({fixed_part(pattern) for pattern in self._articles.include})

    def read_many(self, paths: Sequence[str]) -> Iterator[bytes | Problem]:
        """Read one after the other."""
        return map(self.read, paths)

    def read(self, path: str) -> bytes | Problem:
        """Return a file's bytes, never more than an article may have."""
        try:
            # A fifo that took the file's place since the scan must not stop us for ever.
            handle = os.open(f"{self.root}/{path}", _READ)
            try:
                found = os.fstat(handle)
                if not stat.S_ISREG(found.st_mode):
                    return not_a_file(path, found.st_mode)
                if found.st_size > MAX_ARTICLE_BYTES:
                    size = (
                        f"{found.st_size / 2**20:.0f} MiB; at most {MAX_ARTICLE_BYTES // 2**20} MiB"
                    )
                    return Problem(path=path, code="too-large", message=f"{size} are read")
                return _read_all(handle, found.st_size)
            finally:
                os.close(handle)
        except OSError as error:
            return Problem(path=path, code="unreadable", message=f"{error.strerror}")


def _read_all(handle: int, size: int) -> bytes:
    data = os.read(handle, size)
    while len(data) < size and (more := os.read(handle, size - len(data))):
        data += more
    return data


class Walk:
    """One walk over the folders; gathers stamps, times of change and problems."""

    def __init__(self, root: Path, matches: Callable[[str], bool]) -> None:
        self.stamps: dict[str, str | None] = {}
        self.changed: dict[str, int] = {}
        self.problems: dict[str, Problem] = {}
        self._root = root
        self._real_root = Path(os.path.realpath(root))
        self._matches = matches
        self._seen: set[str] = set()

    def start(self, folder: str) -> None:
        """Walk one folder, given with its closing `/`, or `""` for the root.

        Raises SourceError if it leads out of the site.
        """
        if not (self._root / folder).is_dir():
            return  # no articles there yet
        if not self._inside(self._root / folder):
            raise SourceError(f"{folder}: leads outside {self._root.name or self._root}")
        self._walk(folder, frozenset({os.path.realpath(self._root / folder)}))

    def listing(self, now_ns: int | None, tracked: bytes = b"") -> Listing:
        """Return what was found; `now_ns` is the file system's time, if it is known."""
        for path, changed in self.changed.items():
            if not is_settled(changed, now_ns):
                self.stamps[path] = f"{self.stamps[path]}:{now_ns}"  # never the same again
        problems = tuple(sorted(self.problems.values(), key=str))
        return Listing(stamps=self.stamps, tracked=tracked, problems=problems)

    def visit(self, paths: Iterable[str], starts: Sequence[str]) -> None:
        """Add single files, links and folders, as walks from `starts` would find them."""
        names: dict[str, set[str]] = {}
        for path in paths:
            folder, _, name = path.rstrip("/").rpartition("/")
            names.setdefault(f"{folder}/" if folder else "", set()).add(name)
        for folder in sorted(names):
            start = next((start for start in starts if folder.startswith(start)), "")
            way = [at for at, sign in enumerate(folder, 1) if sign == "/" and at > len(start)]
            above = frozenset(
                os.path.realpath(self._root / folder[:at]) for at in (len(start), *way)
            )
            for entry in self._entries(folder):
                if entry.name in names[folder]:
                    self._meet(folder, entry, above)

    def _walk(self, folder: str, above: frozenset[str]) -> None:
        if folder in self._seen:
            return
        self._seen.add(folder)
        for entry in self._entries(folder):
            self._meet(folder, entry, above)

    def _meet(self, folder: str, entry: os.DirEntry[str], above: frozenset[str]) -> None:
        path = folder + entry.name
        if entry.name.startswith(".") and not self._matches(path):
            return
        try:
            self._visit(path, entry, above)
        except OSError as error:
            self._problem(path, "unreadable", f"{error.strerror}")

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self._root / folder) as entries:
                yield from sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return  # gone: since it was seen, or git still has what was in it
        except OSError as error:
            raise SourceError(f"{folder or '.'}: cannot be listed: {error.strerror}") from error

    def _visit(self, path: str, entry: os.DirEntry[str], above: frozenset[str]) -> None:
        matches = self._matches(path)
        if entry.is_symlink():
            target = Path(os.path.realpath(entry.path))
            if not target.exists():
                if matches:
                    self._problem(path, "dangling-link", "is a symlink to nothing")
                return
            if not target.is_relative_to(self._real_root):
                if matches or target.is_dir():
                    self._problem(path, "link-outside", "is a symlink out of the site's folder")
                return
        if entry.is_dir():
            if matches:
                self._problem(path, "not-a-file", "is a folder, not an article", "warning")
            real = os.path.realpath(entry.path)
            if real not in above:  # else a symlink loop
                self._walk(f"{path}/", above | {real})
        elif matches:
            self._take(path, entry)

    def _take(self, path: str, entry: os.DirEntry[str]) -> None:
        found = entry.stat()
        if not stat.S_ISREG(found.st_mode):
            self.problems[path] = not_a_file(path, found.st_mode)
        elif not is_utf8(path):
            self._problem(path, "bad-path", "has a name that is not UTF-8")
        else:
            times = f"{found.st_mtime_ns}:{found.st_ctime_ns}"
            self.stamps[path] = f"{found.st_size}:{times}:{found.st_ino}"
            self.changed[path] = max(found.st_mtime_ns, found.st_ctime_ns)

    def _inside(self, path: Path) -> bool:
        return Path(os.path.realpath(path)).is_relative_to(self._real_root)

    def _problem(self, path: str, code: str, message: str, severity: Severity = "error") -> None:
        safe = in_utf8(path)
        self.problems[path] = Problem(path=safe, severity=severity, code=code, message=message)


def not_a_file(path: str, mode: int) -> Problem:
    """Say what lies there instead of a file, from its `st_mode`."""
    kinds = {
        stat.S_ISFIFO: "a fifo",
        stat.S_ISSOCK: "a socket",
        stat.S_ISDIR: "a folder",
    }
    kind = next((name for is_kind, name in kinds.items() if is_kind(mode)), "a device")
    return Problem(path=path, code="not-a-file", message=f"is {kind}, not an article")
