"""What templates see of a site, a feed and its entries. Pure.

`docs/pages.md` lists all of it: sites have templates of their own, so names stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from feedmill.config.schema import Site
from feedmill.formats import FORMATS
from feedmill.model import Enclosure, Entry, Feed
from feedmill.text import cut_text

from .languages import direction, same
from .markup import Markup, escape
from .paths import Places, relative
from .rates import rate
from .wording import Words

_MOST = 12  # entries of a feed
_LIMITS = ((500, 300), (240, 300), (120, 120), (60, 60))  # characters of summaries and titles
_ENOUGH = 9000  # bytes of them all, so that a page stays small
_NAME = 100  # characters


class MomentView(Struct, frozen=True, kw_only=True):
    """A time: for programs, the day for people, and a phrase such as `updated 20 Nov 2026`."""

    iso: str
    text: str
    since: str


class FormatView(Struct, frozen=True, kw_only=True):
    """A feed in one format. `title` is the feed's, `name` the format's."""

    title: str
    name: str
    media_type: str
    url: str
    href: str


class PictureView(Struct, frozen=True, kw_only=True):
    """A stored picture. Sizes are in pixels."""

    src: str
    width: int | None = None
    height: int | None = None


class EntryView(Struct, frozen=True, kw_only=True):
    """One entry. `language` is empty where it is the site's, and `direction` then `auto`."""

    title: str
    link: str
    published: MomentView
    summary: str
    byline: tuple[str, ...]
    language: str
    direction: str
    picture: PictureView | None = None


class FeedView(Struct, frozen=True, kw_only=True):
    """One feed. `title` is `prefix`, which names the site, and `name`; `about` is its own."""

    title: str
    prefix: str
    name: str
    subtitle: str
    about: str
    href: str
    count: str
    updated: MomentView | None
    rate: str
    formats: tuple[FormatView, ...]


class LinksView(Struct, frozen=True, kw_only=True):
    """What every page links to."""

    index: str
    style: str
    opml: str
    opml_url: str


class LinkView(Struct, frozen=True, kw_only=True):
    """A link to another feed's page."""

    href: str
    title: str
    name: str


class RelatedView(Struct, frozen=True, kw_only=True):
    """Related feeds; `more` says how many are left out."""

    broader: tuple[LinkView, ...]
    narrower: tuple[LinkView, ...]
    more: str


class SectionView(Struct, frozen=True, kw_only=True):
    """A section of the index; `href` leads to its own page, `rows` is HTML."""

    id: str
    title: str
    prefix: str
    name: str
    count: str
    href: str
    rows: Markup


class IndexView(Struct, frozen=True, kw_only=True):
    """The index, or the page of one `section`."""

    title: str
    count: str
    section: SectionView | None


class SurfacesView(Struct, frozen=True, kw_only=True):
    """The background colours of a scheme."""

    page: str
    raised: str


class StyleLinksView(Struct, frozen=True, kw_only=True):
    """What the stylesheet says of the pages: where they are."""

    here: str


def split_title(title: str, site: Site) -> tuple[str, str]:
    """Part a feed's title, or a section's, into what names the site and the rest."""
    prefix = f"{site.title}: "
    name = title.removeprefix(prefix)
    return (prefix, name) if name and name != title else ("", title)


def moment(when: datetime, words: Words) -> MomentView:
    """Return what a page shows of a time."""
    utc = when.astimezone(UTC)
    day = words.day(utc)
    iso = utc.isoformat().replace("+00:00", "Z")
    return MomentView(iso=iso, text=day, since=words.updated.format(date=day))


def feed_view(
    feed: Feed, about: str, site: Site, words: Words, places: Places, page: str
) -> FeedView:
    """Return what the page at `page`, a path below the output folder, shows of a feed."""
    prefix, name = split_title(feed.title, site)
    often = rate(entry.published for entry in feed.entries)
    return FeedView(
        title=feed.title,
        prefix=prefix,
        name=name,
        subtitle=feed.subtitle,
        about=about,
        href=relative(page, places.of_feed(feed.key)),
        count=words.entries(len(feed.entries)),
        updated=moment(feed.updated, words) if feed.entries else None,
        rate=getattr(words, often) if often else "",
        formats=tuple(
            FormatView(
                title=feed.title,
                name=row.title,
                media_type=row.media_type,
                url=feed.urls[row.name],
                href=places.href(page, feed.urls[row.name]),
            )
            for row in FORMATS.values()
            if row.name in feed.urls
        ),
    )


def entry_views(
    feed: Feed, own: Collection[str], site: Site, words: Words, places: Places, page: str
) -> list[EntryView]:
    """Return what a page shows of a feed's newest entries.

    Their bylines leave out whom the feed is about: its author, and who has an address in `own`.
    """
    shown = feed.entries[:_MOST]
    author = feed.author.name if feed.is_by_author else None
    summary, title = _limits(shown)
    found = []
    for entry in shown:
        foreign = bool(entry.language) and not same(entry.language or "", site.language)
        language = (entry.language or "") if foreign else ""
        found.append(
            EntryView(
                title=cut_text(entry.title or entry.summary or entry.link, title),
                link=entry.link,
                published=moment(entry.published, words),
                summary=cut_text(entry.summary, summary),
                byline=tuple(
                    cut_text(one.name, _NAME)
                    for one in entry.authors
                    if one.uri not in own and one.name != author
                ),
                language=language,
                direction=direction(language) if foreign else "auto",
                picture=_picture(entry, places, page),
            )
        )
    return found


def _limits(entries: Sequence[Entry]) -> tuple[int, int]:
    """Return how long summaries and titles may be: as long as they all fit, else shorter."""
    for summary, title in _LIMITS:
        parts = (f"{entry.summary[:summary]}{entry.title[:title]}" for entry in entries)
        if sum(len(escape(part).encode()) for part in parts) <= _ENOUGH:
            return summary, title
    return _LIMITS[-1]


def _picture(entry: Entry, places: Places, page: str) -> PictureView | None:
    """Return the small copy of an entry's picture, or the picture, if the site serves it."""
    for one in (entry.thumbnail, *entry.enclosures):
        if one and _is_stored(one, places):
            src = places.href(page, one.url)
            return PictureView(src=src, width=one.width, height=one.height)
    return None


def _is_stored(one: Enclosure, places: Places) -> bool:
    """Return whether a picture can be shown without asking another host for it."""
    return one.type.startswith("image/") and one.length > 0 and places.serves(one.url)
