"""What was done to the image store, as values. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from feedmill.http.refusal import FetchRefused
from feedmill.model import Problem


class Fetched(Struct, frozen=True, kw_only=True):
    """The outcome of one fetch; images are counted by URL.

    `strict` makes an image that cannot be had an error. `received` counts bytes on the wire.
    """

    strict: bool = False
    wanted: int = 0
    kept: int = 0  # in the store already
    added: int = 0
    renewed: int = 0  # asked for again, and found changed
    confirmed: int = 0  # asked for again, and found as they were
    failed: int = 0
    received: int = 0
    problems: tuple[Problem, ...] = ()  # by path and message; one an image
    notices: tuple[str, ...] = ()  # why there is no state folder to lock

    @property
    def exit_status(self) -> int:
        """0: fine; 1: `strict`, and an image cannot be had."""
        return int(self.strict and self.failed > 0)


class Pruned(Struct, frozen=True, kw_only=True):
    """The outcome of pruning. With `dry_run` nothing was deleted; sizes in bytes."""

    dry_run: bool = False
    kept: int = 0
    images: tuple[str, ...] = ()  # URLs that no article names any more
    files: tuple[str, ...] = ()  # that no image needs any more
    freed: int = 0
    notices: tuple[str, ...] = ()  # why there is no state folder to lock

    @property
    def exit_status(self) -> int:
        """0: there is nothing that can be wrong."""
        return 0


class Verified(Struct, frozen=True, kw_only=True):
    """The outcome of a look at all files of the store."""

    images: int = 0
    files: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def exit_status(self) -> int:
        """0: all is well; 1: a file is missing or damaged."""
        return int(any(problem.severity == "error" for problem in self.problems))


def failure(url: str, articles: Sequence[str], refused: FetchRefused, *, strict: bool) -> Problem:
    """Return which image could not be had, at the first of the articles that use it."""
    others = len(articles) - 1
    also = f" (used by {others:,} more article{'' if others == 1 else 's'})" if others else ""
    return Problem(
        path=articles[0],
        severity="error" if strict else "warning",
        code=f"image-{refused.code}",
        message=f"{url} {refused.message}{also}",
    )
