"""`feedmill diff` and `feedmill ids …`: what subscribers have seen, and go on seeing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import (
    config_option,
    config_path,
    help_option,
    load_site,
    now,
    plain_report_option,
    verbose_option,
)
from .output.terminal import colours, progress_bar, say, terminal_width

if TYPE_CHECKING:
    from feedmill.diff.difference import Difference

_LIMIT = click.IntRange(min=0)
_NO_WIDTH = 10_000  # columns: in a pipe nothing is cut


@click.command(epilog="\b\nExample:\n  feedmill diff origin/main... --markdown > comment.md")
@click.argument("base", required=False)
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object with all that is known.")
@click.option("--markdown", is_flag=True, help="Print Markdown, for a comment on a pull request.")
@click.option("--github", is_flag=True, help="Print annotations; add Markdown to the step summary.")
@click.option("--max-new", type=_LIMIT, help="Allow this many new entries in a feed.")
@click.option("--max-moved", type=_LIMIT, help="Allow this many moved ids.")
@click.option("--max-withdrawn", type=_LIMIT, help="Allow this many withdrawn entries.")
@click.option("--max-emptied", type=_LIMIT, help="Allow this many families to be emptied.")
@click.option("--max-gone", type=_LIMIT, help="Allow this many feeds to disappear.")
@verbose_option(help="Show every entry, not just ten per kind.")
@help_option
def diff(
    base: str | None,
    config: Path | None,
    as_json: bool,
    markdown: bool,
    github: bool,
    max_new: int | None,
    max_moved: int | None,
    max_withdrawn: int | None,
    max_emptied: int | None,
    max_gone: int | None,
    verbose: bool,
) -> int:
    """Show what subscribers would see if this were published.

    Compares the work tree with BASE, a git revision. The default is the last commit that changed
    the published feeds; `BASE...` is the commit where this branch left BASE. Entries are new,
    changed or withdrawn. An entry whose id moved would be shown again to everybody. The status is
    1 if there is more of that than the limits allow. Nothing is written or checked out.
    """
    from msgspec.structs import replace

    from feedmill.diff.comparison import compare_with
    from feedmill.pipeline.run import Options

    from .output.report import tell_difference

    if as_json + markdown + github > 1:
        raise click.UsageError("--json, --markdown and --github exclude each other")
    path = config_path(config)
    settings = load_site(path)
    given = {
        "max_new": max_new,
        "max_moved": max_moved,
        "max_withdrawn": max_withdrawn,
        "max_emptied": max_emptied,
        "max_gone": max_gone,
    }
    limits = {name: limit for name, limit in given.items() if limit is not None}
    guard = replace(settings.guard, **limits)
    with progress_bar(as_json or markdown or github) as progress:
        found = compare_with(settings, path, base, guard, Options(now=now()), progress)
    if github:
        tell_difference(found, path.parent)
    else:
        _show(found, as_json, markdown, verbose)
    return found.exit_status


def _show(found: Difference, as_json: bool, markdown: bool, verbose: bool) -> None:
    from feedmill.diff.forms import difference_markdown, difference_text
    from feedmill.report import to_json

    if as_json:
        say(to_json(found), end=False)
    elif markdown:
        say(difference_markdown(found), end=False)
    else:
        width = terminal_width(sys.stdout) or _NO_WIDTH
        say(difference_text(found, width=width, verbose=verbose, colour=colours(sys.stdout)))


@click.group()
@help_option
def ids() -> None:
    """Keep the ids that feed readers know entries by."""


@ids.command(epilog="\b\nExample:\n  feedmill ids pin articles/2021 --dry-run")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@config_option
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@plain_report_option
@verbose_option(help="Show every line, not just ten.")
@help_option
def pin(
    paths: tuple[Path, ...], config: Path | None, dry_run: bool, report: str, verbose: bool
) -> int:
    """Write ids into articles before their files move.

    An id that the front matter does not name comes from the file's path. If the file is renamed,
    feed readers show the article as new. This adds one line to the front matter of the articles at
    PATHS, or of all articles, and changes nothing else.
    """
    from feedmill.adopt.pins import pin_ids, pins_text
    from feedmill.report import problem_line, to_json

    path = config_path(config)
    settings = load_site(path)
    with progress_bar(report == "json") as progress:
        done = pin_ids(settings, path.parent, paths, dry_run=dry_run, progress=progress)
    if report == "json":
        say(to_json(done), end=False)
        return done.exit_status
    colour = colours(sys.stdout)
    for line in (
        *(problem_line(colour, one) for one in done.problems),
        *pins_text(done, verbose=verbose),
    ):
        say(line)
    return done.exit_status
