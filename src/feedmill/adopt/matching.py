"""Which entries of a feed are which articles: by link, then by id, then by title and date. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from feedmill.live.known import KnownEntry, address_path
from feedmill.model import Article
from feedmill.names import fold

_NAMED = 5  # entries that a reason names
_ABOUT_A_DAY = timedelta(days=2)  # dates without a time zone


class SiteArticle(NamedTuple):
    """An article, and its front matter by lower-case key."""

    article: Article
    values: Mapping[str, Any]


class Match(NamedTuple):
    """An entry, and the article that it is; None if it is none of the site's."""

    entry: KnownEntry
    found: SiteArticle | None


class EntryMatcher:
    """The articles of a site, to be found by what feeds say of them."""

    def __init__(self, articles: Iterable[SiteArticle]) -> None:
        self._links: dict[str, SiteArticle] = {}
        self._ids: dict[str, SiteArticle] = {}
        self._titles: dict[str, list[SiteArticle]] = defaultdict(list)
        for one in articles:
            self._links.setdefault(_page(one.article.link), one)
            self._ids.setdefault(one.article.id, one)
            self._titles[fold(one.article.title)].append(one)

    def match(self, entries: Sequence[KnownEntry], *, by_day: bool = True) -> list[Match]:
        """Return each entry with its article; no article is that of two entries.

        `by_day` says that an article with the title of an entry must have its date, too.
        """
        found: dict[int, SiteArticle] = {}
        taken: set[str] = set()
        by_title = self._by_title if by_day else self._by_title_alone
        for find in (self._by_link, self._by_id, by_title):
            for number, entry in enumerate(entries):
                if number not in found and (one := find(entry)) and one.article.path not in taken:
                    found[number] = one
                    taken.add(one.article.path)
        return [Match(entry, found.get(number)) for number, entry in enumerate(entries)]

    def _by_link(self, entry: KnownEntry) -> SiteArticle | None:
        return self._links.get(_page(entry.link)) if entry.link else None

    def _by_id(self, entry: KnownEntry) -> SiteArticle | None:
        return self._ids.get(entry.id) if entry.id else None

    def _by_title_alone(self, entry: KnownEntry) -> SiteArticle | None:
        alike = self._titles.get(fold(entry.title), []) if entry.title else []
        return alike[0] if len(alike) == 1 else None

    def _by_title(self, entry: KnownEntry) -> SiteArticle | None:
        when = entry.when
        if not entry.title or when is None:
            return None
        near = [
            one
            for one in self._titles.get(fold(entry.title), ())
            if abs(one.article.published - when) < _ABOUT_A_DAY
        ]
        return near[0] if len(near) == 1 else None


def foreign_entries(matches: Sequence[Match]) -> str:
    """Say that a feed is not of the site's articles, "" if it is."""
    foreign = [one.entry.title or one.entry.link for one in matches if one.found is None]
    if not matches:
        return "it has no entries, so nothing says which articles it is of"
    if 2 * len(foreign) <= len(matches):
        return ""
    some = ", ".join(map(repr, foreign[:_NAMED]))
    more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
    return f"{len(foreign)} of its {len(matches)} entries are none of the articles: {some}{more}"


def _page(link: str) -> str:
    """Return what links to one page share, wherever the site is served."""
    path = address_path(link).removesuffix(".html").rstrip("/")
    return path or "/"
