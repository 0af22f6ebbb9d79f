"""Articles wherever fsspec reaches: in `s3://bucket/articles/**/*.md`, or listed in a manifest.

The path of such an article is its whole address, in problems, too; its id comes from what is
below the fixed part of its pattern, as anywhere. Credentials are for fsspec and its parts to
find, in the environment (filesystem-spec.readthedocs.io, "Configuration").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from feedmill.errors import SourceError
from feedmill.model import Problem
from feedmill.names import fixed_part, in_utf8, is_utf8

from .files import SiteFiles
from .patterns import is_address, matcher
from .source import MAX_ARTICLE_BYTES, ArticlePatterns, Files, Listing

# What stores call the version of a file's bytes, and the time when it was written.
_VERSIONS = ("ETag", "etag", "md5Hash", "checksum", "version_id", "generation")
_TIMES = ("LastModified", "last_modified", "mtime", "updated", "created")
_RESOLUTION_NS = 2_000_000_000  # what was written within this of the scan may be again, unseen
_READ_AT_ONCE = 16  # articles in memory
_LOOKED_UP_AT_ONCE = 64
_MISSING = "missing"

_Time = datetime | int | float


class RemoteSource:
    """The articles that the config's patterns, addresses all of them, match."""

    def __init__(self, root: Path, articles: ArticlePatterns) -> None:
        self.root = root
        self.files: Files = SiteFiles(root)
        self._places = sorted({fixed_part(pattern) for pattern in articles.include})
        self._manifest = articles.manifest
        self.matches = matcher(articles.include, articles.exclude)

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the articles, by asking the store or by what the manifest says.

        Raises SourceError if there are none.
        """
        found = self._stored(now_ns) if self._manifest is None else self._listed(self._manifest)
        stamps: dict[str, str | None] = {path: stamp for path, stamp in found if self.matches(path)}
        if not stamps:  # a typo must not empty all feeds
            where = self._manifest or " or ".join(self._places)
            raise SourceError(f"{where}: does not name an article that articles.include matches")
        stamps.update(self._looked_up([path for path in stamps if not stamps[path]], now_ns))
        odd = [path for path in stamps if not is_utf8(path)]
        for path in odd:
            del stamps[path]
        return Listing(stamps=stamps, problems=tuple(map(_misnamed, odd)))

    def read(self, path: str) -> bytes | Problem:
        """Return an article's bytes, or say that it is not there, or too large."""
        return next(self.read_many([path]))

    def read_many(self, paths: Sequence[str]) -> Iterator[bytes | Problem]:
        """Read articles, several at once, and give them in order.

        Raises SourceError if one cannot be read for a reason that says nothing of the article,
        such as the network or a credential.
        """
        for at in range(0, len(paths), _READ_AT_ONCE):
            for place, some in groupby(paths[at : at + _READ_AT_ONCE], self._place):
                yield from _contents(place, list(some))

    def _place(self, path: str) -> str:
        return next(place for place in self._places if path.startswith(place))

    def _stored(self, now_ns: int | None) -> Iterator[tuple[str, str]]:
        """Yield address and stamp of every file below the fixed parts of the patterns."""
        for place in self._places:
            system, folder = _open(place)
            top = f"{folder.rstrip('/')}/"
            for name, facts in _ask(place, system.find, folder, detail=True).items():
                if facts["type"] == "file" and name.startswith(top):
                    yield place + name.removeprefix(top), stamp(facts, now_ns)

    def _listed(self, manifest: str) -> Iterator[tuple[str, str]]:
        """Yield address and stamp of every line of the manifest; "" where it has no stamp."""
        file = manifest if is_address(manifest) else str(self.root / manifest)
        folder = f"{manifest.rpartition('/')[0]}/"
        for line in _ask(manifest, _lines, file):
            address, _, version = line.partition("\t")
            yield address if is_address(address) else folder + address, version

    def _looked_up(self, paths: Sequence[str], now_ns: int | None) -> Iterator[tuple[str, str]]:
        """Yield the stamps of single files."""

        def look_up(path: str) -> str:
            try:
                return stamp(systems[self._place(path)].info(path), now_ns)
            except FileNotFoundError:
                return _MISSING

        systems = {place: _open(place)[0] for place in self._places} if paths else {}
        with ThreadPoolExecutor(_LOOKED_UP_AT_ONCE) as threads:
            for at in range(0, len(paths), 100 * _LOOKED_UP_AT_ONCE):
                some = paths[at : at + 100 * _LOOKED_UP_AT_ONCE]
                yield from zip(some, _ask(some[0], list, threads.map(look_up, some)), strict=True)


def stamp(facts: Mapping[str, Any], now_ns: int | None) -> str:
    """Return text that changes with a file's bytes, from what its store says about it.

    Where that is neither a version nor a time, it is never the same again.
    """
    size = facts.get("size")
    if versions := [str(facts[key]) for key in _VERSIONS if facts.get(key)]:
        return ":".join([f"{size}", *versions])
    times = [_nanoseconds(time) for key in _TIMES if isinstance(time := facts.get(key), _Time)]
    text = ":".join(map(str, [size, *times, facts.get("ino", "")]))
    if times and now_ns is not None and max(times) <= now_ns - _RESOLUTION_NS:
        return text
    return f"{text}:{now_ns}"


def _nanoseconds(time: _Time) -> int:
    seconds = time.timestamp() if isinstance(time, datetime) else float(time)
    return int(seconds * 1e9)


def _lines(file: str) -> list[str]:
    import fsspec

    with fsspec.open(file, "rt", encoding="utf-8", compression="infer") as lines:
        return [text for line in lines if (text := line.rstrip("\r\n"))]


def _contents(place: str, paths: list[str]) -> Iterator[bytes | Problem]:
    """Read articles of one place at the same time."""
    system, _ = _open(place)
    found = _ask(place, system.cat_ranges, paths, 0, MAX_ARTICLE_BYTES + 1, on_error="return")
    for path, data in zip(paths, found, strict=True):
        if isinstance(data, FileNotFoundError):
            yield Problem(path=path, code="unreadable", message="is not there")
        elif isinstance(data, Exception):
            yield _empty(system, path, data)
        elif len(data) > MAX_ARTICLE_BYTES:
            size = f"is more than {MAX_ARTICLE_BYTES // 2**20} MiB, which are read at most"
            yield Problem(path=path, code="too-large", message=size)
        else:
            yield bytes(data)


def _empty(system: Any, path: str, error: Exception) -> bytes:
    """Return no bytes for a file that has none: stores refuse to give a part of it."""
    if _ask(path, system.info, path)["size"] != 0:
        raise SourceError(f"{path}: {_reason(error)}") from error
    return b""


def _open(place: str) -> tuple[Any, str]:
    """Return the file system of an address, and the name that it has for it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        needs = "needs more to be read: pip install 'feedmill[cluster]'"
        raise SourceError(f"{place}: {needs}") from None
    # Listings are not to be kept: the next scan is to see what is there then.
    system, name = _ask(place, url_to_fs, place, use_listings_cache=False)
    return system, name


def _ask(place: str, what: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Call what may fail in as many ways as there are stores."""
    try:
        return what(*args, **options)
    except FileNotFoundError as error:
        raise SourceError(f"{place}: is not there") from error
    except Exception as error:
        raise SourceError(f"{place}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _misnamed(path: str) -> Problem:
    return Problem(path=in_utf8(path), code="bad-path", message="has a name that is not UTF-8")
