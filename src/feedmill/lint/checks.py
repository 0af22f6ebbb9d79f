"""The data doctor: what is suspicious in articles that can be published all the same. Pure.

What is plainly wrong with an article is the reader's finding, what is wrong between articles
(two with one id, two slugs alike) the survey's; `examine` puts all of it together.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from feedmill.config.schema import Config
from feedmill.dimensions import DIMENSIONS
from feedmill.display import count, size
from feedmill.feeds.groups import Groups
from feedmill.model import Article, Problem
from feedmill.names import page

from . import pictures
from .pictures import Finding
from .similar import similar

if TYPE_CHECKING:
    from feedmill.survey.site import Survey

T = TypeVar("T", bound=Hashable)

_PLACEHOLDER = re.compile(
    r"(placeholder|to ?do|tbd|tba|fixme|x{3,}|test(ing)?|untitled|asdf\w*|foo( ?bar)?|coming soon"
    r"|title|(short )?(summary|description|excerpt|text)( here| goes here)?|none|null|n/?a"
    r"|(todo|fixme):.*|lorem ipsum.*|your \w+ here|\W+|\{\{.*)\W*",
    re.IGNORECASE | re.DOTALL,
)
_FIRST_DATE = datetime(1990, 1, 1, tzinfo=UTC)  # older than the Web
_FAR = timedelta(days=366)
_LARGE_FEED = 512 * 1024  # bytes


class Check(NamedTuple):
    """A rule. `find(survey, config, now)` tells each group of alike findings once."""

    description: str
    find: Callable[[Survey, Config, datetime], Iterator[Finding]]


def examine(survey: Survey, config: Config, now: datetime) -> tuple[Problem, ...]:
    """Return the survey's own problems and, as warnings, what CHECKS find: by path, line, code."""
    found = [
        Problem(path=path, severity="warning", code=code, message=message)
        for code, check in CHECKS.items()
        for path, message in check.find(survey, config, now)
    ]
    return tuple(
        sorted(
            (*survey.problems, *found),
            key=lambda one: (one.path, one.line or 0, one.code, one.message),
        )
    )


def _placeholder_text(survey: Survey, _config: Config, _now: datetime) -> Iterator[Finding]:
    for article in _articles(survey):
        for name, text in (("title", article.title), ("summary", article.summary)):
            if _PLACEHOLDER.fullmatch(text):
                yield Finding(article.path, f"the {name} is just {text[:60]!r}")


def _missing_text(survey: Survey, _config: Config, _now: datetime) -> Iterator[Finding]:
    for article in _articles(survey):
        if not article.summary and not article.content:
            yield Finding(article.path, "has neither a summary nor a body")


def _shared_link(survey: Survey, _config: Config, _now: datetime) -> Iterator[Finding]:
    for articles in _alike(_articles(survey), lambda article: page(article.link)):
        message = f"has the same link as {_others(articles)}: {articles[0].link}"
        yield Finding(articles[0].path, message)


def _similar_id(survey: Survey, _config: Config, _now: datetime) -> Iterator[Finding]:
    for articles in _alike(_articles(survey), lambda article: _caseless(article.id)):
        if len({article.id for article in articles}) > 1:
            message = f"its id {articles[0].id} differs only in case from that of "
            yield Finding(articles[0].path, message + _others(articles))


def _similar_path(survey: Survey, _config: Config, _now: datetime) -> Iterator[Finding]:
    for readings in _alike(survey.readings, lambda reading: _caseless(reading.path)):
        paths = [reading.path for reading in readings[1:]]
        message = f"Windows and macOS cannot tell it apart from {_listed(paths)}"
        yield Finding(readings[0].path, message)


def _naive_date(survey: Survey, config: Config, _now: datetime) -> Iterator[Finding]:
    paths = [reading.path for reading in survey.readings if reading.article and reading.naive_date]
    if paths:
        zone = config.articles.timezone
        rest = f"; the same in {count(len(paths) - 1, 'more article')}" if paths[1:] else ""
        message = f"its date has no time zone; {zone} is used (`articles.timezone`){rest}"
        yield Finding(paths[0], message)


def _future_date(survey: Survey, config: Config, now: datetime) -> Iterator[Finding]:
    if config.articles.future:
        return
    for article in _articles(survey):
        if now < article.visible_from <= now + _FAR:
            day = _day(article.visible_from)
            yield Finding(article.path, f"waits until it is published, {day}")


def _implausible_date(survey: Survey, _config: Config, now: datetime) -> Iterator[Finding]:
    for article in _articles(survey):
        for name, date in (("published", article.published), ("updated", article.updated)):
            if not _FIRST_DATE <= date <= now + _FAR:
                yield Finding(article.path, f"is dated {_day(date)} ({name}), which is unlikely")
                break


def _file_name_date(survey: Survey, config: Config, _now: datetime) -> Iterator[Finding]:
    zone = ZoneInfo(config.articles.timezone)
    for reading in survey.readings:
        if reading.article is None or reading.name_date is None:
            continue
        published = reading.article.published.astimezone(zone).date()
        if published != reading.name_date:
            message = f"its name says {reading.name_date}, its date is {published} ({zone.key})"
            yield Finding(reading.path, message)


def _undeclared(
    dimension: str, survey: Survey, config: Config, _now: datetime
) -> Iterator[Finding]:
    if not config.groups.get(dimension):
        return
    known = Groups(config)
    plural = known.dimensions[dimension].plural
    first = _first_articles(survey, known, dimension)
    for one in survey.groups[dimension]:
        if not one.declared and one.identity in first:
            used = count(one.articles, "article")
            message = f"the {dimension} {one.name!r} ({used}) is not among the config's `{plural}`"
            yield Finding(first[one.identity], message)


def _similar(dimension: str, survey: Survey, config: Config, _now: datetime) -> Iterator[Finding]:
    first = _first_articles(survey, Groups(config), dimension)
    groups = {one.name: one for one in survey.groups[dimension] if one.identity in first}
    for pair in sorted(similar(groups)):
        rare, common = sorted((groups[name] for name in pair), key=lambda one: one.articles)
        if rare.declared and common.declared:
            continue
        message = (
            f"the {dimension} {rare.name!r} ({count(rare.articles, 'article')}) is nearly "
            f"{common.name!r} ({count(common.articles, 'article')})"
        )
        yield Finding(first[rare.identity], message)


def _similar_groups(survey: Survey, config: Config, now: datetime) -> Iterator[Finding]:
    for dimension in config.dimensions:
        yield from _similar(dimension, survey, config, now)


def _of_images(find: Callable[[Iterable[Article]], Iterator[Finding]], what: str) -> Check:
    return Check(what, lambda survey, _config, _now: find(_articles(survey)))


def _large_feed(survey: Survey, config: Config, _now: datetime) -> Iterator[Finding]:
    remedy = "lower `limit`" + " or leave out bodies" * (config.feeds.content == "full")
    for feed in survey.feeds:
        large = {name: length for name, length in feed.bytes.items() if length > _LARGE_FEED}
        if large:
            worst = max(large, key=lambda name: large[name])
            ending = posixpath.splitext(feed.urls[worst])[1]
            sizes = ", ".join(f"{name} {size(length)}" for name, length in large.items())
            message = f"is large ({sizes}), some readers stop at 512 KiB: {remedy}"
            yield Finding(posixpath.join(config.feeds.output, feed.key + ending), message)


CHECKS: dict[str, Check] = {
    "placeholder-text": Check("A title or summary says nothing: `TODO`.", _placeholder_text),
    "missing-text": Check("An article has neither a summary nor a body.", _missing_text),
    "shared-link": Check("Two articles link to one page.", _shared_link),
    "similar-id": Check("Two ids differ in case only.", _similar_id),
    "similar-path": Check("Windows and macOS cannot tell two files apart.", _similar_path),
    "naive-date": Check("A date has no time zone.", _naive_date),
    "future-date": Check("An article waits for its date.", _future_date),
    "implausible-date": Check("A date before 1990 or over a year ahead.", _implausible_date),
    "file-name-date": Check("The date in a file's name is not the article's.", _file_name_date),
    **{
        f"undeclared-{row.name}": Check(
            f"The config has `{row.plural}`, but not this one.", partial(_undeclared, row.name)
        )
        for row in DIMENSIONS.values()
        if row.is_vocabulary
    },
    **{
        f"similar-{row.name}": Check(
            f"Two {row.plural} differ in a letter or a sign.", partial(_similar, row.name)
        )
        for row in DIMENSIONS.values()
        if row.is_spelled
    },
    "similar-group": Check("Two groups of one of the config's dimensions do.", _similar_groups),
    "image-without-type": _of_images(pictures.without_type, "An image's URL has no known ending."),
    "image-without-size": _of_images(pictures.without_size, "An image has no width and height."),
    "image-not-stored": _of_images(
        pictures.find_not_stored, "The length of an enclosure is unknown."
    ),
    "overused-image": _of_images(pictures.overused, "An image is in over 10 articles and 5 %."),
    "large-feed": Check("A feed's file is over 512 KiB.", _large_feed),
}


def _articles(survey: Survey) -> list[Article]:
    return [reading.article for reading in survey.readings if reading.article is not None]


def _alike(things: Iterable[T], key: Callable[[T], str]) -> Iterator[list[T]]:
    """Return each group of two or more things with the same key."""
    groups: dict[str, list[T]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return (group for group in groups.values() if len(group) > 1)


def _first_articles(survey: Survey, known: Groups, dimension: str) -> dict[str, str]:
    """Return the path of the first article of each group of a dimension, by identity."""
    first: dict[str, str] = {}
    for article in _articles(survey):
        for one in known.members(article, (dimension,))[dimension]:
            first.setdefault(one.identity, article.path)
    return first


def _others(articles: Sequence[Article]) -> str:
    return _listed([article.path for article in articles[1:]])


def _listed(paths: Sequence[str]) -> str:
    shown = ", ".join(paths[:3])
    return f"{shown} and {len(paths) - 3} more" if paths[3:] else shown


def _caseless(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


def _day(date: datetime) -> str:
    return date.date().isoformat()
