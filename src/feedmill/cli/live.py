"""`feedmill publish`, `ping` and `probe`: the feeds on their way to subscribers."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .options import (
    config_option,
    config_path,
    exclusive,
    help_option,
    load_site,
    plain_report_option,
    quiet_option,
    verbose_option,
)
from .output.terminal import colours, complain, progress_bar, say, terminal_width

if TYPE_CHECKING:
    from feedmill.config.schema import Config


@click.command(epilog="\b\nExample:\n  feedmill publish s3://news-example-org/feeds")
@click.argument("destination", metavar="DEST")
@config_option
@click.option("-n", "--dry-run", is_flag=True, help="Upload nothing; say what would be uploaded.")
@click.option("--overwrite", is_flag=True, help="Replace files there that no manifest names.")
@click.option("--verify", is_flag=True, help="Look at each file there: others may have changed it.")
@click.option("--ping", "to_hub", is_flag=True, help="Then tell the hub which feeds have changed.")
@plain_report_option
@quiet_option
@verbose_option(help="Show each file that was uploaded or deleted.")
@help_option
def publish(
    destination: str,
    config: Path | None,
    dry_run: bool,
    overwrite: bool,
    verify: bool,
    to_hub: bool,
    report: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Upload the feeds to an object store or a folder.

    DEST is s3://bucket/folder, gs://bucket/folder, az://container/folder or file:///path; it needs
    the extra feedmill[publish], except for file:. Credentials and endpoints come from the
    environment, such as AWS_ACCESS_KEY_ID and AWS_ENDPOINT_URL. Run this after `feedmill build`. It
    uploads what differs from the manifest there, with Content-Type and Cache-Control: images,
    feeds, and feeds.json last. Then it deletes what only the old manifest names.
    """
    from feedmill.publishing.stores.address import parse_address
    from feedmill.report import problem_line, to_json
    from feedmill.upload.outcome import published_lines
    from feedmill.upload.publish import publish_site

    exclusive(quiet, verbose)
    address, path = parse_address(destination), config_path(config)
    site = load_site(path)
    if to_hub:
        from feedmill.live.websub import hub_of

        hub_of(site)  # an error now, not when all is uploaded
    with progress_bar(quiet) as progress:
        done = publish_site(
            site,
            path.parent,
            address,
            os.environ,
            dry_run=dry_run,
            overwrite=overwrite,
            verify=verify,
            progress=progress,
        )
    if report == "json":
        say(to_json(done), end=False)
    elif not quiet:
        write = partial(problem_line, colours(sys.stdout), columns=terminal_width(sys.stdout))
        say("\n".join(published_lines(done, write, verbose=verbose)))
    if to_hub and not dry_run:
        _ping(site, done.changed, quiet, verbose)
    return 0


def _ping(site: Config, changed: Mapping[str, str | None], quiet: bool, verbose: bool) -> None:
    """Tell the hub of what was uploaded; what goes wrong is a warning."""
    from feedmill.live.telling import ping_lines
    from feedmill.live.websub import PingOptions, hub_of, tell_hub
    from feedmill.report import problem_line

    with progress_bar(quiet) as progress:
        announce = None if quiet else progress.note
        pinged = tell_hub(hub_of(site), None, changed, PingOptions(), progress, announce)
    write = partial(problem_line, colours(sys.stderr))
    if not quiet:
        for line in ping_lines(pinged, write, verbose=verbose, since="changed"):
            complain(line)


@click.command(epilog="\b\nExample:\n  feedmill ping HEAD~1")
@click.argument("base", required=False)
@config_option
@click.option(
    "--wait",
    type=click.FloatRange(0, 3600),
    default=120,
    show_default=True,
    help="Seconds to wait until the uploaded feeds are live.",
)
@click.option("--dry-run", is_flag=True, help="Send nothing; say what would be sent.")
@click.option("--strict", is_flag=True, help="Status 1 if a change could not be sent to the hub.")
@plain_report_option
@quiet_option
@verbose_option(help="Show every feed that was sent to the hub.")
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
    """Tell the WebSub hub which feeds have changed.

    The hub is `hub` in the config. BASE is a git revision; the default is the last one whose
    manifest, feeds.json, differs from the present one. Run this after uploading the feeds: it
    waits until they are live. Network errors are warnings, because feed readers that poll need no
    hub. It ends at most two minutes after it stops waiting for the feeds.
    """
    from feedmill.live.telling import ping_lines
    from feedmill.live.websub import PingOptions
    from feedmill.live.websub import ping_hub as tell
    from feedmill.report import problem_line, to_json

    exclusive(quiet, verbose)
    path = config_path(config)
    options = PingOptions(strict=strict, dry_run=dry_run, wait=wait)
    with progress_bar(quiet) as progress:
        announce = None if quiet else progress.note
        done = tell(load_site(path), path.parent, base, options, progress, announce)
    if report == "json":
        say(to_json(done), end=False)
    elif not quiet or done.exit_status:
        write = partial(problem_line, colours(sys.stdout))
        say("\n".join(ping_lines(done, write, verbose=verbose)))
    return done.exit_status


@click.command(epilog="\b\nExample:\n  feedmill probe https://news.example.org/feeds/")
@click.argument("url")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object with all that was seen.")
@quiet_option
@verbose_option(help="Show every file and every problem, not just groups of them.")
@help_option
def probe(url: str, as_json: bool, quiet: bool, verbose: bool) -> int:
    """Check published feeds as a hosted feed reader sees them.

    URL is the address of feeds.json, of its folder, of any feed, or of a page that names feeds in
    its head; the content decides which. Requests every feed twice: does it arrive, with the right
    media type, at the address that it names, compressed, cacheable, with the bytes that the
    manifest says, and does it get 304 when it has not changed? docs/probe.md lists what can be
    wrong. Status 0: nothing worse than warnings; 1: errors; 2: there is no feed at that address.
    """
    from feedmill.live.telling import probed_lines
    from feedmill.live.visit import probe_feeds as look
    from feedmill.report import problem_line, to_json

    exclusive(quiet, verbose)
    with progress_bar(quiet) as progress:
        probed = look(url, progress)
    if as_json:
        say(to_json(probed), end=False)
        return probed.exit_status
    columns, colour = terminal_width(sys.stdout), colours(sys.stdout)
    write = partial(problem_line, colour, columns=columns)
    lines = probed_lines(
        probed, write, quiet=quiet, verbose=verbose, columns=columns, colour=colour
    )
    if text := "\n".join(lines):
        say(text)
    return probed.exit_status
