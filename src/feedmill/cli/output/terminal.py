"""Print results to standard output, and everything else to standard error."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TextIO

import click

from feedmill.display import inert
from feedmill.errors import FeedmillError

from .progress import ProgressLine


def say(text: str | bytes, end: bool = True, commands: bool = False) -> None:
    """Print a result; with `commands` it has workflow commands for GitHub, else none is obeyed.

    A reader that left (`| head`) has what it wanted; a full disk is an error.
    Raises FeedmillError if standard output cannot be written.
    """
    if isinstance(text, str):
        text = inert(text, commands=commands)
    try:
        click.echo(text, nl=end, color=colours(sys.stdout))
    except OSError as error:
        # What is left in the buffer would fail once more when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise FeedmillError(f"cannot write the output: {error.strerror}") from error


def complain(text: str, commands: bool = False) -> None:
    """Print a line that is no result; there is nowhere to tell that this failed.

    `commands` as in `say`.
    """
    with suppress(OSError):
        click.echo(inert(text, commands=commands), err=True)


def progress_bar(quiet: bool) -> ProgressLine:
    """Make the progress bar, which shows on a terminal only, and not if `quiet`."""
    return ProgressLine(sys.stderr, shown=not quiet and _is_capable(sys.stderr))


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether people look at the stream."""
    return stream is not None and stream.isatty()


def terminal_width(stream: TextIO | None) -> int | None:
    """Return the columns of the terminal that the stream is, None if it is none."""
    if not is_terminal(stream):
        return None
    from shutil import get_terminal_size

    return get_terminal_size().columns


def _is_capable(stream: TextIO | None) -> bool:
    return is_terminal(stream) and os.environ.get("TERM") != "dumb"


def colours(stream: TextIO | None) -> bool:
    """Return whether to colour (no-color.org, force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return os.environ.get("FORCE_COLOR", "0") not in ("", "0") or _is_capable(stream)
