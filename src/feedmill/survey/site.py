"""The whole site at a glance, for those who look rather than build: every article, every feed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.schema import Config
from feedmill.feeds.assembly import Assembler
from feedmill.model import Article, Problem
from feedmill.names import fold
from feedmill.parsing.parser import Reading
from feedmill.pipeline import work
from feedmill.pipeline.build import look
from feedmill.pipeline.pool import Pool
from feedmill.pipeline.run import ARTICLES_AT_ONCE, Options, Progress
from feedmill.publishing.folder import Folder
from feedmill.publishing.manifest import Manifest
from feedmill.sources.worktree import source_of


class FeedInfo(Struct, frozen=True, kw_only=True):
    """A feed as it would be published now; `bytes` has the size of each format's file."""

    key: str
    title: str
    entries: int
    newest: datetime | None
    urls: dict[str, str]
    bytes: dict[str, int]


class GroupInfo(Struct, frozen=True, kw_only=True):
    """A topic or a provider: how it is written, and the articles that name it themselves.

    `key` is that of its own feed, None if it has none; `declared` says that config names it.
    """

    name: str
    slug: str
    articles: int
    newest: datetime | None
    declared: bool
    title: str
    key: str | None


class Survey(Struct, frozen=True, kw_only=True):
    """Everything, by path, key or name. `problems` are those that a build would tell."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    feeds: tuple[FeedInfo, ...]
    topics: tuple[GroupInfo, ...]
    providers: tuple[GroupInfo, ...]


def survey(
    config: Config,
    root: Path,
    options: Options,
    progress: Progress | None = None,
    *,
    bodies: bool = True,
) -> Survey:
    """Read every article and draw up every feed; write nothing. Raises FeedmillError.

    Without `bodies`, an article whose summary is in its body has none.
    """
    report, manifest = look(config, root, replace(options, check=True, strict=False), progress)
    if manifest is None:
        manifest = Folder(options.output or root / config.feeds.output).manifest()
    source = source_of(root, config.articles, tracked=False)
    packed = msgspec.msgpack.encode(config)
    paths = sorted(path for path, stamp in source.scan().stamps.items() if stamp)
    readings: list[Reading] = []
    with Pool(options.jobs) as pool:
        for some in pool.map(
            work.survey_chunk, (source, packed, bodies), paths, size=ARTICLES_AT_ONCE
        ):
            readings.extend(some)
            if progress:
                progress("Surveying articles", len(readings), len(paths))
    return _survey(config, readings, report.problems, manifest)


def _survey(
    config: Config, readings: list[Reading], problems: tuple[Problem, ...], manifest: Manifest
) -> Survey:
    articles = [reading.article for reading in readings if reading.article]
    keys = {feed.key for feed in manifest.feeds}
    assembler = Assembler(config)
    return Survey(
        readings=tuple(readings),
        problems=problems,
        feeds=tuple(
            FeedInfo(
                key=feed.key,
                title=feed.title,
                entries=feed.entries,
                newest=feed.updated,
                urls={file.format: file.url for file in feed.files},
                bytes={file.format: file.bytes for file in feed.files},
            )
            for feed in manifest.feeds
        ),
        topics=_topics(articles, config, assembler, keys),
        providers=_providers(articles, config, assembler, keys),
    )


def _topics(
    articles: Iterable[Article], config: Config, assembler: Assembler, keys: set[str]
) -> tuple[GroupInfo, ...]:
    declared = {fold(name): name for name in config.topics}
    members: dict[str, list[tuple[str, Article]]] = defaultdict(list)
    for article in articles:
        for name in article.topics:
            members[fold(name)].append((name, article))
    groups = []
    for topic in sorted(members.keys() | declared.keys()):
        slug = assembler.topic_slug(topic)
        name = declared.get(topic) or _most_used(name for name, _ in members[topic])
        title = config.topics[name].title if topic in declared else None
        groups.append(_group(name, title, slug, members[topic], topic in declared, "topics", keys))
    return tuple(groups)


def _providers(
    articles: Iterable[Article], config: Config, assembler: Assembler, keys: set[str]
) -> tuple[GroupInfo, ...]:
    members: dict[str, list[tuple[str, Article]]] = defaultdict(list)
    for article in articles:
        if article.provider is not None:
            members[article.provider.domain].append((article.provider.name, article))
    groups = []
    for domain in sorted(members.keys() | config.providers.keys()):
        known = config.providers.get(domain)
        title = (known and known.title) or _most_used(name for name, _ in members[domain])
        slug = assembler.provider_slug(domain)
        groups.append(
            _group(domain, title, slug, members[domain], known is not None, "providers", keys)
        )
    return tuple(groups)


def _group(
    name: str,
    title: str | None,
    slug: str,
    members: list[tuple[str, Article]],
    declared: bool,
    family: str,
    keys: set[str],
) -> GroupInfo:
    key = f"{family}/{slug}"
    return GroupInfo(
        name=name,
        slug=slug,
        articles=len(members),
        newest=max((article.published for _, article in members), default=None),
        declared=declared,
        title=title or name,
        key=key if key in keys else None,
    )


def _most_used(names: Iterable[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name), default="")
