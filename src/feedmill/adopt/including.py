"""Find files that a site's feeds show and `articles.include` does not match."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from feedmill.config.schema import Config
from feedmill.errors import ConfigError
from feedmill.fields import keys_of
from feedmill.generators.facts import literal
from feedmill.live.known import KnownEntry, KnownFeed
from feedmill.parsing.fields.times import zone_of
from feedmill.scaffold.config_edit import ConfigText

from .fitting import ReadSite, given_patterns, read_site
from .matching import EntryMatcher, Match

_MOST = 20  # folders
_MOST_DATES = 60
_ANY_DAY = "2000-01-01"
_NO_DAY = datetime(1, 1, 1, tzinfo=UTC)
_ODD = {"bare": "no-front-matter", "untitled": "no-title"}  # keys, and the problems they solve


def fit_include(
    site: ReadSite,
    feeds: Sequence[KnownFeed],
    name: str,
    others: Mapping[str, bytes],
) -> tuple[str, dict[str, bytes]]:
    """Return the config with the folders that feeds have more entries of, and the files in them.

    `others` are the files that are no articles so far. A folder counts if the feeds have most of
    what is in it.
    """
    foreign = [
        match for feed in feeds for match in _matches(site, feed)
        if match.found is None and not feed.unfit
    ]  # fmt: skip
    if not foreign or not others:
        return site.text, {}
    folders = sorted({_folder(path) for path in others})
    wide = _included(site, [f"{literal(folder)}/*" for folder in folders if folder])
    try:
        made = read_site(wide, name, others)
    except ConfigError:
        return site.text, {}
    found = _paths(EntryMatcher(made.articles.values()).match([one.entry for one in foreign]))
    if undated := [one.entry for one in foreign if _is_undated(one.entry)]:
        rest = {path: text for path, text in others.items() if path not in made.articles}
        dated = read_site(_dated(wide, site.config, ["**"], _ANY_DAY), name, rest)
        matches = EntryMatcher(dated.articles.values()).match(undated, by_day=False)
        found |= _paths(matches)
        made.articles.update(dated.articles)
    held = Counter(map(_folder, made.articles))
    shown = Counter(map(_folder, found))
    chosen = [folder for folder, number in shown.items() if folder and 2 * number >= held[folder]]
    if not chosen or len(chosen) > _MOST:
        return site.text, {}
    patterns = sorted(
        {f"{literal(folder)}/*{posixpath.splitext(path)[1]}"
         for folder in chosen for path in found if _folder(path) == folder}
    )  # fmt: skip
    more = {path: text for path, text in others.items() if _folder(path) in chosen}
    return _included(site, patterns), more


def fit_odd(
    site: ReadSite, feeds: Sequence[KnownFeed], name: str, data: Mapping[str, bytes]
) -> str:
    """Return the config that publishes articles without front matter, or without a title.

    Only if the feeds have some.
    """
    codes = {problem.code for problem in site.problems}
    wanted = [key for key, code in _ODD.items() if code in codes]
    for key in wanted:
        edited = ConfigText(site.text)
        edited.put(["articles", key], value=True)
        made = read_site(edited.text, name, data)
        found = [sum(one.found is not None for feed in feeds for one in _matches(two, feed))
                 for two in (site, made)]  # fmt: skip
        if found[1] > found[0]:
            site = made
    return site.text


def fit_dates(
    site: ReadSite, feeds: Sequence[KnownFeed], name: str, data: Mapping[str, bytes]
) -> str:
    """Return the config with the dates of articles that only the feeds know, as defaults.

    That is what a generator writes which takes the time of a file for its date.
    """
    entries = [
        match.entry for feed in feeds for match in _matches(site, feed)
        if match.found is None and match.entry.when and not feed.unfit
    ]  # fmt: skip
    rest = {path: text for path, text in data.items() if path not in site.articles}
    if not entries or not rest:
        return site.text
    made = read_site(_dated(site.text, site.config, ["**"], _ANY_DAY), name, rest)
    by_date: dict[str, set[str]] = defaultdict(set)
    zone = zone_of(site.config.articles.timezone)
    for match in EntryMatcher(made.articles.values()).match(entries, by_day=False):
        if match.found and match.entry.when:
            when = match.entry.when.astimezone(zone).replace(tzinfo=None)
            path = literal(match.found.article.path)
            if _is_undated(match.entry) and "/" in path:
                folder, _, file = path.rpartition("/")
                path = f"{folder}/*{posixpath.splitext(file)[1]}"  # whatever comes there
            by_date[when.isoformat(" ").removesuffix(" 00:00:00")].add(path)
    text = site.text
    if 0 < len(by_date) <= _MOST_DATES:
        for date, paths in sorted(by_date.items()):
            text = _dated(text, site.config, sorted(paths), date)
    return text


def _dated(text: str, config: Config, paths: Sequence[str], date: str) -> str:
    """Return the config that gives articles a date, if they have none of their own."""
    keys = keys_of("published_at", config.articles.fields)
    key = "date" if "date" in keys else keys[0]
    edited = ConfigText(text)
    edited.add(["articles", "defaults"], {"match": list(paths), "values": {key: [date]}})
    return edited.text


def _is_undated(entry: KnownEntry) -> bool:
    """Return whether an entry has the date that Go has for none, or what readers make of it."""
    when = entry.when
    return when is None or when in (_NO_DAY, _NO_DAY.replace(year=2001))


def _paths(matches: Sequence[Match]) -> set[str]:
    return {one.found.article.path for one in matches if one.found}


def _matches(site: ReadSite, feed: KnownFeed) -> list[Match]:
    return EntryMatcher(site.articles.values()).match(feed.entries)


def _included(site: ReadSite, patterns: Sequence[str]) -> str:
    edited = ConfigText(site.text)
    edited.put(["articles", "include"], [*site.config.articles.include, *patterns])
    if given := given_patterns(site.config):
        # Their links are fitted later; until then they need one to be articles at all.
        edited.put(["articles", "permalink"], [*given, {"pattern": "/{folder}/{slug}/"}])
    return edited.text


def _folder(path: str) -> str:
    return posixpath.dirname(path)
