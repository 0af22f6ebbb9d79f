"""Where articles live: listing them cheaply, and reading one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from feedmill.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

MAX_ARTICLE_BYTES = 32 * 2**20
"""No article has more bytes; larger files are reported, and not read."""


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


class Source(Protocol):
    """A place that articles come from. Must be picklable: workers read by themselves."""

    @property
    def root(self) -> Path:
        """Return the folder of the config."""

    @property
    def matches(self) -> Callable[[str], bool]:
        """Say of a path that version control has whether it is an article's."""

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the articles. Raise SourceError if that cannot be done at all.

        `now_ns` is the time by the source's own clock, if it is known.
        """

    def read(self, path: str) -> bytes | Problem:
        """Return an article's bytes, or say why they cannot be had."""

    def read_many(self, paths: Sequence[str]) -> Iterable[bytes | Problem]:
        """Do the same for several, in order."""
