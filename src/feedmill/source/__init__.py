"""Where articles live: listing them cheaply, and reading one."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from ..model import Problem


class Listing(Struct, frozen=True, kw_only=True):
    """What a scan found. `stamps` has, for each article's path, text that changes with its bytes.

    `doubtful` are paths whose bytes may change without their stamp: too young to tell.
    `problems` are what looks like an article and cannot be one.
    """

    stamps: dict[str, str]
    doubtful: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


class Source(Protocol):
    """A place that articles come from. Must be picklable: workers read by themselves."""

    def scan(self) -> Listing:
        """List the articles. Raise SourceError if that cannot be done at all."""

    def read(self, path: str) -> bytes | Problem:
        """Give an article's bytes, or say why they cannot be had."""
