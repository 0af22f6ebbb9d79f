"""`feedmill images …`: the commands of the image cache."""

from __future__ import annotations

import sys
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
    plain_report_option,
    quiet_option,
    verbose_option,
)
from .output.terminal import colours, progress_bar, say, terminal_width

if TYPE_CHECKING:
    from feedmill.images.fetching.fetch import FetchProgress as FetchProgress
    from feedmill.images.outcome import Fetched, Pruned, Verified

    from .output.progress import ProgressLine

_every_line = verbose_option(help="Show every line, not just the first of many.")


@click.group()
@help_option
def images() -> None:
    """Keep copies of the articles' images."""


@images.command(epilog="\b\nExample:\n  feedmill images fetch --all")
@config_option
@click.option("--all", "everything", is_flag=True, help="Also images not marked `isCached`.")
@click.option("--refresh", is_flag=True, help="Fetch images again that are already stored.")
@click.option(
    "--strict", is_flag=True, help="An image that cannot be fetched is an error: status 1."
)
@plain_report_option
@quiet_option
@_every_line
@help_option
def fetch(
    config: Path | None,
    everything: bool,
    refresh: bool,
    strict: bool,
    report: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Fetch the images of published articles that the store lacks.

    It can be interrupted at any time; the next run goes on from there.
    """
    from feedmill.images.commands import fetch_images

    exclusive(quiet, verbose)
    path = config_path(config)
    settings = load_site(path)
    with progress_bar(quiet) as progress:
        done = fetch_images(
            settings,
            path.parent,
            now(),
            which="all" if everything else "cached",
            refresh=refresh,
            strict=strict,
            progress=_with_rate(progress),
        )
    return _tell(done, report, quiet, verbose)


@images.command("list", epilog="\b\nExample:\n  feedmill images list --json | jq '.[].url'")
@config_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array with all that is known.")
@help_option
def list_(config: Path | None, as_json: bool) -> int:
    """List the images of front matter and those of the store."""
    from feedmill.display import tab_separated, table
    from feedmill.images.commands import list_images
    from feedmill.report import encode_json

    path = config_path(config)
    records = list_images(load_site(path), path.parent, now())
    if as_json:
        say(encode_json(records), end=False)
        return 0
    columns = ("stored", "articles", "type", "width", "height", "bytes", "url")
    rows = [[_cell(record[name]) for name in columns] for record in records]
    if not rows:
        click.echo("no images in front matter or in the store", err=True)
    elif width := terminal_width(sys.stdout):
        heads = [name.upper() for name in columns]
        say(table(heads, rows, width, colours(sys.stdout)))
    else:
        say(tab_separated(rows))
    return 0


@images.command(epilog="\b\nExample:\n  feedmill images prune --dry-run")
@config_option
@click.option("--dry-run", is_flag=True, help="Delete nothing; say what would be deleted.")
@plain_report_option
@quiet_option
@_every_line
@help_option
def prune(config: Path | None, dry_run: bool, report: str, quiet: bool, verbose: bool) -> int:
    """Delete the images that no article refers to any more."""
    from feedmill.images.commands import prune_images

    exclusive(quiet, verbose)
    path = config_path(config)
    done = prune_images(load_site(path), path.parent, now(), dry_run=dry_run)
    return _tell(done, report, quiet, verbose)


@images.command(epilog="\b\nExample:\n  feedmill images verify")
@config_option
@plain_report_option
@quiet_option
@_every_line
@help_option
def verify(config: Path | None, report: str, quiet: bool, verbose: bool) -> int:
    """Check the files of the store against its manifest."""
    from feedmill.images.commands import verify_images

    exclusive(quiet, verbose)
    path = config_path(config)
    with progress_bar(quiet) as progress:
        done = verify_images(
            load_site(path), path.parent, lambda *counts: progress("Verifying images", *counts)
        )
    return _tell(done, report, quiet, verbose)


def _with_rate(progress: ProgressLine) -> FetchProgress:
    """Add to a bar how fast bytes come in, and how long the rest will take at this speed."""
    import time

    from feedmill.display import size

    began = time.monotonic()

    def show(done: int, total: int, received: int) -> None:
        spent = max(time.monotonic() - began, 0.001)
        minutes, seconds = divmod(round(spent / done * (total - done)) if done else 0, 60)
        rate = size(round(received / spent))
        progress(f"Fetching images, {rate}/s, {minutes}:{seconds:02} left", done, total)

    return show


def _tell(outcome: Fetched | Pruned | Verified, report: str, quiet: bool, verbose: bool) -> int:
    from msgspec import to_builtins

    from feedmill.images.telling import images_text
    from feedmill.report import encode_json

    if report == "json":
        say(encode_json(to_builtins(outcome)), end=False)
    elif text := images_text(outcome, quiet=quiet, verbose=verbose, colour=colours(sys.stdout)):
        say(text)
    return outcome.exit_status


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
    return str(value)
