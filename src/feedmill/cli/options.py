"""The options that commands share, and how they are read."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedmill.errors import FeedmillError

from .output.terminal import say

if TYPE_CHECKING:
    from feedmill.config.schema import Config

# The names in output/report.py; a test compares.
REPORTS = ("text", "json", "github")


def printing(text: Callable[[click.Context], str]) -> Callable[..., None]:
    """Make the callback of an option that prints a text and does no more."""

    def show(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
        if wanted and not context.resilient_parsing:
            say(text(context))
            context.exit()

    return show


help_option = click.help_option(
    "-h", "--help", callback=printing(lambda context: context.get_help())
)
config_option = click.option(
    "-c",
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's config. Default: feedmill.yaml or config.yaml, here or above.",
)
plain_report_option = click.option(
    "--report", type=click.Choice(["text", "json"]), default="text", help="Form of the report."
)
report_option = click.option(
    "--report",
    type=click.Choice(REPORTS),
    default="text",
    help="Form of the report. github: annotations and the step summary.",
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
verbose_option = partial(click.option, "-v", "--verbose", is_flag=True)


def config_path(given: Path | None) -> Path:
    """Return the config that was given, or the one of the site that this folder is in.

    Raises click.UsageError if there is none.
    """
    from feedmill.config.find import find_config

    if found := given or find_config(Path()):
        return found
    other = " (the one here has none)" if Path("config.yaml").exists() else ""
    raise click.UsageError(
        f"no feedmill.yaml here or in a folder above, nor a config.yaml with `site:`{other}; "
        "`feedmill init` writes one, --config names another"
    )


def load_site(path: Path) -> Config:
    """Return the config in a file. Raises ConfigError."""
    from feedmill.config.cache import load_cached as remembered

    return remembered(path)


def now() -> datetime:
    """Return what counts as now: SOURCE_DATE_EPOCH (reproducible-builds.org), else the clock.

    Raises FeedmillError if SOURCE_DATE_EPOCH is not a number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        if given.isascii() and given.isdigit():
            return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise FeedmillError(f"SOURCE_DATE_EPOCH: {given!r} is not a number of seconds since 1970")


def exclusive(quiet: bool, verbose: bool) -> None:
    """Raise click.UsageError if both are asked for."""
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose cannot be combined")
