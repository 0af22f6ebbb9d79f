"""Say how the pages of a site link to its feeds: the last lines of `init` and `adopt`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from feedmill.display import printable

from .terminal import say
from .writing import write_new

if TYPE_CHECKING:
    from feedmill.config.schema import Config
    from feedmill.survey.site import FeedInfo

_SHOWN = 4  # lines


def published_links(settings: Config, root: Path) -> Iterator[str]:
    """Yield the lines for the head of pages, of the feeds that are built; and how to have more."""
    from feedmill.publishing.folder import output_folder
    from feedmill.survey.links import find_head_links, link_lines
    from feedmill.survey.site import feed_infos

    manifest = output_folder(root, root / settings.feeds.output).manifest()
    lines = list(link_lines(find_head_links(feed_infos(manifest), settings)))
    if lines:
        yield "next: name the feeds in the head of the site's pages; feedmill list links has all:"
        yield from (f"  {printable(line)}" for line in lines[:_SHOWN])


def write_partial(feeds: Iterable[FeedInfo], settings: Config, root: Path) -> None:
    """Write the lines into a file for the templates of the site's generator, if there is none.

    Raises FeedmillError if it cannot be written.
    """
    from feedmill.survey.links import SYNTAXES, find_head_links, link_lines

    generator = settings.articles.generator or ""
    row = SYNTAXES.get(generator)
    if row is None:
        names = ", ".join(SYNTAXES)
        say(f"wrote no partial: they are for {names}; `feedmill list links` prints HTML")
        return
    lines = link_lines(find_head_links(feeds, settings), generator)
    write_new(root, row.partial, "".join(f"{line}\n" for line in lines))
    say(f"next: write {row.include} into the head of the site's layout")
