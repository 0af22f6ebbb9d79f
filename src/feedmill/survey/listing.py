"""What `feedmill list` can list: a survey's feeds, groups and articles as records. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from feedmill.dimensions import DIMENSIONS, Dimension
from feedmill.display import size, tab_separated, table
from feedmill.model import state_now

if TYPE_CHECKING:
    from feedmill.config.schema import Config

    from .site import GroupInfo, Survey

ListRecord = dict[str, Any]


class ListKind(NamedTuple):
    """One kind of thing: its records, all JSON can hold, and those keys that make a table."""

    records: Callable[[Survey, Config, datetime], list[ListRecord]]
    columns: tuple[str, ...]


def _feeds(survey: Survey, _config: Config, _now: datetime) -> list[ListRecord]:
    return [
        {
            "key": feed.key,
            "title": feed.title,
            "entries": feed.entries,
            "newest": _time(feed.newest),
            "url": next(iter(feed.urls.values()), None),
            "urls": feed.urls,
            "also_at": list(feed.also_at),
            "bytes": feed.bytes,
        }
        for feed in survey.feeds
    ]


def _groups(dimension: str, survey: Survey, _config: Config, _now: datetime) -> list[ListRecord]:
    return [_group(group) for group in survey.groups[dimension]]


def _articles(survey: Survey, config: Config, now: datetime) -> list[ListRecord]:
    records = []
    refused = {one.path for one in survey.problems if one.code == "duplicate-id"}
    for reading in survey.readings:
        article = reading.article
        state = reading.skipped or "refused"
        if article is not None:
            state = state_now(article, now, config.articles.future)
            if reading.path in refused:
                state = "refused"
        provider = article.provider if article else None
        records.append(
            {
                "path": reading.path,
                "state": state,
                "title": article.title if article else None,
                "link": article.link if article else None,
                "id": article.id if article else None,
                "published": _time(article.published) if article else None,
                "updated": _time(article.updated) if article else None,
                "provider": provider.domain if provider else None,
                "topics": list(article.topics) if article else [],
                "authors": [person.name for person in article.authors] if article else [],
                "language": article.language if article else None,
                "images": [image.url for image in article.images] if article else [],
            }
        )
    return records


def listings(dimensions: Iterable[Dimension] = tuple(DIMENSIONS.values())) -> dict[str, ListKind]:
    """Return all that can be listed, by name; `dimensions` are the site's, if it has its own."""
    columns = ("name", "slug", "articles", "newest", "declared", "feed")
    return {
        "feeds": ListKind(_feeds, ("key", "entries", "newest", "url")),
        **{row.plural: ListKind(partial(_groups, row.name), columns) for row in dimensions},
        "articles": ListKind(_articles, ("published", "state", "provider", "title", "path")),
    }


def as_table(
    records: Sequence[ListRecord], columns: Sequence[str], width: int, colour: bool
) -> str:
    """Lay records out for people, `width` columns wide at most: days, KiB, cut where needed."""
    rows = [[_short(name, record[name]) for name in columns] for record in records]
    return table([name.upper() for name in columns], rows, width, colour)


def as_lines(records: Sequence[ListRecord], columns: Sequence[str]) -> str:
    """Write records for programs: a line each, whole values with a tab between."""
    return tab_separated([_whole(record[name]) for name in columns] for record in records)


def _group(group: GroupInfo) -> ListRecord:
    return {
        "name": group.name,
        "slug": group.slug,
        "title": group.title,
        "articles": group.articles,
        "newest": _time(group.newest),
        "declared": group.declared,
        "feed": group.key,
    }


def _time(time: datetime | None) -> str | None:
    return None if time is None else time.isoformat().replace("+00:00", "Z")


def _short(name: str, value: Any) -> str:
    if name in ("newest", "published") and value:
        return str(value)[:10]
    if name == "bytes":
        return size(max(value.values(), default=0))
    return _whole(value)


def _whole(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dict():  # bytes by format
            return str(max(value.values(), default=0))
    return str(value)
