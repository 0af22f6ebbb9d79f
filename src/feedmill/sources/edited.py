"""Articles as they would be after edits that are not written yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from feedmill.model import Problem

from .source import Files, Listing, Source


class EditedSource:
    """A source in which some files have other bytes."""

    def __init__(self, inner: Source, edits: Mapping[str, bytes]) -> None:
        self._inner = inner
        self._edits = dict(edits)

    @property
    def root(self) -> Path:
        """Return the folder of the config."""
        return self._inner.root

    @property
    def matches(self) -> Callable[[str], bool]:
        """Say of a path that version control has whether it is an article's."""
        return self._inner.matches

    @property
    def files(self) -> Files:
        """Return the files of the site that the articles are from."""
        return self._inner.files

    def scan(self, now_ns: int | None = None) -> Listing:
        """List the articles, with the stamps that they have without the edits.

        Raises SourceError if they cannot be listed.
        """
        return self._inner.scan(now_ns)

    def read(self, path: str) -> bytes | Problem:
        """Return an article's bytes, or say why they cannot be had."""
        return self._edits[path] if path in self._edits else self._inner.read(path)

    def read_many(self, paths: Sequence[str]) -> Iterator[bytes | Problem]:
        """Read one after the other."""
        return map(self.read, paths)
