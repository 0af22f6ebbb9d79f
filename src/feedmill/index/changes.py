"""What differs between two listings of the articles. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from feedmill.source import Listing
from feedmill.source.tracked import Difference, parse


def affected(
    tracked: Difference, old_stamps: Mapping[str, str | None], new: Listing
) -> dict[str, str | None]:
    """Give each path that may have changed with its stamp now, None where it is gone.

    `tracked` is how the new listing's tracked files differ from the old one's. A file too young
    to tell its next change by its stamp has one that is never the same again.
    """
    found: dict[str, str | None] = {parse(record).path: None for record in tracked.removed}
    found.update((path, blob) for _, blob, path in map(parse, tracked.added))
    back = [path for path in old_stamps if path not in new.stamps]
    if back:  # not changed any more: what version control has is what there is
        blobs = _blobs(new.tracked)
        found.update((path, blobs.get(path)) for path in back)
    for path, stamp in new.stamps.items():
        if path in found or path not in old_stamps or old_stamps[path] != stamp:
            found[path] = stamp
    return found


def _blobs(tracked: bytes) -> dict[str, str]:
    return {path: blob for _, blob, path in map(parse, tracked.split(b"\0")[:-1])}
