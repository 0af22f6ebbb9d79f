"""`feedmill check` and `feedmill list`: what there is to see before anything is published."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import (
    config_option,
    config_path,
    exclusive,
    help_option,
    load_site,
    now,
    quiet_option,
    report_option,
    verbose_option,
)
from .output.terminal import colours, complain, progress_bar, say, terminal_width

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from feedmill.config.schema import Config
    from feedmill.survey.site import Survey


_LINKS = "links"


class _Listed(click.ParamType):  # type: ignore[type-arg]
    """What can be listed; a config may have dimensions of its own, so any text may be right."""

    name = "what"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        _ = param, ctx  # the same everywhere
        return f"{{{'|'.join(_usual())}}}"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        _ = ctx, param
        return [CompletionItem(name) for name in _usual() if name.startswith(incomplete)]


def _usual() -> list[str]:
    from feedmill.survey.listing import listings

    return [*listings(), _LINKS]


@click.command(epilog="\b\nExample:\n  feedmill check --report json")
@config_option
@report_option
@quiet_option
@verbose_option(help="Show every warning, not just ten per code.")
@help_option
def check(config: Path | None, report: str, quiet: bool, verbose: bool) -> int:
    """Look for mistakes in the articles. Writes nothing.

    Finds what keeps articles out of the feeds, such as missing links and duplicate ids, and what
    looks suspicious: placeholder text, odd dates, topics spelled in two ways, images without a
    size.
    """
    from feedmill.lint.checks import examine
    from feedmill.report import Findings

    from .output.report import Manner, errors_told, tell

    exclusive(quiet, verbose)
    at = now()
    path = config_path(config)
    manner = Manner(report, path.parent, quiet, verbose)
    with errors_told(manner):
        settings = load_site(path)
        found = _survey(settings, path, at, quiet=quiet)
    problems = examine(found, settings, at)
    return tell(Findings(found=len(found.readings), problems=problems), manner)


@click.command("list", epilog="\b\nExample:\n  feedmill list articles --json | jq '.[].link'")
@click.argument("what", type=_Listed())
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with all that is known.")
@click.option("--html", "syntax", flag_value="html", help="links: as HTML. The default.")
@click.option("--hugo", "syntax", flag_value="hugo", help="links: as a partial for Hugo.")
@click.option("--jekyll", "syntax", flag_value="jekyll", help="links: as an include for Jekyll.")
@click.option("--eleventy", "syntax", flag_value="eleventy", help="links: as one for Eleventy.")
@help_option
def list_(what: str, config: Path | None, as_json: bool, syntax: str | None) -> int:
    """List the feeds, the articles, groups of a dimension, or links.

    The config's own dimensions go by their names. Prints a table on a terminal. In a pipe, each
    line is one record, with tabs between its whole values. `links` are the lines for the head of
    the site's pages by which browsers and feed readers find the feeds.
    """
    from feedmill.config.dimensions import known_dimensions
    from feedmill.report import encode_json
    from feedmill.survey.listing import as_lines, as_table, listings

    at = now()
    path = config_path(config)
    settings = load_site(path)
    choices = listings(known_dimensions(settings.dimensions).values())
    if what not in (*choices, _LINKS):
        names = ", ".join((*choices, _LINKS))
        raise click.BadParameter(f"{what!r} is not one of {names}", param_hint="WHAT")
    if syntax and (what != _LINKS or as_json):
        raise click.UsageError(f"--{syntax} is for `list links`, without --json")
    found = _survey(settings, path, at, bodies=False)
    if what == _LINKS:
        _show_links(found, settings, syntax, as_json)
        return 0
    listing = choices[what]
    records = listing.records(found, settings, at)
    if as_json:
        say(encode_json(records), end=False)
    elif not records:
        complain(f"no {what}")
    elif width := terminal_width(sys.stdout):
        say(as_table(records, listing.columns, width, colours(sys.stdout)))
    else:
        say(as_lines(records, listing.columns))
    return 0


def _show_links(found: Survey, settings: Config, syntax: str | None, as_json: bool) -> None:
    from feedmill.report import encode_json
    from feedmill.survey.links import find_head_links, link_lines

    links = find_head_links(found.feeds, settings)
    if as_json:
        say(encode_json([link._asdict() for link in links]), end=False)
    else:
        for line in link_lines(links, "" if syntax in (None, "html") else syntax):
            say(line)


def _survey(
    settings: Config, path: Path, at: datetime, *, quiet: bool = False, bodies: bool = True
) -> Survey:
    from feedmill.pipeline.run import Options
    from feedmill.survey.site import survey

    options = Options(now=at, config_name=path.name)
    with progress_bar(quiet) as progress:
        return survey(settings, path.parent, options, progress, bodies=bodies)
