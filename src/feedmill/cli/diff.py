"""`feedmill diff`, `adopt` and `ids …`: what subscribers have seen, and go on seeing."""

from __future__ import annotations

import re
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
from .output.adoption import adoption_advice, show_adoption
from .output.terminal import colours, is_terminal, progress_bar, say, terminal_width

if TYPE_CHECKING:
    from feedmill.config.schema import Config
    from feedmill.diff.difference import Difference
    from feedmill.live.fetching import FeedPlace

_URL = re.compile(r"https?://", re.IGNORECASE)
_PAIR = re.compile(r"(?P<file>.+?)=(?P<url>https?://.+)", re.IGNORECASE)
_LIMIT = click.IntRange(min=0)
_NO_WIDTH = 10_000  # columns: in a pipe nothing is cut


@click.command(
    epilog="\b\nExamples:\n  feedmill diff origin/main... --markdown > comment.md\n"
    "  feedmill diff https://example.org/feed.xml"
)
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

    BASE can also be a feed that subscribers have, by its address or as FILE=URL: then the status
    is 1 if its subscribers would notice anything but new articles.
    """
    from msgspec.structs import replace

    from feedmill.diff.comparison import compare_with
    from feedmill.pipeline.run import Options

    from .output.report import tell_difference

    if as_json + markdown + github > 1:
        raise click.UsageError("--json, --markdown and --github cannot be combined")
    path = config_path(config)
    settings = load_site(path)
    if base is not None and _is_feed(base):
        return _diff_feed(base, path, settings, as_json, markdown or github, verbose)
    limits = {
        "max_new": max_new, "max_moved": max_moved, "max_withdrawn": max_withdrawn,
        "max_emptied": max_emptied, "max_gone": max_gone,
    }  # fmt: skip
    given = {name: limit for name, limit in limits.items() if limit is not None}
    guard = replace(settings.guard, **given)
    with progress_bar(as_json or markdown or github) as progress:
        found = compare_with(settings, path, base, guard, Options(now=now()), progress)
    if github:
        tell_difference(found, path.parent)
    else:
        _show(found, as_json, markdown, verbose)
    return found.exit_status


def _is_feed(base: str) -> bool:
    return bool(_URL.match(base) or _PAIR.fullmatch(base) or Path(base).is_file())


def _diff_feed(
    feed: str, path: Path, settings: Config, as_json: bool, others: bool, verbose: bool
) -> int:
    """Compare what would be published with a feed that subscribers have."""
    from feedmill.adopt.run import compare_live
    from feedmill.live.fetching import fetch_feed
    from feedmill.pipeline.run import Options

    if others:
        raise click.UsageError("--markdown and --github are for revisions")
    known = [fetch_feed(place) for place in feed_places((feed,), None)]
    options = Options(now=now(), config_name=path.name)
    with progress_bar(as_json) as progress:
        found = compare_live(settings, path.parent, known, options, progress)
    show_adoption(found, as_json=as_json, verbose=verbose)
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


@click.command(
    epilog="\b\nExamples:\n  feedmill adopt https://example.org/feed.xml --dry-run\n"
    "  feedmill adopt _site/feed.xml=https://example.org/feed.xml"
)
@click.argument("feeds", metavar="FEED...", nargs=-1, required=True)
@config_option
@click.option("--at", metavar="URL", help="Where subscribers fetch FEED, if it is a file.")
@click.option("-n", "--dry-run", is_flag=True, help="Write nothing; say what would be written.")
@click.option("-y", "--yes", is_flag=True, help="Write without asking.")
@click.option("--partials", is_flag=True, help="Write the links to the feeds into the theme.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object with all that is known.")
@verbose_option(help="Show every entry, not just five per kind.")
@help_option
def adopt(
    feeds: tuple[str, ...],
    config: Path | None,
    at: str | None,
    dry_run: bool,
    yes: bool,
    partials: bool,
    as_json: bool,
    verbose: bool,
) -> int:
    """Continue the feeds that subscribers have; they notice nothing.

    FEED is the address of a feed that your site has now, or FILE=URL: a file with the feed, and
    where subscribers fetch it. Finds the links, ids, addresses, limits and titles that make the
    same feeds, and writes them into the config; articles whose id no pattern makes get a line with
    it. Then builds into a temporary folder and compares. The status is 1 if subscribers will
    notice something.

    The table counts entries. KNOWN: those that stay the same; NEW: articles published since;
    CHANGED: another link, title or date; MISSING: no longer in the feed; AGAIN: shown once more,
    under another id; OLD AS NEW: older articles that the feed did not have.
    """
    from msgspec.structs import replace

    from feedmill.adopt.run import propose_adoption, write_adoption
    from feedmill.live.fetching import fetch_feed
    from feedmill.pipeline.run import Options

    places = feed_places(feeds, at)
    path = config_path(config)
    known = [fetch_feed(place) for place in places]
    options = Options(now=now(), config_name=path.name)
    with progress_bar(as_json) as progress:
        proposed = propose_adoption(
            path, known, options, is_copied=_is_copied(path), progress=progress
        )
    adoption = replace(proposed.adoption, dry_run=dry_run)
    show_adoption(adoption, as_json=as_json, verbose=verbose)
    if adoption.is_new and not dry_run and _confirmed(path, yes, as_json):
        write_adoption(proposed, path)
        if not as_json:
            for line in adoption_advice(adoption, path):
                say(line)
        if partials:
            _write_partials(path)
    return adoption.exit_status


def feed_places(feeds: tuple[str, ...], at: str | None) -> list[FeedPlace]:
    """Return where each feed is; UsageError if that cannot be told."""
    from feedmill.live.fetching import FeedPlace, find_address

    if at is not None and (len(feeds) > 1 or _URL.match(feeds[0])):
        raise click.UsageError("--at is for one FEED that is a file; write FILE=URL for several")
    places = []
    for feed in feeds:
        pair = None if _URL.match(feed) else _PAIR.fullmatch(feed)
        if _URL.match(feed):
            places.append(FeedPlace(feed))
        elif pair:
            places.append(FeedPlace(pair["url"], Path(pair["file"])))
        elif url := at or find_address(Path(feed)):
            places.append(FeedPlace(url, Path(feed)))
        else:
            raise click.UsageError(
                f"{feed} is a file: write {feed}=URL, with the address that subscribers fetch it at"
            )
    urls = [place.url for place in places]
    if twice := next((url for url in urls if urls.count(url) > 1), None):
        raise click.UsageError(f"{twice} is given twice")
    return places


def _write_partials(path: Path) -> None:
    from feedmill.config import load_config
    from feedmill.pipeline.run import Options
    from feedmill.survey.site import survey

    from .output.links import write_partial

    settings = load_config(path)
    found = survey(settings, path.parent, Options(now=now(), config_name=path.name), bodies=False)
    write_partial(found.feeds, settings, path.parent)


def _is_copied(path: Path) -> bool:
    """Return whether the site's generator must be told to publish files as they are."""
    from feedmill.scaffold.proposals import propose

    from .looking import look_at_folder

    return bool(propose(look_at_folder(path.parent)).remedy)


def _confirmed(path: Path, yes: bool, as_json: bool) -> bool:
    if yes:
        return True
    if as_json or not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
        raise click.UsageError("nothing was written: give --yes to write, or --dry-run")
    try:
        return click.confirm(f"Write this into {path.name}?", default=True, err=True)
    except click.Abort:
        raise KeyboardInterrupt from None


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
