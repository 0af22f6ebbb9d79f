"""Report the outcome of a build or a check in the form that `--report` names."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from feedmill.errors import FeedmillError

from .terminal import colours, complain, say, terminal_width

if TYPE_CHECKING:
    from feedmill.diff.difference import Difference
    from feedmill.report import Findings, Report


class Manner(Struct, frozen=True):
    """How to tell. `root` is the config's folder."""

    report: str
    root: Path
    quiet: bool
    verbose: bool


def tell(outcome: Report | Findings, manner: Manner) -> int:
    """Tell an outcome, and give the exit status."""
    FORMS[manner.report](outcome, manner)
    return outcome.exit_status


def tell_difference(difference: Difference, root: Path) -> None:
    """Tell GitHub what subscribers would see; `root` is the config's folder."""
    from feedmill.diff.forms import difference_markdown

    from .github import difference_annotations

    say(difference_annotations(difference, _in_repository(root)), commands=True)
    _summarise(difference_markdown(difference))


@contextmanager
def errors_told(manner: Manner) -> Iterator[None]:
    """Annotate what stops a run, if GitHub listens; `main` tells it to people as ever."""
    try:
        yield
    except FeedmillError as error:
        if manner.report == "github":
            from .github import error_annotations

            for line in error_annotations(error, _in_repository(manner.root)):
                complain(line, commands=True)
        raise


def _text(outcome: Report | Findings, manner: Manner) -> None:
    from feedmill.report import to_text

    colour, columns = colours(sys.stdout), terminal_width(sys.stdout)
    if text := to_text(
        outcome, quiet=manner.quiet, verbose=manner.verbose, colour=colour, columns=columns
    ):
        say(text)


def _json(outcome: Report | Findings, _manner: Manner) -> None:
    from feedmill.report import to_json

    say(to_json(outcome), end=False)


def _github(outcome: Report | Findings, manner: Manner) -> None:
    from .github import to_annotations, to_summary

    folder = _in_repository(manner.root)
    if text := to_annotations(outcome, folder, quiet=manner.quiet, verbose=manner.verbose):
        say(text, commands=True)
    _summarise(to_summary(outcome, folder))


FORMS: dict[str, Callable[[Report | Findings, Manner], None]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}


def _summarise(text: str) -> None:
    """Add Markdown to the summary of a GitHub step, if this is one."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with Path(path).open("ab") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            complain(f"warning: cannot write GITHUB_STEP_SUMMARY: {error.strerror}")


def _in_repository(root: Path) -> str:
    """Return a folder relative to its repository's top, or to GITHUB_WORKSPACE; "" for that."""
    from feedmill.git.status import work_tree_top

    place = root.resolve()
    top = work_tree_top(place)
    if not top and (workspace := os.environ.get("GITHUB_WORKSPACE")):
        top = Path(workspace).resolve()
    if not top or not place.is_relative_to(top):
        return ""
    return place.relative_to(top).as_posix().removeprefix(".")
