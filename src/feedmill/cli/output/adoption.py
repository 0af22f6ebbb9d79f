"""What `feedmill adopt` and `feedmill diff FEED` print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from feedmill.display import count, printable

from .terminal import colours, say, terminal_width

if TYPE_CHECKING:
    from feedmill.adopt.outcome import Adoption

_NO_WIDTH = 10_000  # columns: in a pipe nothing is cut


def show_adoption(adoption: Adoption, *, as_json: bool, verbose: bool) -> None:
    """Print what subscribers notice."""
    from feedmill.adopt.outcome import adoption_text
    from feedmill.report import to_json

    if as_json:
        say(to_json(adoption), end=False)
        return
    width = terminal_width(sys.stdout) or _NO_WIDTH
    say(adoption_text(adoption, width=width, verbose=verbose, colour=colours(sys.stdout)))


def adoption_advice(adoption: Adoption, path: Path) -> list[str]:
    """Return what was written, and what is left for a person to do; `path` is the config's."""
    ids = f" and the ids of {count(len(adoption.pinned), 'article')}" if adoption.pinned else ""
    lines = [f"wrote {path.name}{ids}"]
    lines += [
        f"moved {printable(old)}, the template of the old feed, to {printable(new)}"
        for old, new in adoption.put_aside.items()
    ]
    if adoption.moved_from:
        old, new = printable(adoption.moved_from), printable(adoption.output)
        lines.append(
            f"the output folder is {new} now, not {old}: feeds.json is there, and the feeds that "
            "Feedmill made before keep their addresses"
        )
    if adoption.no_pages:
        lines.append("pages is false: no HTML pages are written beside the feeds any more")
    if adoption.in_the_way:
        files = " and ".join(map(printable, adoption.in_the_way))
        lines.append(f"next: delete {files}, from which the old feed is made")
    if adoption.published_at:
        place = printable(adoption.published_at)
        lines.append(f"next: publish what is in {printable(adoption.output)}/ as {place}")
    lines += [
        "next: switch off the feeds of the site's generator, see docs/switching.md",
        "next: feedmill build",
        "next: name the feeds in the head of the site's pages, as feedmill list links does",
    ]
    return lines
