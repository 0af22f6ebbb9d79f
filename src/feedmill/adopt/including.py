"""Files that a site's feeds have, and that `articles.include` does not name."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Mapping, Sequence

from feedmill.errors import ConfigError
from feedmill.generators.facts import literal
from feedmill.live.known import KnownFeed
from feedmill.scaffold.config_edit import ConfigText

from .fitting import ReadSite, given_patterns, read_site
from .matching import EntryMatcher, Match

_MOST = 20  # folders


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
    matcher = EntryMatcher(made.articles.values())
    found = {one.found.article.path for one in matcher.match([one.entry for one in foreign])
             if one.found}  # fmt: skip
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


def fit_untitled(
    site: ReadSite, feeds: Sequence[KnownFeed], name: str, data: Mapping[str, bytes]
) -> str:
    """Return the config that publishes articles without a title, if the feeds have some."""
    if not any(problem.code == "no-title" for problem in site.problems):
        return site.text
    edited = ConfigText(site.text)
    edited.put(["articles", "untitled"], value=True)
    made = read_site(edited.text, name, data)
    found = [sum(one.found is not None for feed in feeds for one in _matches(two, feed))
             for two in (site, made)]  # fmt: skip
    return edited.text if found[1] > found[0] else site.text


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
