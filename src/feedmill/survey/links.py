"""The `<link>` lines by which browsers and feed readers find a site's feeds.

`find_head_links` chooses the feeds, `link_lines` writes them as HTML or for templates:
https://html.spec.whatwg.org/multipage/links.html#rel-alternate
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import NamedTuple

from feedmill.config.feeds import Family, Names, Where
from feedmill.config.schema import Config
from feedmill.dimensions import DIMENSIONS
from feedmill.feeds.families import CHOICE_MARK, dimensions, families
from feedmill.formats import FORMATS

from .site import FeedInfo


class HeadLink(NamedTuple):
    """A feed in one format, for pages in a language; "" for all pages."""

    type: str
    title: str
    url: str
    language: str = ""


class LinkSyntax(NamedTuple):
    """How a generator's templates say that something is for one language only, and where."""

    note: str  # a comment that comes first; `{}` is its text
    block: str  # `{0}` is the language, `{1}` the lines
    partial: str  # the file for it
    include: str  # what brings it in


SYNTAXES: dict[str, LinkSyntax] = {
    "hugo": LinkSyntax(
        "{{{{/* {} */}}}}",
        '{{{{ if eq site.Language.Lang "{0}" }}}}\n{1}\n{{{{ end }}}}',
        "layouts/partials/feeds.html",
        '{{ partial "feeds.html" . }}',
    ),
    "jekyll": LinkSyntax(
        "{{% comment %}}{}{{% endcomment %}}",
        '{{% if page.lang == "{0}" %}}\n{1}\n{{% endif %}}',
        "_includes/feeds.html",
        "{% include feeds.html %}",
    ),
    "eleventy": LinkSyntax(
        "<!-- {} -->",
        '{{% if lang == "{0}" %}}\n{1}\n{{% endif %}}',
        "_includes/feeds.html",
        '{% include "feeds.html" %}',
    ),
}
"""By the names of GENERATORS; other generators' templates take HTML."""


def find_head_links(feeds: Iterable[FeedInfo], config: Config) -> list[HeadLink]:
    """Return the feeds for the head of every page: of all articles, and of a language.

    The site's language comes first, then what is of all articles, then other languages; of these
    first what has a file name of its own: subscribers have it.
    """
    known = {feed.key: feed for feed in feeds}
    own = config.site.language.casefold()
    found = [*_of_all(known, config), *_of_languages(known, config)]
    first = [link for link in found if link.language.casefold() == own]
    whole = [link for link in found if not link.language]
    others = [link for link in found if link.language and link not in first]
    own_names = {one.name for one in families(config) if isinstance(one.path, Mapping)}
    had = {url for name in own_names if name in known for url in known[name].urls.values()}
    for links in (first, whole, others):
        links.sort(key=lambda link: link.url not in had)
    return list(dict.fromkeys([*(one._replace(language="") for one in first), *whole, *others]))


def link_lines(links: Iterable[HeadLink], syntax: str = "") -> Iterator[str]:
    """Yield the lines for templates; `syntax` is a name of SYNTAXES, "" for HTML.

    In templates, those of a page's language come first.
    """
    links = list(links)
    common = [_line(link) for link in links if not link.language]
    if not syntax:
        yield from common
        yield from (_line(link) for link in links if link.language)
        return
    row = SYNTAXES[syntax]
    yield row.note.format(f"Made by: feedmill list links --{syntax}")
    for language in dict.fromkeys(link.language for link in links if link.language):
        lines = "\n".join(_line(link) for link in links if link.language == language)
        yield row.block.format(language, lines)
    yield from common


def _line(link: HeadLink) -> str:
    title, url = (escape(text).replace("{", "&#123;") for text in (link.title, link.url))
    return f'<link rel="alternate" type="{link.type}" title="{title}" href="{url}">'


def _of_all(known: dict[str, FeedInfo], config: Config) -> Iterator[HeadLink]:
    """Yield the links to feeds of all articles."""
    named = [one for one in families(config) if one.name in known]
    whole = [one for one in named if one.where == Where()]
    if not any(isinstance(one.path, Mapping) for one in whole):
        whole += _fullest([one for one in named if _is_marked(one)], known)
    for family in whole:
        yield from _links(known[family.name or ""], "")


def _is_marked(family: Family) -> bool:
    """Return whether a feed has all articles but for some that are marked, as `adopt` does."""
    fields = family.where.fields
    is_mark = len(fields) == 1 and next(iter(fields)).startswith(CHOICE_MARK)
    return is_mark and family.where == Where(fields=fields) and isinstance(family.path, Mapping)


def _fullest(several: list[Family], known: dict[str, FeedInfo]) -> list[Family]:
    return sorted(several, key=lambda one: -known[one.name or ""].entries)[:1]


def _of_languages(known: dict[str, FeedInfo], config: Config) -> Iterator[HeadLink]:
    row = DIMENSIONS["language"]
    for family in families(config):
        chosen = family.where.groups.get(row.name)
        tags = chosen.any or chosen.all if isinstance(chosen, Names) else ()
        groups = family.where.groups
        is_whole = family.where == Where(groups=groups) and len(groups) == len(tags) == 1
        if family.name in known and family.name and is_whole:
            yield from _links(known[family.name], tags[0])
        elif dimensions(family) == (row.name,):
            for key, feed in known.items():
                folder, _, tag = key.rpartition("/")
                if folder == row.folder:
                    yield from _links(feed, tag)


def _links(feed: FeedInfo, language: str) -> Iterator[HeadLink]:
    for name, url in feed.urls.items():
        yield HeadLink(FORMATS[name].media_type, feed.title, url, language)
