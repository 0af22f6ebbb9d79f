"""The interface of every destination that `feedmill publish` can upload to. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol

from feedmill.errors import PublishError

FileHeaders = Mapping[str, str]
"""`Content-Type` and `Cache-Control` of a file, as it is to be served."""


class ChangedError(PublishError):
    """A file at the destination is not the one that we read: somebody else wrote it meanwhile."""


class StoredBlob(NamedTuple):
    """A file that was read, and what tells this version of it from others, for the store."""

    data: bytes
    version: Any


class Present(NamedTuple):
    """A file at the destination: sha256 (hex) of its bytes, and whether publish wrote it.

    `ours` is None where the store keeps no such mark.
    """

    sha256: str
    ours: bool | None


class Destination(Protocol):
    """Files at an address, by path below it. All methods raise PublishError if it can't be done."""

    def read(self, path: str, limit: int) -> StoredBlob | None:
        """Return a file, None if there is none. Raises PublishError over `limit` bytes."""

    def look(self, path: str, sizes: Collection[int]) -> Present | None:
        """Return what is at `path`, None if nothing is.

        The digest may be "" if the file has none of the `sizes` in bytes.
        """

    def write(self, path: str, data: bytes, headers: FileHeaders, sha256: str) -> None:
        """Put a file in place, whole or not at all, whatever is there."""

    def replace(
        self, path: str, data: bytes, headers: FileHeaders, known: StoredBlob | None
    ) -> None:
        """Put a file in place of the one that was read, None if there was none.

        Raises ChangedError if another one is there now.
        """

    def delete(self, path: str) -> None:
        """Delete a file, if it is there."""

    def close(self) -> None:
        """Clear away what the work needed."""
