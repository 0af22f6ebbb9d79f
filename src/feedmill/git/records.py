"""What git says of the files that it tracks: the records of `git ls-files -v -s -z`. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

_REGULAR = (b"100644", b"100755")
_LONGEST = 65536  # bytes compared at once: what is cut out for that fits the processor's cache
_NORMAL = b"H"  # the tag of ls-files -v; others are sparse, unmerged, or vouched for by hand


class TrackedFile(NamedTuple):
    """One file of `Listing.tracked`: `H 100644 <blob> 0\\t<path>`."""

    plain: bool  # a regular file that git looks after without exception
    blob: str
    path: str


def parse_record(record: bytes) -> TrackedFile:
    """Read one record."""
    facts, _, name = record.partition(b"\t")
    tag, mode, blob, stage = facts.split(b" ")
    plain = tag == _NORMAL and mode in _REGULAR and stage == b"0"
    return TrackedFile(plain, blob.decode(), name.decode("utf-8", "surrogateescape"))


def parse_records(tracked: bytes) -> Iterator[TrackedFile]:
    """Read all records of a list, each of which ends with NUL."""
    return map(parse_record, tracked.split(b"\0")[:-1])


class RecordChanges(Struct, frozen=True):
    """What differs between two lists of records.

    The first `head` bytes and the last `tail` bytes of both are the same.
    """

    removed: list[bytes]  # records that only the old list has
    added: list[bytes]  # records that only the new one has
    head: int
    tail: int


def compare_records(old: bytes, new: bytes) -> RecordChanges:
    """Return what differs, in time that grows with that rather than with the lists.

    Both are in the order of their paths, as git gives them; if they were not, records that both
    have might be called removed and added.
    """
    if old == new:
        return RecordChanges([], [], len(old), 0)
    removed: list[bytes] = []
    added: list[bytes] = []
    # As a merge of two sorted lists, with long jumps over what is the same in both.
    head = same = _same_records(old, new, 0, 0)
    old_at = new_at = head
    while old_at < len(old) and new_at < len(new):
        before, after = _record(old, old_at), _record(new, new_at)
        old_path, new_path = before.partition(b"\t")[2], after.partition(b"\t")[2]
        if old_path <= new_path:
            removed.append(before)
            old_at += len(before) + 1
        if old_path >= new_path:
            added.append(after)
            new_at += len(after) + 1
        same = _same_records(old, new, old_at, new_at)
        old_at, new_at = old_at + same, new_at + same
    ended_together = old_at == len(old) and new_at == len(new)
    removed += old[old_at:].split(b"\0")[:-1]
    added += new[new_at:].split(b"\0")[:-1]
    tail = same if ended_together and (removed or added) else 0
    return RecordChanges(removed, added, head, tail)


def _record(text: bytes, at: int) -> bytes:
    return text[at : text.index(b"\0", at)]


def _same_records(old: bytes, new: bytes, old_at: int, new_at: int) -> int:
    """Return the length of the whole records that are the same from these places on."""
    length, step = 0, 256

    def next_parts() -> tuple[bytes, bytes]:
        start, other = old_at + length, new_at + length
        return old[start : start + step], new[other : other + step]

    # In growing steps as long as all is the same, then in shrinking ones up to the difference.
    while (parts := next_parts())[0] and parts[0] == parts[1]:
        length += len(parts[0])
        step = min(2 * step, _LONGEST)
    while step := step // 2:
        parts = next_parts()
        if parts[0] == parts[1]:
            length += len(parts[0])
    return max(0, old.rfind(b"\0", old_at, old_at + length) + 1 - old_at)
