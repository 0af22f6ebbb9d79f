"""What git says of one file that it tracks: a record of `git ls-files -v -s -z`. Pure."""

from __future__ import annotations

from typing import NamedTuple

_REGULAR = (b"100644", b"100755")
_NORMAL = b"H"  # the tag of ls-files -v; others are sparse, unmerged, or vouched for by hand


class Record(NamedTuple):
    """One file of `Listing.tracked`: `H 100644 <blob> 0\\t<path>`."""

    plain: bool  # a regular file that git looks after without exception
    blob: str
    path: str


def parse(record: bytes) -> Record:
    """Read one record."""
    facts, _, name = record.partition(b"\t")
    tag, mode, blob, stage = facts.split(b" ")
    plain = tag == _NORMAL and mode in _REGULAR and stage == b"0"
    return Record(plain, blob.decode(), name.decode("utf-8", "surrogateescape"))
