"""Change a config until its articles get the dates, links and ids that a site's feeds have.

Each `fit_` function takes the config's text and returns it with the change that is right most
often, or as it was. `ReadSite` reads the articles as a config says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from feedmill.config import parse_config
from feedmill.config.schema import Config
from feedmill.errors import ConfigError
from feedmill.fields import keys_of
from feedmill.generators.facts import literal
from feedmill.live.known import KnownEntry, address_path
from feedmill.model import Problem
from feedmill.names import is_iri
from feedmill.parsing.parser import Reader
from feedmill.scaffold.config_edit import ConfigText, ConfigValue
from feedmill.scaffold.idpatterns import IdSample, id_patterns
from feedmill.scaffold.induction import candidates

from .matching import Match, SiteArticle

_SAMPLES = 300  # entries that patterns are derived from
_ZONE_SAMPLES = 12
_TRIED = 24  # patterns
_ID_KEY = "feed_id"  # for ids of entries, where `id` means something else
_MAX_RULES = 60  # links of single articles

Pairs = Sequence[tuple[KnownEntry, str]]
"""Entries, and the paths of their articles."""


class ReadSite(NamedTuple):
    """A config, as text and as read, and what it makes of the files of a site."""

    text: str
    config: Config
    reader: Reader
    articles: dict[str, SiteArticle]
    problems: tuple[Problem, ...] = ()


def read_site(text: str, name: str, data: Mapping[str, bytes]) -> ReadSite:
    """Return the articles that a config makes of files; `data` has their bytes by path.

    Raises ConfigError.
    """
    config = parse_config(text, name)
    reader = Reader(config)
    articles: dict[str, SiteArticle] = {}
    problems: list[Problem] = []
    for path, content in data.items():
        reading = reader.read(path, content)
        problems += reading.problems
        if reading.article:
            subject = reader.subject(path, content)
            articles[path] = SiteArticle(reading.article, subject.sheet.values if subject else {})
    return ReadSite(text, config, reader, articles, tuple(problems))


def pairs_of(matches: Iterable[Match]) -> Pairs:
    """Return the entries that have an article."""
    return [(one.entry, one.found.article.path) for one in matches if one.found]


def fit_zone(site: ReadSite, pairs: Pairs, name: str, data: Mapping[str, bytes]) -> str:
    """Return the config with the time zone that makes the most dates right."""
    dated = [(entry, path) for entry, path in pairs if entry.when]

    def right(articles: Mapping[str, SiteArticle], some: Pairs) -> int:
        return sum(
            path in articles and articles[path].article.published == entry.when
            for entry, path in some
        )

    wrong = [
        (entry, path) for entry, path in dated
        if site.articles[path].article.published != entry.when
    ]  # fmt: skip
    if 4 * len(wrong) <= len(dated):
        return site.text
    few = [*wrong[:_ZONE_SAMPLES], *wrong[-_ZONE_SAMPLES:]]
    some = {path: data[path] for _, path in few}
    best = (right(site.articles, few), site.text)
    for zone in sorted(available_timezones(), key=lambda one: (one.startswith("Etc/"), one)):
        if "/" not in zone or zone.startswith(("posix", "right")):
            continue
        text = _put(site.text, ["articles", "timezone"], zone)
        made = _tried(text, name, some)
        if made and (score := right(made.articles, few)) > best[0]:
            best = (score, text)
            if score == len(few):
                break
    return best[1]


def fit_home(site: ReadSite, pairs: Pairs) -> str:
    """Return the config with the scheme and host that the links of entries have."""
    hosts = Counter(
        f"{parts.scheme}://{parts.netloc}"
        for parts in (urlsplit(entry.link) for entry, _ in pairs)
        if parts.scheme in ("http", "https") and parts.netloc
    )
    own = urlsplit(site.config.site.url)
    if not hosts:
        return site.text
    most = hosts.most_common(1)[0][0]
    if most == f"{own.scheme}://{own.netloc}":
        return site.text
    url = f"{most}{own.path}"
    return _put(site.text, ["site", "url"], url.rstrip("/") if own.path in ("", "/") else url)


def fit_links(site: ReadSite, pairs: Pairs, name: str, data: Mapping[str, bytes]) -> str:
    """Return the config with the patterns that make the most links; single articles get a rule."""
    linked = [(entry, path) for entry, path in pairs if entry.link]
    best = (_right(site.articles, linked), site.text)
    if best[0] == len(linked):
        return site.text
    some = {path: data[path] for _, path in linked[:_SAMPLES]}
    for setting in islice(_permalinks(site, linked, some), _TRIED):
        text = _put(site.text, ["articles", "permalink"], setting)
        made = _tried(text, name, some)
        if made and (score := _right(made.articles, linked[:_SAMPLES])) > best[0]:
            best = (score, text)
    made = _tried(best[1], name, data) or site
    wrong = [
        (entry, path) for entry, path in linked
        if path in made.articles and made.articles[path].article.link != entry.link
    ]  # fmt: skip
    if not 0 < len(wrong) <= _MAX_RULES:
        return best[1]
    own = (_own_rule(made, entry, path) for entry, path in wrong)
    rules: list[ConfigValue] = [rule for rule in own if rule is not None]
    text = _put(best[1], ["articles", "permalink"], [*rules, *given_patterns(made.config)])
    tried = _tried(text, name, data)
    return text if tried and _right(tried.articles, linked) > best[0] else best[1]


def fit_ids(site: ReadSite, pairs: Pairs, name: str, data: Mapping[str, bytes]) -> str:
    """Return the config with the pattern that makes the most ids."""
    known = [(entry, path) for entry, path in pairs if entry.key]

    def right(articles: Mapping[str, SiteArticle]) -> int:
        return sum(
            path in articles and articles[path].article.id == entry.key for entry, path in known
        )

    best = (right(site.articles), site.text)
    if best[0] == len(known):
        return site.text
    some = {path: data[path] for _, path in known}
    bases = _id_bases(site, known)
    for base in bases[1:]:
        made = _tried(base, name, some)
        if made and (score := right(made.articles)) > best[0]:
            best = (score, base)
    for pattern in id_patterns(_samples(site, known[:_SAMPLES], data)):
        for base in bases:
            text = _put(base, ["articles", "id"], pattern)
            made = _tried(text, name, some)
            if made and (score := right(made.articles)) > best[0]:
                best = (score, text)
    if best[0] or (len(bases) == 1 and all(is_iri(entry.key) for entry, _ in known)):
        return best[1]
    # With a pattern, ids that are pinned may be any text.
    return site.text if site.config.articles.id else _put(bases[-1], ["articles", "id"], "{link}")


def _id_bases(site: ReadSite, known: Pairs) -> list[str]:
    """Return the config with the fields that may hold the ids, beginning with it as it is."""
    keys = {key.lower() for key in keys_of("id", site.config.articles.fields)}
    held = [(entry.key, site.articles[path].values) for entry, path in known]
    votes = Counter(key for id_, values in held for key, value in values.items() if value == id_)
    bases = [
        _put(site.text, ["articles", "fields", "id"], [key]) for key, _ in votes.most_common(3)
    ]
    if any(keys & values.keys() for _, values in held):
        # What the articles call their id is none that subscribers know.
        bases.append(_put(site.text, ["articles", "fields", "id"], [_ID_KEY]))
    return [site.text, *bases]


def fit_titles(site: ReadSite, pairs: Pairs, name: str, data: Mapping[str, bytes]) -> str:
    """Return the config with typographic signs in titles, if more are right with them."""

    def right(articles: Mapping[str, SiteArticle]) -> int:
        return sum(
            path in articles and articles[path].article.title == entry.title
            for entry, path in pairs
        )

    score = right(site.articles)
    if score == len(pairs):
        return site.text
    text = _put(site.text, ["articles", "smart_titles"], value=True)
    made = _tried(text, name, {path: data[path] for _, path in pairs})
    return text if made and right(made.articles) > score else site.text


def _samples(site: ReadSite, known: Pairs, data: Mapping[str, bytes]) -> Iterator[IdSample]:
    for entry, path in known:
        subject = site.reader.subject(path, data[path])
        if subject:
            slug = subject.sheet.find("slug")
            yield IdSample(
                id=entry.key,
                link=site.articles[path].article.link,
                local_date=f"{subject.day:%Y-%m-%d}",
                stem=subject.place.stem,
                slug=slug[1] if slug and isinstance(slug[1], str) else "",
            )


def _permalinks(site: ReadSite, linked: Pairs, data: Mapping[str, bytes]) -> Iterator[ConfigValue]:
    """Yield settings of `articles.permalink` that the links ask for, the likeliest first."""
    generator = site.config.articles.generator or ""
    home = address_path(site.config.site.url).rstrip("/")
    by_folder: dict[str, Counter[str]] = defaultdict(Counter)
    for entry, path in linked:
        way = address_path(entry.link)
        subject = site.reader.subject(path, data[path]) if path in data else None
        if subject is None or not way.startswith(f"{home}/"):
            continue
        for pattern in candidates(subject, way.removeprefix(home), generator):
            by_folder[path.rpartition("/")[0]][pattern] += 1
    total: Counter[str] = sum(by_folder.values(), Counter())
    if len(by_folder) > 1:
        deepest = sorted(by_folder.items(), key=lambda item: -item[0].count("/"))
        rules = [
            {"match": [f"{literal(folder)}/**" if folder else "**"], "pattern": _first(counts)}
            for folder, counts in deepest
            if counts
        ]
        yield [*rules[:100], *given_patterns(site.config)]
    for pattern, _ in total.most_common(_TRIED):
        yield pattern


def _first(counts: Counter[str]) -> str:
    return counts.most_common(1)[0][0]


def given_patterns(config: Config) -> list[ConfigValue]:
    """Return the rules for links that a config has, as it may have them."""
    home = config.site.url.rstrip("/")
    rules = config.articles.permalink or ()
    found: list[ConfigValue] = []
    for rule in rules if not isinstance(rules, str) else ():
        pattern = rule.pattern
        if pattern.startswith(f"{home}/"):
            pattern = pattern.removeprefix(home)
        match: dict[str, ConfigValue] = {"match": list(rule.match)} if rule.match else {}
        found.append({**match, "pattern": pattern})
    return found


def _own_rule(site: ReadSite, entry: KnownEntry, path: str) -> ConfigValue | None:
    """Return a rule for the link of one article, which no pattern makes."""
    head, slash, last = entry.link.removesuffix("/").rpartition("/")
    end = "/" if entry.link.endswith("/") else ""
    home = site.config.site.url.rstrip("/")
    if not last or any(sign in entry.link for sign in "'{}"):
        return None
    start = head.removeprefix(home) if head.startswith(home) else head
    return {"match": [literal(path)], "pattern": f"{start}{slash}{{'{last}'}}{end}"}


def _right(articles: Mapping[str, SiteArticle], linked: Pairs) -> int:
    return sum(
        path in articles and articles[path].article.link == entry.link for entry, path in linked
    )


def _put(text: str, path: Sequence[str], value: ConfigValue) -> str:
    edited = ConfigText(text)
    edited.put(path, value)
    return edited.text


def _tried(text: str, name: str, data: Mapping[str, bytes]) -> ReadSite | None:
    try:
        return read_site(text, name, data)
    except ConfigError:
        return None
