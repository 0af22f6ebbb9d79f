"""What was observed of published feeds, as values. Pure."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from feedmill.formats.reading import FeedFacts
from feedmill.model import Problem
from feedmill.publishing.manifest import FileRecord


class Seen(Struct, frozen=True, kw_only=True):
    """One file, as it was served. `file` is what the manifest says of it.

    Without a manifest, `named` is false, and `file` is what was found. `missing` says why there was
    no answer; the rest is then as it stands here. `url` is where the file was found, which is
    elsewhere if that has moved; `moves` are the statuses of the redirects. Sizes are in bytes:
    `bytes` unpacked, `sent` on the wire. `wall` says what keeps feed readers out.

    `own` is the address that a copy gives as its own: that of its original.
    `again` is the status when asked whether it has changed, `etag_alone` and `date_alone` when
    asked with one validator of two; 0 if that was not asked. `fresh` is for how many seconds it may
    be kept, None if the server does not say; `origins` which pages of other sites may read it.

    `selves` are the addresses that a feed gives as its own, None if it cannot be parsed, for the
    reason `broken`. `hubs` are those that it names, `linked_hubs` and `linked_selves` are in the
    Link header.
    """

    file: FileRecord
    named: bool = True
    own: str = ""
    asked: str
    url: str = ""
    moves: tuple[int, ...] = ()
    missing: str = ""
    wall: str = ""
    status: int = 0
    type: str = ""
    encoding: str = ""
    etag: str = ""
    modified: str = ""
    bytes: int = 0
    sent: int = 0
    sha256: str = ""
    again: int = 0
    etag_alone: int = 0
    date_alone: int = 0
    cache_control: str = ""
    fresh: int | None = None
    origins: str = ""
    cookie: str = ""
    selves: tuple[str, ...] | None = ()
    broken: str = ""
    hubs: tuple[str, ...] = ()
    linked_hubs: tuple[str, ...] = ()
    linked_selves: tuple[str, ...] = ()
    facts: FeedFacts | None = None


class Probed(Struct, frozen=True, kw_only=True):
    """All files of what is at `url`, and what is wrong with how they are served.

    `kind` is what that is: a manifest, a feed, or a page that names feeds. The path of a problem
    is that of its file in the manifest, else its address. `home` is the site's home page, if that
    was looked at.
    """

    url: str
    kind: Literal["manifest", "feed", "page"] = "manifest"
    home: str = ""
    files: tuple[Seen, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def exit_status(self) -> int:
        """0: nothing worse than warnings; 1: errors."""
        return int(any(problem.severity == "error" for problem in self.problems))
