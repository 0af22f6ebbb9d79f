"""What git says of the files that it tracks: the records of `git ls-files -v -s -z`. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_REGULAR = (b"100644", b"100755")
_LONGEST = 65536  # bytes compared at once: what is cut out for that fits the processor's cache
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


def parse_all(tracked: bytes) -> Iterator[Record]:
    """Read all records of a list, each of which ends with NUL."""
    return map(parse, tracked.split(b"\0")[:-1])


class Difference(NamedTuple):
    """What differs between two lists of records.

    The first `head` bytes and the last `tail` bytes of both are the same.
    """

    removed: list[bytes]  # records that only the old list has
    added: list[bytes]  # records that only the new one has
    head: int
    tail: int


def compare(old: bytes, new: bytes) -> Difference:
    """Find what differs, in time that grows with that rather than with the lists.

    Both are in the order of their paths, as git gives them; were they not, records that both have
    might be called removed and added.
    """
    if old == new:
        return Difference([], [], len(old), 0)
    removed: list[bytes] = []
    added: list[bytes] = []
    at = there = head = run = _same_records(old, new, 0, 0)
    while at < len(old) and there < len(new):
        gone, came = _record(old, at), _record(new, there)
        gone_path, came_path = gone.partition(b"\t")[2], came.partition(b"\t")[2]
        if gone_path <= came_path:
            removed.append(gone)
            at += len(gone) + 1
        if gone_path >= came_path:
            added.append(came)
            there += len(came) + 1
        run = _same_records(old, new, at, there)
        at, there = at + run, there + run
    both_end = at == len(old) and there == len(new)
    removed += old[at:].split(b"\0")[:-1]
    added += new[there:].split(b"\0")[:-1]
    return Difference(removed, added, head, run if both_end and (removed or added) else 0)


def _record(text: bytes, at: int) -> bytes:
    return text[at : text.index(b"\0", at)]


def _same_records(old: bytes, new: bytes, at: int, there: int) -> int:
    """Give the length of the whole records that are the same from these places on."""
    run, step = 0, 256
    while (part := old[at + run : at + run + step]) and part == new[
        there + run : there + run + step
    ]:
        run += len(part)
        step = min(2 * step, _LONGEST)
    while step := step // 2:
        if (part := old[at + run : at + run + step]) == new[there + run : there + run + step]:
            run += len(part)
    return max(0, old.rfind(b"\0", at, at + run) + 1 - at)
