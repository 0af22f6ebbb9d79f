"""Read the whole site for commands that look rather than build: every article, every feed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.schema import Config
from feedmill.feeds.groups import Groups
from feedmill.model import Article, Problem, state_now
from feedmill.parsing.parser import Reading
from feedmill.pipeline import work
from feedmill.pipeline.build import build_with_manifest
from feedmill.pipeline.pool import Pool
from feedmill.pipeline.run import ARTICLES_AT_ONCE, Options, Progress, ReadArticles
from feedmill.publishing.folder import output_folder
from feedmill.publishing.manifest import Manifest
from feedmill.sources.source import article_paths
from feedmill.sources.worktree import source_of

from .pictures import with_known_images


class FeedInfo(Struct, frozen=True, kw_only=True):
    """A feed as it would be published now; `bytes` has the size of each format's file.

    `also_at` are the addresses of its copies.
    """

    key: str
    title: str
    entries: int
    newest: datetime | None
    urls: dict[str, str]
    bytes: dict[str, int]
    also_at: tuple[str, ...] = ()


class GroupInfo(Struct, frozen=True, kw_only=True):
    """A group, such as a topic: how it is written, and how many published articles name it.

    `newest` is of these, too. `key` is that of its own feed, None if it has none; `declared` says
    that config names it.
    """

    identity: str
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
    groups: dict[str, tuple[GroupInfo, ...]]  # by dimension


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
    articles = ReadArticles({}, bodies)
    report, manifest = build_with_manifest(
        config, root, replace(options, check=True, strict=False), progress, articles
    )
    if manifest is None:
        manifest = output_folder(root, options.output or root / config.feeds.output).manifest()
    readings = _all_readings(config, root, articles, options.jobs, progress)
    readings = with_known_images(config, root, readings)
    return _survey(config, readings, report.problems, manifest, options.now)


def _all_readings(
    config: Config,
    root: Path,
    articles: ReadArticles,
    jobs: int | None,
    progress: Progress | None,
) -> list[Reading]:
    """Return what was read, by path; read what is not among `articles`: the index knew it."""
    source = source_of(root, config.articles, tracked=False)
    paths = article_paths(source.scan())
    known = articles.readings
    unread = [path for path in paths if path not in known]
    fixed = (source, msgspec.msgpack.encode(config), articles.bodies)
    found: dict[str, Reading] = {}
    with Pool(jobs) as pool:
        for some in pool.map(work.show_chunk, fixed, unread, size=ARTICLES_AT_ONCE):
            found.update((reading.path, reading) for reading in some)
            if progress:
                progress("Reading articles", len(found), len(unread))
    return [known.get(path) or found[path] for path in paths]


def _survey(
    config: Config,
    readings: list[Reading],
    problems: tuple[Problem, ...],
    manifest: Manifest,
    now: datetime,
) -> Survey:
    articles = [
        (article, state_now(article, now, config.articles.future) == "published")
        for reading in readings
        if (article := reading.article)
    ]
    keys = {feed.key for feed in manifest.feeds}
    known = Groups(config)
    return Survey(
        readings=tuple(readings),
        problems=problems,
        feeds=feed_infos(manifest),
        groups={name: tuple(_groups(articles, known, name, keys)) for name in known.dimensions},
    )


def feed_infos(manifest: Manifest) -> tuple[FeedInfo, ...]:
    """Return the feeds that a manifest names, by key."""
    return tuple(
        FeedInfo(
            key=feed.key,
            title=feed.title,
            entries=feed.entries,
            newest=feed.updated,
            urls={file.format: file.url for file in feed.files},
            bytes={file.format: file.bytes for file in feed.files},
            also_at=tuple(file.url for file in feed.copied()),
        )
        for feed in manifest.feeds
    )


def _groups(
    articles: Iterable[tuple[Article, bool]], known: Groups, dimension: str, keys: set[str]
) -> Iterator[GroupInfo]:
    """Yield the groups of a dimension, by identity: those that articles or the config name."""
    names: dict[str, list[str]] = defaultdict(list)
    dates: dict[str, list[datetime]] = defaultdict(list)
    for article, is_published in articles:
        for one in known.members(article, (dimension,))[dimension]:
            names[one.identity].append(one.name)
            if is_published:
                dates[one.identity].append(article.published)
    declared = known.declared(dimension)
    for identity in sorted(names.keys() | declared.keys()):
        slug = known.slug(dimension, identity)
        key = f"{known.dimensions[dimension].folder}/{slug}"
        name = _most_used(names[identity]) or identity
        yield GroupInfo(
            identity=identity,
            name=known.called(dimension, identity, name),
            slug=slug,
            articles=len(dates[identity]),
            newest=max(dates[identity], default=None),
            declared=identity in declared,
            title=known.title(dimension, identity, name),
            key=key if key in keys else None,
        )


def _most_used(names: Iterable[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name), default="")
