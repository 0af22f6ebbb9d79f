"""What publish did, as a value and in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from feedmill.display import count, printable, size
from feedmill.model import Problem
from feedmill.report import problem_lines


class Published(Struct, frozen=True, kw_only=True):
    """The outcome of one run; with `dry_run` what would have been done. Paths as in the manifest.

    `feeds` counts the feeds of the site, `unchanged` the files that were there already, `bytes`
    what was uploaded. `changed` has the URLs of feed files whose bytes are others than the old
    manifest says, with the sha256 (hex) that it says, None if it does not name them.
    """

    dry_run: bool = False
    destination: str
    feeds: int = 0
    uploaded: tuple[str, ...] = ()
    bytes: int = 0
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    changed: dict[str, str | None] = {}
    problems: tuple[Problem, ...] = ()


def published_lines(
    done: Published, write: Callable[[Problem], str], *, verbose: bool
) -> Iterator[str]:
    """Yield an outcome for people, with problems as `write` writes them."""
    yield from problem_lines(done.problems, write, False, verbose)
    would = "would " if done.dry_run else ""
    if done.dry_run or verbose:
        verbs = ("upload", "delete") if would else ("uploaded", "deleted")
        yield from (f"{would}{verbs[0]} {path}" for path in done.uploaded)
        yield from (f"{would}{verbs[1]} {path}" for path in done.deleted)
    place = printable(done.destination)
    if not (done.uploaded or done.deleted):
        yield f"Nothing to publish: {place} has all {count(done.feeds, 'feed')} as they are here"
        return
    yield (
        f"{'Would publish' if would else 'Published'} {count(done.feeds, 'feed')} to {place}: "
        f"{count(len(done.uploaded), 'file')} uploaded ({size(done.bytes)}), "
        f"{done.unchanged:,} unchanged, {len(done.deleted):,} deleted"
    )
