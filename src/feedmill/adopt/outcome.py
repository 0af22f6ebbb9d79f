"""What `feedmill adopt` found, as a value and in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from feedmill.display import count, printable, table
from feedmill.live.noticing import Notice, Noticed
from feedmill.model import Problem
from feedmill.report import first_few, problem_line

_SHOWN = 5  # notices of one kind and feed, unless verbose
_NOTHING = "Subscribers will notice nothing."
_KINDS = {
    "again": "shown once more: its id changes",
    "flood": "an older article that the feed did not have",
    "missing": "disappears",
    "link": "has another link",
    "title": "has another title",
    "date": "has another date",
}


class Adoption(Struct, frozen=True, kw_only=True):
    """What subscribers of the feeds notice, feed by feed, and what was, or would be, written.

    `pinned` has the ids that articles get, by path. `refused` are articles that the feeds have
    and that Feedmill refuses. `is_new` says that the config changes, `moved_from` what the output
    folder was before if it is another. `in_the_way` are files that are not Feedmill's where feeds
    are to be; those that are templates of the old feeds are put aside, under names that their
    generator passes over: `put_aside` has these. `published_at` is where the output folder is
    to be served now, if that is elsewhere than before and the folder the same. `no_pages` says that
    the HTML pages beside the feeds are not written any more.
    """

    feeds: tuple[Noticed, ...] = ()
    dry_run: bool = False
    is_new: bool = False
    pinned: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()
    refused: tuple[Problem, ...] = ()
    output: str = ""
    moved_from: str = ""
    in_the_way: tuple[str, ...] = ()
    put_aside: dict[str, str] = {}
    published_at: str = ""
    no_pages: bool = False

    @property
    def exit_status(self) -> int:
        """0: subscribers notice nothing; 1: they notice what is listed."""
        return int(not all(feed.is_invisible for feed in self.feeds))


def adoption_text(
    adoption: Adoption, *, width: int, verbose: bool = False, colour: bool = False
) -> str:
    """Return the table of feeds, what subscribers notice and why, and the sum of it."""
    heads = ["FEED", "KNOWN", "NEW", "CHANGED", "MISSING", "AGAIN", "OLD AS NEW"]
    rows = [_row(feed) for feed in adoption.feeds]
    lines = [table(heads, rows, width, colour)]
    for feed in adoption.feeds:
        lines += _of_feed(feed, verbose)
    problems = [problem_line(colour, one) for one in (*adoption.problems, *adoption.refused)]
    lines += first_few(problems, _SHOWN, verbose)
    if adoption.pinned:
        verb = "would get" if adoption.dry_run else "get" if len(adoption.pinned) > 1 else "gets"
        pinned = [printable(f"  {path}: {one}") for path, one in adoption.pinned.items()]
        lines.append(f"{count(len(pinned), 'article')} {verb} the id that subscribers know:")
        lines += first_few(pinned, _SHOWN, verbose)
    lines.append(adoption_summary(adoption))
    return "\n".join(lines)


def adoption_summary(adoption: Adoption) -> str:
    """Say in one line whether subscribers notice anything."""
    seen = [feed for feed in adoption.feeds if not feed.is_invisible]
    if not seen:
        new = sum(feed.number("new") for feed in adoption.feeds)
        return f"{_NOTHING[:-1]} but {count(new, 'new article')}." if new else _NOTHING
    feeds = count(len(adoption.feeds), "feed")
    return f"Subscribers of {len(seen)} of {feeds} will notice what is listed above."


def _row(feed: Noticed) -> list[str]:
    if feed.unfit:
        return [printable(feed.url), "not continued", "", "", "", "", ""]
    numbers = (
        feed.known,
        feed.number("new"),
        feed.changed,
        feed.number("missing"),
        feed.number("again"),
        feed.number("flood"),
    )
    return [printable(feed.url), *(str(number) if number else "" for number in numbers)]


def _of_feed(feed: Noticed, verbose: bool) -> Iterator[str]:
    if feed.is_invisible:
        return
    yield printable(f"{feed.url}:")
    if feed.unfit:
        yield printable(f"  is not continued: {feed.unfit}")
    if feed.about:
        yield f"  the feed itself has another {', another '.join(feed.about)}"
    for kind, what in _KINDS.items():
        found = [one for one in feed.notices if one.kind == kind]
        yield from first_few((_line(one, what) for one in found), _SHOWN, verbose)


def _line(one: Notice, what: str) -> str:
    change = f" ({one.was} → {one.now})" if one.was and one.now else ""
    return printable(f"  {one.title!r} {what}{change or (f' ({one.was or one.now})')}")
