"""The steps of `feedmill adopt`: read feeds, plan, build apart, compare, write.

    fetch feeds ─► build apart ─► compare ─► plan ─► build apart ─► compare ─► write

`compare_live` ends after the first comparison: that is `feedmill diff FEED`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from msgspec.structs import replace

from feedmill.config import parse_config
from feedmill.config.articles import Defaults
from feedmill.config.file import read_file
from feedmill.config.schema import Config
from feedmill.errors import ConfigError, FeedmillError
from feedmill.fields import keys_of
from feedmill.git.history import is_in_work_tree, is_tracked
from feedmill.live.known import KnownFeed, address_path
from feedmill.live.noticing import Noticed, compare_feeds
from feedmill.live.reading import known_feed
from feedmill.model import Problem, is_error
from feedmill.parsing.paths import place_below
from feedmill.parsing.permalinks import generator_rules
from feedmill.pipeline.apart import build_preview
from feedmill.pipeline.run import Options, Progress
from feedmill.publishing.folder import output_folder
from feedmill.publishing.manifest import MANIFEST, Manifest
from feedmill.sources.patterns import matcher
from feedmill.sources.source import article_paths, read_files
from feedmill.sources.walking import read_start, walk_files
from feedmill.sources.worktree import source_of
from feedmill.state.scratch import scratch_folder

from .outcome import Adoption
from .plan import AdoptPlan, make_plan

_PASSED_OVER = {"node_modules", "_site", "public", "dist", "vendor", "venv", "__pycache__"}
# Front matter, and below it the start of a feed.
_TEMPLATE = re.compile(rb"\A(?:\xef\xbb\xbf)?---.*?(?:<feed\b|<rss\b|jsonfeed)", re.DOTALL)
_MAX_OTHERS = 10_000  # files
_MAX_START = 256 * 1024  # bytes


class Proposed(NamedTuple):
    """An adoption, and the files that it takes: the config's text, and articles by path."""

    adoption: Adoption
    text: str
    edits: Mapping[str, bytes]


def compare_live(
    config: Config,
    root: Path,
    feeds: Sequence[KnownFeed],
    options: Options,
    progress: Progress | None = None,
) -> Adoption:
    """Say what subscribers of feeds would notice if the site were published now.

    Raises FeedmillError if it cannot be built.
    """
    noticed, problems = _compare(config, root, feeds, options, {}, {}, progress)
    return Adoption(feeds=noticed, refused=_refused(noticed, problems))


def propose_adoption(
    path: Path,
    feeds: Sequence[KnownFeed],
    options: Options,
    *,
    is_copied: bool = False,
    progress: Progress | None = None,
) -> Proposed:
    """Return what must be written so that feeds go on as they are; `path` is the config's.

    Feeds that the config continues already are compared only. Nothing is written. Raises
    FeedmillError.
    """
    text = _text(path)
    config = parse_config(text, path.name)
    root = path.parent
    home = config.site.feeds_url or ""
    done: tuple[Noticed, ...] = ()
    if any(feed.url.startswith(home) for feed in feeds):
        done, problems = _compare(config, root, feeds, options, {}, {}, progress)
        if all(one.key for one in done):
            adoption = Adoption(feeds=done, refused=_refused(done, problems))
            return Proposed(adoption, text, {})
    there = {one.url for one in done if one.key}
    plan = make_plan(
        text, path.name, _articles(config, root), feeds, options.now,
        is_copied=is_copied, is_first=_is_first(config, path), continued=there,
        others=_others(config, root),
    )  # fmt: skip
    new = parse_config(plan.text, path.name)
    noticed, problems = _compare(new, root, feeds, options, plan.edits, plan.refused, progress)
    in_the_way = _in_the_way(new, root, [one.url for one in noticed if one.key])
    aside = _aside(new, root, in_the_way)
    adoption = Adoption(
        feeds=noticed,
        is_new=plan.text != text or bool(plan.pins),
        pinned=plan.pins,
        problems=plan.problems,
        refused=_refused(noticed, problems),
        output=new.feeds.output,
        moved_from=_moved(config, plan),
        published_at=_published_at(config, plan),
        no_pages=bool(config.pages) and not new.pages,
        in_the_way=tuple(path for path in in_the_way if path not in aside),
        put_aside=aside,
    )
    return Proposed(adoption, plan.text, plan.edits)


def _in_the_way(config: Config, root: Path, urls: Iterable[str]) -> tuple[str, ...]:
    """Return the files that are where feeds of these addresses are to be, and not Feedmill's."""
    folder = config.feeds.output
    ours = output_folder(root, root / folder).manifest().digests()
    home = config.site.feeds_url or ""
    paths = [unquote(url.removeprefix(home)) for url in urls if url.startswith(home)]
    return tuple(
        os.path.normpath(f"{folder}/{path}")
        for path in paths
        if path not in ours and (root / folder / path).exists()
    )


def _aside(config: Config, root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return new names for those of `paths` that are templates of feeds."""
    sign = generator_rules(config).unused
    found = {}
    for path in paths if sign else ():
        data = read_start(root / path, _MAX_START)
        new = Path(path).with_name(sign + Path(path).name).as_posix()
        if _TEMPLATE.search(data) and not (root / new).exists():
            found[path] = new
    return found


def _published_at(config: Config, plan: AdoptPlan) -> str:
    return plan.served.feeds_url if plan.served.prefix and not _moved(config, plan) else ""


def _moved(config: Config, plan: AdoptPlan) -> str:
    return config.feeds.output if plan.served.output != config.feeds.output else ""


def _text(path: Path) -> str:
    try:
        return read_file(path).decode()
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path.name} is not UTF-8; save it as UTF-8") from error


def _articles(config: Config, root: Path) -> dict[str, bytes]:
    source = source_of(root, config.articles, tracked=False)
    files = read_files(source, article_paths(source.scan()))
    return {path: data for path, data in files if isinstance(data, bytes)}


def _others(config: Config, root: Path) -> dict[str, bytes]:
    """Return the start of files that look like articles, and are none so far.

    None of them if the feeds are published, whose subscribers would get them all at once, nor if
    there are too many.
    """
    if is_tracked(root, f"{config.feeds.output}/{MANIFEST}"):
        return {}
    endings = {Path(pattern).suffix for pattern in config.articles.include}
    is_article = matcher(config.articles.include)
    found = {}
    for path in walk_files(root, _is_looked_into):
        if Path(path).suffix in endings and not is_article(path):
            found[path] = read_start(root / path, _MAX_START)
            if len(found) > _MAX_OTHERS:
                return {}
    return found


def _is_first(config: Config, path: Path) -> bool:
    """Return whether no feed has been published: none was built, or git has no config so far."""
    root = path.parent
    if not output_folder(root, root / config.feeds.output).manifest().feeds:
        return True
    return is_in_work_tree(root) and not is_tracked(root, path.name)


def _is_looked_into(folder: str) -> bool:
    return folder[0] != "." and folder not in _PASSED_OVER


def _compare(
    config: Config,
    root: Path,
    feeds: Sequence[KnownFeed],
    options: Options,
    edits: Mapping[str, bytes],
    refused: Mapping[str, str],
    progress: Progress | None,
) -> tuple[tuple[Noticed, ...], tuple[Problem, ...]]:
    """Build, and hold each feed against what would be served at its address."""
    with scratch_folder() as scratch:
        options = replace(options, allow_empty=True)
        report, output = build_preview(
            _without_bodies(config), root, options, scratch, progress, threads=False, edits=edits
        )
        files = _files(output.manifest())
        found = []
        for feed in feeds:
            place = files.get(_plain(feed.url))
            if place is None:
                reason = refused.get(feed.url, "no feed is published at this address")
                found.append(Noticed(url=feed.url, source=feed.source, unfit=reason))
            else:
                key, path = place
                data = (output.root / path).read_bytes()
                found.append(compare_feeds(feed, known_feed(path, feed.url, data), key))
    return tuple(found), report.problems


def _without_bodies(config: Config) -> Config:
    """Return a config whose feeds have the same entries, but not their texts: it builds fast."""
    summary = Defaults(values={keys_of("summary", config.articles.fields)[0]: ("Summary.",)})
    return replace(
        config,
        articles=replace(
            config.articles, defaults=(*config.articles.defaults, summary), rendered=None
        ),
        feeds=replace(config.feeds, content="summary"),
        images=replace(config.images, enclose="none"),
        pages=False,
    )


def _files(manifest: Manifest) -> dict[str, tuple[str, str]]:
    """Return key and path of each feed's files by their addresses."""
    return {
        _plain(file.url): (feed.key, file.path)
        for feed in manifest.feeds
        for file in (*feed.copied(), *feed.files)
    }


def _plain(url: str) -> str:
    return url.partition("://")[2]


def _refused(feeds: Iterable[Noticed], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the errors of articles that entries which are missing seem to be of."""
    words = {
        word
        for feed in feeds
        for one in feed.notices
        if one.kind == "missing"
        for word in re.split(r"[/.]", address_path(one.was).lower())
        if word
    }
    found = []
    for problem in problems:
        if is_error(problem):
            place = place_below(problem.path, "", "")
            if {place.name.lower(), place.stem.lower()} & words:
                found.append(problem)
    return tuple(found)


def write_adoption(proposed: Proposed, path: Path) -> None:
    """Write the config and the articles' ids, and move the manifest if the output folder moves.

    Raises FeedmillError if a file cannot be written.
    """
    from feedmill.publishing.relocation import move_manifest

    from .pins import replace_file

    root, adoption = path.parent, proposed.adoption
    for place in (path, *(root / name for name in (*proposed.edits, *adoption.put_aside))):
        if not (os.access(place, os.W_OK) and os.access(place.parent, os.W_OK)):
            raise FeedmillError(f"{os.path.relpath(place)} is read-only; nothing was written")
    try:
        for old, aside in adoption.put_aside.items():
            (root / old).rename(root / aside)
        for name, data in proposed.edits.items():
            replace_file(root / name, data)
        if _text(path) != proposed.text:
            replace_file(path, proposed.text.encode())
        if adoption.moved_from:
            move_manifest(root, adoption.moved_from, adoption.output)
    except OSError as error:
        name = os.path.relpath(error.filename or path)
        raise FeedmillError(f"{name} cannot be written: {error.strerror}") from error
