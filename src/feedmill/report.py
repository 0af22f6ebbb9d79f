"""What a build did, as a value, and its forms: text, JSON."""

from __future__ import annotations

from msgspec import Struct

from .model import Problem


class Report(Struct, frozen=True, kw_only=True):
    """The outcome of one build. Paths are relative to the output folder, with `/`, sorted.

    With `check` nothing was written: `written` and `deleted` say what would have been.
    """

    check: bool = False
    found: int = 0  # article files found
    published: int = 0  # articles that may stand in feeds
    waiting: int = 0  # dated after now
    kept_out: dict[str, int] = {}  # by reason: "draft", "unpublished", "removed", "section" …
    refused: int = 0  # articles with an error
    read: int = 0  # files read, decoded and checked in this run
    feeds: int = 0  # feeds there are now
    written: tuple[str, ...] = ()
    unchanged: int = 0  # files that were right already
    deleted: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()  # by path, line, code

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def exit_status(self) -> int:
        """0: fine; 1: done with errors, or `check` found a difference."""
        return int(bool(self.errors or (self.check and (self.written or self.deleted))))
