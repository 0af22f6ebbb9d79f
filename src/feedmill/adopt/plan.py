"""Plan the config with which the feeds that subscribers have continue unchanged.

`make_plan` reads the articles, matches the entries of feeds with them, fits dates, links and ids,
and writes a family for each feed. Feeds that a family continues already are left alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from urllib.parse import quote

from msgspec import Struct

from feedmill.config.kinds.table import KINDS
from feedmill.config.kinds.unfit import Unfit
from feedmill.feeds.families import families
from feedmill.fields import keys_of
from feedmill.live.known import KnownFeed
from feedmill.model import Problem
from feedmill.parsing.permalinks import generator_rules
from feedmill.parsing.problems import Refused
from feedmill.scaffold.config_edit import ConfigText
from feedmill.scaffold.idpatterns import pattern_of_links

from .addresses import ServedPlace, is_on_site, keep_addresses, served_at, short_families
from .families import Adopted, family_items, write_family
from .fitting import (
    Pairs,
    fit_home,
    fit_ids,
    fit_links,
    fit_titles,
    fit_zone,
    pairs_of,
    read_site,
)
from .grouping import group_feeds
from .including import fit_dates, fit_include, fit_odd
from .insertion import insert_key
from .matching import EntryMatcher, Match, foreign_entries
from .selecting import Choice, FeedSelector, is_in_order

# What `init` wrote of an output folder that is another now.
_STALE = re.compile(r"(?<=\S) +# .* publishes it as feeds/$|^ *# feeds_url: .*\n", re.MULTILINE)


class AdoptPlan(Struct, frozen=True, kw_only=True):
    """A new config, and the articles that get an id of their own.

    `edits` has the bytes of these articles by path, `pins` their ids. `refused` says by URL why a
    feed cannot be continued. `served` is where the output folder is and was.
    """

    text: str
    served: ServedPlace
    pins: dict[str, str] = {}
    edits: dict[str, bytes] = {}
    refused: dict[str, str] = {}
    problems: tuple[Problem, ...] = ()


def make_plan(
    text: str,
    name: str,
    data: Mapping[str, bytes],
    feeds: Sequence[KnownFeed],
    now: datetime,
    *,
    is_copied: bool = False,
    is_first: bool = False,
    continued: Container[str] = (),
    others: Mapping[str, bytes] | None = None,
) -> AdoptPlan:
    """Return the plan for a config (`text`, of a file called `name`) and the site's articles.

    `data` has the articles' bytes by path; feeds at the addresses `continued` have a family
    already; `others` are files that may be articles, too. `is_first` says that no feed of
    Feedmill's has been published. Raises ConfigError if the config cannot be read or edited.
    """
    planner = _Planner(text, name, data, now)
    planner.include(feeds, others or {})
    return planner.plan(feeds, continued, is_copied=is_copied, is_first=is_first)


class _Planner:
    def __init__(self, text: str, name: str, data: Mapping[str, bytes], now: datetime) -> None:
        self._name = name
        self._data = dict(data)
        self._now = now
        self._site = read_site(text, name, data)
        self._given = self._site
        self._matcher = EntryMatcher(self._site.articles.values())
        self._refused: dict[str, str] = {}

    def include(self, feeds: Sequence[KnownFeed], others: Mapping[str, bytes]) -> None:
        """Take in files, and articles without front matter or title, that the feeds have."""
        self._read(fit_odd(self._site, feeds, self._name, self._data))
        text, more = fit_include(self._site, feeds, self._name, others)
        self._data.update(more)
        self._read(text)
        self._read(fit_dates(self._site, feeds, self._name, self._data))

    def plan(
        self,
        feeds: Sequence[KnownFeed],
        continued: Container[str],
        *,
        is_copied: bool,
        is_first: bool,
    ) -> AdoptPlan:
        """Make the plan; see `make_plan`."""
        feeds = self._usable(feeds)
        for fit in (self._zone, self._home, self._titles, self._links, self._ids):
            fit(self._pairs(feeds))
        own = {feed.url: self._own_ids(feed) for feed in feeds}
        pins, _, _ = self._pin(self._pairs([feed for feed in feeds if not own[feed.url]]))
        feeds = [feed for feed in feeds if own[feed.url] or self._keeps_ids(feed, pins)]
        pins, edits, problems = self._pin(self._pairs([one for one in feeds if not own[one.url]]))
        chosen = self._choices(feeds, continued)
        served = served_at(self._site.config, [feed.url for feed, _ in chosen], is_copied=is_copied)
        adopted = [
            Adopted(feed, choice, path, self._matches(feed), own[feed.url])
            for feed, choice in chosen
            if (path := self._path(served, feed)) is not None
        ]
        if adopted:
            self._write(served, adopted, is_first=is_first)
            self._read(_STALE.sub("", self._site.text))
        else:  # nothing changes for the sake of feeds that are not continued
            self._site, pins, edits = self._given, {}, {}
        return AdoptPlan(
            text=self._site.text,
            served=served,
            pins=pins,
            edits=edits,
            refused=self._refused,
            problems=tuple(problems),
        )

    def _usable(self, feeds: Sequence[KnownFeed]) -> list[KnownFeed]:
        """Return the feeds that are made of the site's articles."""
        usable = []
        for feed in feeds:
            matches = self._matches(feed)
            reason = feed.unfit or self._elsewhere(feed) or foreign_entries(matches)
            if reason:
                self._refused[feed.url] = reason
            else:
                usable.append(feed)
        return usable

    def _elsewhere(self, feed: KnownFeed) -> str:
        if is_on_site(feed.url, self._site.config):
            return ""
        home = self._site.config.site.url
        return f"it is not served at the host of {home}; write FILE=URL with where that is"

    def _matches(self, feed: KnownFeed) -> list[Match]:
        return self._matcher.match(feed.entries)

    def _pairs(self, feeds: Sequence[KnownFeed]) -> Pairs:
        return [pair for feed in feeds for pair in pairs_of(self._matches(feed))]

    def _read(self, text: str) -> None:
        if text != self._site.text:
            self._site = read_site(text, self._name, self._data)
            self._matcher = EntryMatcher(self._site.articles.values())

    def _zone(self, pairs: Pairs) -> None:
        self._read(fit_zone(self._site, pairs, self._name, self._data))
        if not self._site.config.articles.future and any(
            self._site.articles[path].article.published > self._now for _, path in pairs
        ):
            edited = ConfigText(self._site.text)
            edited.put(["articles", "future"], value=True)
            self._read(edited.text)

    def _home(self, pairs: Pairs) -> None:
        self._read(fit_home(self._site, pairs))

    def _links(self, pairs: Pairs) -> None:
        self._read(fit_links(self._site, pairs, self._name, self._data))

    def _titles(self, pairs: Pairs) -> None:
        self._read(fit_titles(self._site, pairs, self._name, self._data))

    def _ids(self, pairs: Pairs) -> None:
        self._read(fit_ids(self._site, pairs, self._name, self._data))

    def _pin(self, pairs: Pairs) -> tuple[dict[str, str], dict[str, bytes], list[Problem]]:
        """Return the ids that articles need, the files with them, and what cannot be pinned."""
        site, key = self._site, keys_of("id", self._site.config.articles.fields)[0]
        wanted: dict[str, Counter[str]] = defaultdict(Counter)
        for entry, path in pairs:
            wanted[path][entry.key] += 1
        pins: dict[str, str] = {}
        edits: dict[str, bytes] = {}
        problems = []
        for path, votes in sorted(wanted.items()):
            identity = votes.most_common(1)[0][0]
            if not identity or site.articles[path].article.id == identity:
                continue
            try:
                edit = insert_key(self._data[path], key, identity, path)
            except Refused as why:
                problems.append(Problem(path=path, line=why.line, code="pin", message=why.message))
                continue
            article = site.reader.read(path, edit.data).article
            if article is None or article.id != identity:
                message = f"its id in the feeds is {identity!r}, which front matter cannot give it"
                problems.append(Problem(path=path, code="pin", message=message))
                continue
            pins[path], edits[path] = identity, edit.data
        return pins, edits, problems

    def _own_ids(self, feed: KnownFeed) -> str:
        """Return the pattern of a feed's ids, "" if they are those of the articles or of none."""
        matches = [(one.entry.key, one.found.article) for one in self._matches(feed) if one.found]
        known = [(key, article) for key, article in matches if key]
        right = sum(key == article.id for key, article in known)
        is_other = 2 * right < len(known)
        return pattern_of_links([(key, one.link) for key, one in known]) if is_other else ""

    def _keeps_ids(self, feed: KnownFeed, pins: Mapping[str, str]) -> bool:
        """Return whether the articles have the ids of a feed; else it is better left as it is."""
        pairs = pairs_of(self._matches(feed))
        wrong = [
            entry.key
            for entry, path in pairs
            if entry.key != pins.get(path, self._site.articles[path].article.id)
        ]
        if 2 * len(wrong) <= len(pairs):
            return True
        self._refused[feed.url] = (
            f"no pattern that the other feeds agree with makes its ids, such as {wrong[0]!r}: "
            "let the site's generator go on making it"
        )
        return False

    def _choices(
        self, feeds: Sequence[KnownFeed], continued: Container[str]
    ) -> list[tuple[KnownFeed, Choice]]:
        selector = self._selector()
        first = {feed.url: selector.select(feed, self._matches(feed)) for feed in feeds}
        usual = max((one.limit for one in first.values()), default=0)
        found = []
        for feed in (one for one in feeds if one.url not in continued):
            choice = selector.select(feed, self._matches(feed), usual)
            if is_in_order(choice, feed):
                found.append((feed, choice))
            else:
                self._refused[feed.url] = "no rule says which articles it has, by date and topic"
        return found

    def _selector(self) -> FeedSelector:
        config = self._site.config
        articles = [
            one
            for one in self._site.articles.values()
            if config.articles.future or one.article.published <= self._now
        ]
        return FeedSelector(articles, config.site, by_language=generator_rules(config).by_language)

    def _path(self, served: ServedPlace, feed: KnownFeed) -> str | None:
        path = served.path(feed.url)
        if path is None:
            self._refused[feed.url] = (
                f"it is not a file below {served.feeds_url}, where the site is served"
            )
            return None
        try:
            KINDS["feed_file"].read(quote(path))
        except Unfit as why:
            self._refused[feed.url] = f"its file {path!r} {why}"
            return None
        return quote(path)

    def _write(self, served: ServedPlace, adopted: Sequence[Adopted], *, is_first: bool) -> None:
        """Write the families, and where they are, into the config."""
        config = self._site.config
        edited = ConfigText(self._site.text)
        if served.output != config.feeds.output:
            edited.put(["feeds", "output"], served.output)
        if served.feeds_url != config.site.feeds_url:
            edited.put(["site", "feeds_url"], served.feeds_url)
        if served.prefix:
            keep_addresses(edited, config, served)
        elif not edited.values().get("feeds", {}).get("families"):
            edited.put(["feeds", "families"], short_families(config))
        if config.pages:
            edited.put(["pages"], value=False)
        taken = [one.name for one in families(config) if one.name]
        grouped, rest = group_feeds(adopted, self._selector(), config, is_first=is_first)
        for item in (*grouped, *family_items(rest, taken, config.site.language)):
            write_family(edited, item)
        self._read(edited.text)
