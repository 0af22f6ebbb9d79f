"""What differs between two listings of the articles. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from feedmill.git.records import RecordChanges, parse_record, parse_records
from feedmill.sources.source import Listing

_encode = msgspec.msgpack.Encoder().encode
stamps_of = msgspec.msgpack.Decoder(dict[str, str]).decode
"""Give the stamps of a batch of `Changes`, by path."""


class Changes(Struct, frozen=True):
    """How many articles must be read, which, in `batches`, and the paths that are gone.

    They are encoded because they can be a million: as strings those would fill the memory, and
    worker processes that share it would have each of them copied.
    """

    articles: int
    batches: list[bytes]
    gone: list[str]


def gathered(changed: Iterable[tuple[str, str | None]], size: int) -> Changes:
    """Gather paths and their stamps, None for those gone, in batches of at most `size`."""
    batches: list[bytes] = []
    batch: dict[str, str] = {}
    gone = []
    for path, stamp in changed:
        if stamp is None:
            gone.append(path)
            continue
        batch[path] = stamp
        if len(batch) == size:
            batches.append(_encode(batch))
            batch.clear()
    articles = size * len(batches) + len(batch)
    return Changes(articles, [*batches, _encode(batch)] if batch else batches, gone)


def affected(
    tracked: RecordChanges, old_stamps: Mapping[str, str | None], new: Listing
) -> Iterator[tuple[str, str | None]]:
    """Yield each path that may have changed, once, with its stamp now: None where it is gone.

    `tracked` is how the new listing's tracked files differ from the old one's; `old_stamps` are
    the stamps of all other files as they were. A file too young for its stamp to show its next
    change has one that is never the same again.
    """
    changed = {
        path: stamp
        for path, stamp in new.stamps.items()
        if path not in old_stamps or old_stamps[path] != stamp
    }
    changed.update(_settled(old_stamps, new))
    yield from changed.items()
    gone = {parse_record(record).path for record in tracked.removed}
    for _, blob, path in map(parse_record, tracked.added):
        gone.discard(path)  # only its blob changed
        if path not in changed:
            yield path, new.stamps.get(path, blob)  # its stamp, if the file is not as git has it
    yield from ((path, new.stamps.get(path)) for path in gone if path not in changed)


def _settled(old_stamps: Iterable[str], new: Listing) -> dict[str, str | None]:
    """Return the files that no longer need a stamp: git's blob of each, None for those gone."""
    settled: dict[str, str | None] = {path: None for path in old_stamps if path not in new.stamps}
    if settled:
        for _, blob, path in parse_records(new.tracked):
            if path in settled:
                settled[path] = blob
    return settled
