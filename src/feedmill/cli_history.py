"""`feedmill diff` and `feedmill ids …`: what subscribers have seen, and go on seeing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .cli_options import config_option, config_path, help_option, load, now, verbose_option
from .cli_output import colours, is_terminal, progress_bar, say

if TYPE_CHECKING:
    from .difference import Difference

_LIMIT = click.IntRange(min=0)
_NO_WIDTH = 10_000  # columns: in a pipe nothing is cut


@click.command(epilog="\b\nExample:\n  feedmill diff origin/main --markdown > comment.md")
@click.argument("base", required=False)
@config_option
@click.option("--json", "as_json", is_flag=True, help="A JSON object, with all that is known.")
@click.option("--markdown", is_flag=True, help="Markdown, for a comment on a pull request.")
@click.option("--max-new", type=_LIMIT, help="Entries new in some feed, instead of guard.max_new.")
@click.option("--max-moved", type=_LIMIT, help="Ids that moved, instead of guard.max_moved.")
@click.option(
    "--max-withdrawn", type=_LIMIT, help="Entries withdrawn, instead of guard.max_withdrawn."
)
@verbose_option(help="Show every entry, not just ten of a kind.")
@help_option
def diff(
    base: str | None,
    config: Path | None,
    as_json: bool,
    markdown: bool,
    max_new: int | None,
    max_moved: int | None,
    max_withdrawn: int | None,
    verbose: bool,
) -> int:
    """Show what subscribers would see if the work tree were published instead of BASE.

    BASE is a git revision, by default the last commit that changed the published feeds. Entries
    are new, changed or withdrawn; an entry whose id moved would be shown once more to everybody.
    Status 1 if that is more than the limits allow. Nothing is written, and nothing checked out.
    """
    from msgspec.structs import replace

    from .comparison import compare_with
    from .run import Options

    if as_json and markdown:
        raise click.UsageError("--json and --markdown exclude each other")
    path = config_path(config)
    settings = load(path)
    given = {"max_new": max_new, "max_moved": max_moved, "max_withdrawn": max_withdrawn}
    limits = {name: limit for name, limit in given.items() if limit is not None}
    guard = replace(settings.guard, **limits)
    with progress_bar(as_json or markdown) as progress:
        found = compare_with(settings, path, base, guard, Options(now=now()), progress)
    _show(found, as_json, markdown, verbose)
    return found.exit_status


def _show(found: Difference, as_json: bool, markdown: bool, verbose: bool) -> None:
    from shutil import get_terminal_size

    from .difference_forms import to_markdown, to_text
    from .report import to_json

    if as_json:
        say(to_json(found), end=False)
    elif markdown:
        say(to_markdown(found), end=False)
    else:
        width = get_terminal_size().columns if is_terminal(sys.stdout) else _NO_WIDTH
        say(to_text(found, width=width, verbose=verbose, colour=colours(sys.stdout)))


@click.group()
@help_option
def ids() -> None:
    """Keep the ids of entries, which readers know them by."""
