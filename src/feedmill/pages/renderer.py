"""Feeds → HTML, by templates: equal feeds give equal bytes (UTF-8). Pure.

`Renderer` is a config and a theme, made ready to render many pages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

from msgspec import Struct

from feedmill.config.schema import Site
from feedmill.formats import FORMATS, opml
from feedmill.model import Feed

from . import colours
from .languages import direction, same
from .markup import Markup
from .paths import Places, relative
from .prepared import PreparedTemplates
from .relations import FeedLink, Relations
from .views import (
    FormatView,
    IndexView,
    LinksView,
    LinkView,
    RelatedView,
    SectionView,
    StyleLinksView,
    SurfacesView,
    entry_views,
    feed_view,
    split_title,
)
from .wording import Theme, parse_words


class ListedSection(Struct, frozen=True, kw_only=True):
    """Feeds below one heading of the index. `rows` are what `Renderer.row` gave of each.

    `page` is the path of the section's own page, where it has one and not all rows are here.
    """

    name: str
    title: str
    count: int
    rows: tuple[str, ...]
    page: str | None = None


class SiteView(Struct, frozen=True, kw_only=True):
    """What templates see of the site."""

    title: str
    url: str
    description: str
    language: str
    direction: str
    rights: str


class Templates(Protocol):
    """Templates by name."""

    def render(self, name: str, **values: Any) -> str:
        """Return what a template makes of some values."""
        ...


def _templates(theme: Theme, shared: dict[str, Any]) -> Templates:
    if theme.templates is None:
        return PreparedTemplates(shared)
    from .sandbox import SandboxedTemplates  # and Jinja2, which the package's templates can spare

    return SandboxedTemplates(theme.templates, theme.folder, shared)


class Renderer:
    """Renders the pages of one site. Raises PagesError if a template cannot be rendered."""

    def __init__(
        self,
        site: Site,
        places: Places,
        accent: str,
        theme: Theme,
    ) -> None:
        self.site, self._places = site, places
        self._words = parse_words(theme.language, theme.words)
        self._accent = colours.accent(accent)
        self._templates = _templates(theme, self._globals())

    def _globals(self) -> dict[str, Any]:
        """Return what every template sees."""
        site, words = self.site, self._words
        within = Markup(f' lang="{words.language}" dir="{words.direction}"')
        theirs = same(words.language.split("-")[0], site.language.split("-")[0])
        return {
            "site": SiteView(
                title=site.title,
                url=site.url,
                description=site.description,
                language=site.language,
                direction=direction(site.language),
                rights=site.rights,
            ),
            "words": words,
            "mark": "" if theirs else within,
            "mark_within": within,
            "accent": self._accent,
        }

    def feed(self, feed: Feed, own: Collection[str], related: Relations) -> bytes:
        """Return a feed's page; its bylines leave out who has an address in `own`."""
        page = self._places.of_feed(feed.key)
        view = feed_view(feed, "", self.site, self._words, self._places, page)
        return self._page(
            "feed.html",
            page,
            feed.subtitle,
            view.formats,
            feed=view,
            entries=entry_views(feed, own, self.site, self._words, self._places, page),
            related=RelatedView(
                broader=self._links(page, related.broader),
                narrower=self._links(page, related.narrower),
                more=self._words.more.format(n=related.more) if related.more else "",
            ),
        )

    def row(self, feed: Feed, about: str) -> str:
        """Return what the index shows of a feed; `about` is what it says of itself alone."""
        view = feed_view(feed, about, self.site, self._words, self._places, self._places.index)
        return self._templates.render("row.html", feed=view).strip() + "\n"

    def index(
        self, sections: Sequence[ListedSection], feeds: Iterable[tuple[str, str, str]], count: int
    ) -> bytes:
        """Return the index of all feeds.

        `feeds` are those that its head names: title, format and URL of each.
        """
        title = f"{self.site.title}: {self._words.feeds}"
        return self._index(sections, title, self._places.index, None, feeds, count)

    def section(self, section: ListedSection) -> bytes:
        """Return the page of one section, where the index has not all of its rows."""
        assert section.page is not None
        heading = self._heading(section, self._places.index)
        return self._index([section], section.title, section.page, heading, (), section.count)

    def style(self) -> bytes:
        """Return the stylesheet."""
        light, dark = (
            SurfacesView(page=page, raised=raised) for page, raised in (colours.LIGHT, colours.DARK)
        )
        here = StyleLinksView(here=f"{self._places.feeds_url}{self._places.folder}")
        return self._templates.render("style.css", light=light, dark=dark, links=here).encode()

    def _index(
        self,
        sections: Sequence[ListedSection],
        title: str,
        page: str,
        heading: SectionView | None,
        feeds: Iterable[tuple[str, str, str]],
        count: int,
    ) -> bytes:
        alternates = [
            FormatView(
                title=name,
                name=FORMATS[kind].title,
                media_type=FORMATS[kind].media_type,
                url=url,
                href=self._places.href(page, url),
            )
            for name, kind, url in feeds
        ]
        return self._page(
            "index.html",
            page,
            "" if heading else self.site.description,
            alternates,
            page=IndexView(title=title, count=self._words.feeds_in_all(count), section=heading),
            sections=[self._heading(one, page) for one in sections],
        )

    def _heading(self, section: ListedSection, page: str) -> SectionView:
        prefix, name = split_title(section.title, self.site)
        elsewhere = section.page is not None and section.page != page
        return SectionView(
            id=section.name,
            title=section.title,
            prefix=prefix,
            name=name,
            count=self._words.feeds_in_all(section.count),
            href=relative(page, section.page) if section.page and elsewhere else "",
            rows=Markup("".join(section.rows)),  # made by row.html, escaped there
        )

    def _links(self, page: str, feeds: Iterable[FeedLink]) -> tuple[LinkView, ...]:
        return tuple(
            LinkView(
                href=relative(page, self._places.of_feed(one.key)),
                title=one.title,
                name=split_title(one.title, self.site)[1],
            )
            for one in feeds
        )

    def _page(
        self,
        template: str,
        page_path: str,
        description: str,
        alternates: Iterable[FormatView],
        **values: Any,
    ) -> bytes:
        """Render a template, with what all pages have."""
        opml_url = f"{self._places.feeds_url}{opml.OPML_INDEX}"
        text = self._templates.render(
            template,
            description=description,
            alternates=alternates,
            links=LinksView(
                index=relative(page_path, self._places.index),
                style=relative(page_path, self._places.style),
                opml=self._places.href(page_path, opml_url),
                opml_url=opml_url,
            ),
            **values,
        )
        return text.encode()
