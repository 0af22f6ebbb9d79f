"""Where articles live: listing them cheaply, and reading one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from msgspec import Struct

from feedmill.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_INPUT_BYTES = 16 * 2**20
"""No file that entries are made from besides articles has more bytes: larger ones are not read."""

MAX_ARTICLE_BYTES = 32 * 2**20
"""No article has more bytes; larger files are reported, and not read."""


class PagesFolder(Protocol):
    """A folder of pages, as `articles.rendered` in the config says."""

    @property
    def folder(self) -> str:
        """The folder, relative to config.yaml."""


class ArticlePatterns(Protocol):
    """Which files are articles, as `articles:` in the config says."""

    @property
    def include(self) -> tuple[str, ...]:
        """Patterns of article files."""

    @property
    def exclude(self) -> tuple[str, ...]:
        """Patterns of files to pass over."""

    @property
    def manifest(self) -> str | None:
        """The file that lists articles at addresses."""

    @property
    def rendered(self) -> PagesFolder | None:
        """Where the pages are that the site's generator makes; None if no body is from there."""


class Listing(Struct, frozen=True, kw_only=True):
    """What a scan found.

    `tracked` are the articles that version control vouches for, in git's own form, one record a
    file: comparing two of them costs little, however many there are. `stamps` are all others:
    for each path, text that changes with the file's bytes, or None where a tracked file is gone.
    `problems` are what looks like an article and cannot be one.
    """

    stamps: dict[str, str | None]
    tracked: bytes = b""
    problems: tuple[Problem, ...] = ()


class FileStamp(NamedTuple):
    """What changes with a file's bytes, or with the names in a folder; `text` is "" for none.

    `changed` is the time of the last change in ns by the file system's clock, None if nothing can
    change without changing the text. `digest` is git's id of the bytes, where git has it.
    """

    text: str
    is_folder: bool = False
    changed: int | None = None
    digest: str | None = None


MISSING = FileStamp("")


class Files(Protocol):
    """The files of the site, by path with `/`: those that aren't articles, too."""

    def stamp(self, path: str) -> FileStamp:
        """Return what changes with a file, or with the names in a folder."""

    def read(self, path: str, limit: int) -> bytes | None:
        """Return a file's bytes; None if there is none, or it has more than `limit`."""

    def head(self, path: str, limit: int) -> tuple[bytes, int] | None:
        """Return a file's first bytes, at most `limit`, and its size; None if there is none."""

    def names(self, folder: str) -> tuple[str, ...] | None:
        """Return what is in a folder, sorted, folders with a closing `/`; None if it is none."""


class Source(Protocol):
    """A place that articles come from. Must be picklable: workers read by themselves."""

    @property
    def root(self) -> Path:
        """Return the folder of the config."""

    @property
    def matches(self) -> Callable[[str], bool]:
        """Say of a path that version control has whether it is an article's."""

    @property
    def files(self) -> Files:
        """Return the files of the site that the articles are from."""

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the articles. Raise SourceError if that cannot be done at all.

        `now_ns` is the time by the source's own clock, if it is known.
        """

    def read(self, path: str) -> bytes | Problem:
        """Return an article's bytes, or say why they cannot be had."""

    def read_many(self, paths: Sequence[str]) -> Iterable[bytes | Problem]:
        """Do the same for several, in order."""


def article_paths(listing: Listing) -> list[str]:
    """Return the paths of all articles, sorted. The listing is of a source that stamps them all."""
    assert not listing.tracked
    return sorted(path for path, stamp in listing.stamps.items() if stamp)


def read_files(source: Source, paths: Sequence[str]) -> Iterator[tuple[str, bytes | Problem]]:
    """Yield each path with the file's bytes, or with what is wrong with the file."""
    return zip(paths, source.read_many(paths), strict=True)
