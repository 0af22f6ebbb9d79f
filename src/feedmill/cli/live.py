"""`feedmill ping` and `feedmill probe`: what there is to do once the feeds are published."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import (
    config_option,
    config_path,
    help_option,
    load,
    one_of,
    plain_report_option,
    quiet_option,
    verbose_option,
)
from .output.terminal import colours, complain, is_terminal, progress_bar, say

if TYPE_CHECKING:
    from feedmill.live.seen import Probed


@click.command(epilog="\b\nExample:\n  feedmill ping HEAD~1")
@click.argument("base", required=False)
@config_option
@click.option(
    "--wait",
    type=click.FloatRange(0, 3600),
    default=120,
    show_default=True,
    help="Seconds to wait until what was uploaded can be fetched.",
)
@click.option("--dry-run", is_flag=True, help="Tell the hub nothing; say what it would be told.")
@click.option("--strict", is_flag=True, help="Status 1 if the hub was not told of all changes.")
@plain_report_option
@quiet_option
@verbose_option(help="Show every feed that the hub was told of.")
@help_option
def ping(
    base: str | None,
    config: Path | None,
    wait: float,
    dry_run: bool,
    strict: bool,
    report: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Tell the WebSub hub (`hub` in the configuration) which feeds have changed since BASE.

    BASE is a git revision. Default: the last one whose manifest, feeds.json, is not the present
    one. Run it when the feeds are uploaded; it waits until they are live. What goes wrong on the
    network is a warning, for a hub is a courtesy: readers that look for themselves need none. It
    ends within two minutes more than it waits for the feeds.
    """
    from feedmill.live.websub import Options, to_lines
    from feedmill.live.websub import ping as tell
    from feedmill.report import problem_line, to_json

    one_of(quiet, verbose)
    path = config_path(config)
    options = Options(strict=strict, dry_run=dry_run, wait=wait)
    with progress_bar(quiet) as progress:
        announce = None if quiet else progress.note
        done = tell(load(path), path.parent, base, options, progress, announce)
    if report == "json":
        say(to_json(done), end=False)
    elif not quiet or done.exit_status:
        write = partial(problem_line, colours(sys.stdout))
        say("\n".join(to_lines(done, write, verbose=verbose)))
    return done.exit_status


@click.command(epilog="\b\nExample:\n  feedmill probe https://news.example.org/feeds/feeds.json")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="A JSON object, with all that was seen.")
@quiet_option
@verbose_option(help="Show everything that is wrong, not just three of a kind.")
@help_option
def probe(url: str, as_json: bool, quiet: bool, verbose: bool) -> int:
    """Look at the published feeds as a reader does, beginning with the manifest at URL.

    URL is that of feeds.json or its folder. Every file of the manifest is asked for: is it there,
    under the right media type, at the address it names, packed, the same as the manifest says, and
    answered with 304 when it has not changed? A table on a terminal; in a pipe, a line each with
    tabs between whole values. What is wrong stands on standard error.
    """
    from feedmill.live.visit import probe as look
    from feedmill.report import to_json

    one_of(quiet, verbose)
    with progress_bar(quiet) as progress:
        probed = look(url, progress)
    if as_json:
        say(to_json(probed), end=False)
    else:
        _tell(probed, quiet, verbose)
    return probed.exit_status


def _tell(probed: Probed, quiet: bool, verbose: bool) -> None:
    from shutil import get_terminal_size

    from feedmill.display import paint, tab_separated, table
    from feedmill.live.telling import COLUMNS, problem_lines, summary, to_rows
    from feedmill.report import problem_line

    if probed.files and not quiet:
        if is_terminal(sys.stdout):
            width, colour = get_terminal_size().columns, colours(sys.stdout)
            heads = [name.upper() for name in COLUMNS]
            say(table(heads, to_rows(probed, short=True), width, colour))
        else:
            say(tab_separated(to_rows(probed)))
    colour = colours(sys.stderr)
    write = partial(problem_line, colour)
    for line in problem_lines(probed, write, quiet=quiet, verbose=verbose):
        complain(line)
    if not quiet:
        complain(paint(summary(probed), "bold", colour))
