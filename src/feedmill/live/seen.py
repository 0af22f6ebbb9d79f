"""What was seen of published feeds, as values. Pure."""

from __future__ import annotations

from msgspec import Struct

from feedmill.model import Problem
from feedmill.publishing.manifest import FileRecord


class Seen(Struct, frozen=True, kw_only=True):
    """One file, as it was served. `file` is what the manifest says of it.

    `own` is the address that it should give as its own: that of the feed, also in a copy.

    `missing` says why there was no answer; the rest is then as it stands here. `url` is where the
    file was found, which is elsewhere if that has moved. Sizes are in bytes: `bytes` unpacked,
    `sent` on the wire. `again` is the status when asked whether it has changed, 0 if that could
    not be asked. `selves` are the addresses that a feed gives as its own, None if it cannot be
    parsed.
    """

    file: FileRecord
    asked: str
    own: str = ""
    url: str = ""
    missing: str = ""
    status: int = 0
    type: str = ""
    encoding: str = ""
    etag: str = ""
    modified: str = ""
    bytes: int = 0
    sent: int = 0
    sha256: str = ""
    again: int = 0
    selves: tuple[str, ...] | None = ()


class Probed(Struct, frozen=True, kw_only=True):
    """All files of the manifest at `url`, and what is wrong with how they are served.

    The path of a problem is that of its file in the manifest.
    """

    url: str
    files: tuple[Seen, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def exit_status(self) -> int:
        """0: nothing worse than warnings; 1: errors."""
        return int(any(problem.severity == "error" for problem in self.problems))
