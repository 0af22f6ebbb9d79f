"""What workers do: read articles, complete them, render feeds. No call depends on another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from feedmill.config.schema import Config, PreviewConfig
from feedmill.feeds.assembly import Assembler
from feedmill.feeds.families import FamilyNames, unlimited
from feedmill.feeds.grouper import Grouper
from feedmill.feeds.groups import Members, fact_kind
from feedmill.images.local import needs_files, with_local_images
from feedmill.index import (
    IMAGES,
    RETRACTED,
    Name,
    ParsedFile,
    Whole,
    stamps_of,
)
from feedmill.model import Article, Entry, IndexedEntry, Problem, RawArticle
from feedmill.parsing.fields.served import ServedFiles
from feedmill.parsing.parser import Reader, Reading
from feedmill.sources.source import Source, read_files

from .inputs import Place, SiteInputs, opened
from .run import BuildMoment

if TYPE_CHECKING:
    from feedmill.bodies.about import Inputs
    from feedmill.bodies.chain import Bodies

_encode = msgspec.msgpack.Encoder().encode
decode_items = msgspec.msgpack.Decoder(list[ParsedFile]).decode


class Mill:
    """All that a config says about articles and feeds, compiled once in each process."""

    def __init__(self, config: Config) -> None:
        self._whole = config.feeds.content == "full"
        self._rendered = config.articles.rendered is not None
        self._config = config
        self._reader = Reader(config)
        self._assembler = Assembler(config)
        self._groups = self._assembler.groups
        self._grouper = Grouper(config, self._groups)
        self._told = FamilyNames(config, self._groups).told
        self._needed = {*self._grouper.asked, *self._told, *self._assembler.shown}
        self.unlimited = unlimited(config)
        self.output = _made(config)
        self._encloses = config.images.enclose != "none"
        self._counts_images = config.images.generic_after is not None
        self.read = self._reader.read
        self.feed = self._assembler.feed
        self.url = self._assembler.url
        self.finished = self._assembler.finished

    def item(self, reading: Reading, stamp: str) -> ParsedFile:
        """Make a reading of a file that had this stamp ready for the index."""
        problems = _encode(reading.problems) if reading.problems else None
        article = reading.article
        if article is None and reading.removed and reading.announced:
            return self._retracted(reading.path, stamp, reading.removed)
        if article is None:
            state = reading.skipped or "refused"
            return ParsedFile(reading.path, stamp, state, None, None, None, False, [], [], problems)
        members = self._groups.members(article, self._needed)
        return ParsedFile(
            reading.path,
            stamp,
            "published",
            _uid(article.id),
            int(article.visible_from.timestamp()),
            _encode(self._assembler.draft(article, members)),
            self._is_pending(article),
            self._grouper.feed_keys(article, members),
            self._names(article, members),
            problems,
            None if article.expires is None else int(article.expires.timestamp()),
        )

    def _is_pending(self, article: Article) -> bool:
        """Return whether an entry lacks what only its body, or a file of the site, says."""
        if self._rendered or (article.has_body and (self._whole or not article.summary)):
            return True
        return self._encloses and needs_files(article, self._config.site.url)

    def _retracted(self, path: str, stamp: str, article: Article) -> ParsedFile:
        """Keep of a retracted article what its tombstone says, and who would hold it."""
        entry = Entry(
            id=article.id,
            title="",
            link="",
            published=article.published,
            updated=article.updated,
        )
        return ParsedFile(
            path,
            stamp,
            RETRACTED,
            _uid(article.id),
            int(article.published.timestamp()),
            _encode(IndexedEntry(entry=entry)),
            False,
            self._grouper.feed_keys(article, self._groups.members(article, self._grouper.asked)),
            [],
            None,
        )

    def _names(self, article: Article, members: Members) -> list[Name]:
        """Return what the index counts of an article: names and facts of groups, and images."""
        found = []
        for kind in self._told:
            for one in members[kind]:
                found.append(Name(kind, one.identity, one.name))
                found += [Name(fact_kind(kind, fact), one.identity, it) for fact, it in one.facts]
        if self._counts_images:
            urls = dict.fromkeys(image.url for image in article.images)
            found += [Name(IMAGES, url, "") for url in urls]
        return found

    @cached_property
    def _files(self) -> ServedFiles:
        return ServedFiles(self._config)

    @cached_property
    def _bodies(self) -> Bodies:
        from feedmill.bodies.chain import Bodies  # and engines, which unchanged builds do without

        return Bodies(self._config)

    def whole(self, path: str, data: bytes | Problem, inputs: Inputs) -> Whole | None:
        """Return an article's whole entry, body and all; None if it can't be read any more."""
        raw = self._reader.read_raw(path, data)
        return None if raw is None else self._completed(raw, inputs)

    def whole_item(
        self, path: str, data: bytes | Problem, stamp: str, inputs: SiteInputs, cutoff: int | None
    ) -> ParsedFile:
        """Do the work of `item`, and that of `whole` where a feed is sure to show the article.

        Not where its body names other articles: not all of them are known yet.
        """
        reading, raw = self._reader.read_whole(path, data)
        item = self.item(reading, stamp)
        waits = cutoff is not None and (item.published or 0) > cutoff
        is_shown = any(key.family in self.unlimited for key in item.feeds)
        if raw is None or not item.pending or waits or not is_shown:
            return item
        inputs.begin()
        whole = self._completed(raw, inputs)
        if inputs.lacked_links:
            return item
        return replace(
            item, body=whole.body, pending=False, body_problems=whole.problems, inputs=inputs.used()
        )

    def _completed(self, raw: RawArticle, inputs: Inputs) -> Whole:
        done = self._bodies.complete(raw, inputs)
        article = replace(raw.article, content=done.content, summary=done.summary)
        if done.cover or (self._encloses and needs_files(article, self._config.site.url)):
            images = with_local_images(article, done.cover, self._files, inputs)
            article = replace(article, images=images)
        problems = _encode(done.problems) if done.problems else None
        members = self._groups.members(article, self._assembler.shown)
        return Whole(article.path, _encode(self._assembler.draft(article, members)), problems)

    def summarised(self, reading: Reading, data: bytes | Problem, inputs: SiteInputs) -> Reading:
        """Return the reading with the article's body, if its summary must come from there."""
        article = reading.article
        if article is None or article.summary or not (article.has_body or self._rendered):
            return reading
        raw = self._reader.read_raw(reading.path, data)
        assert raw is not None
        inputs.begin()
        done = self._bodies.complete(raw, inputs)
        return replace(
            reading, article=replace(article, content=done.content, summary=done.summary)
        )


def _made(config: Config) -> str:
    """Return the folder in which nothing is an input, because Feedmill makes it; "" if none is so.

    Feeds may be in the folder of the site's pages itself, or that of all that is published.
    """
    pages, output = config.articles.rendered, config.feeds.output
    return "" if pages and f"{pages.folder}/".startswith(f"{output}/") else output


@lru_cache(maxsize=1)
def mill_of(config: bytes) -> Mill:
    """Return the mill of a config as workers get it; once in each process."""
    return Mill(msgspec.msgpack.decode(config, type=PreviewConfig))


def read_chunk(
    source: Source, config: bytes, here: BuildMoment | None, batches: Sequence[bytes]
) -> bytes:
    """Read batches of articles into what the index keeps of them: for `decode_items`.

    Encoded, because that is much cheaper than what a pool does to hand values over. `here` is None
    on machines that cannot reach what bodies are made from.
    """
    mill = mill_of(config)
    stamps = _stamps(batches)
    files = read_files(source, list(stamps))
    if here is None or not mill.unlimited:
        return _encode([mill.item(mill.read(path, data), stamps[path]) for path, data in files])
    inputs = SiteInputs(source.files, None, mill.output, here.now_ns)
    return _encode(
        [mill.whole_item(path, data, stamps[path], inputs, here.cutoff) for path, data in files]
    )


def read_and_show_chunk(
    source: Source, config: bytes, bodies: bool, batches: Sequence[bytes]
) -> tuple[bytes, list[Reading]]:
    """Do the same, and return the readings as `show_chunk` does, without reading a file twice."""
    mill = mill_of(config)
    stamps = _stamps(batches)
    items, readings = [], []
    inputs = SiteInputs(source.files, None, mill.output)
    for path, data in read_files(source, list(stamps)):
        reading = mill.read(path, data)
        items.append(mill.item(reading, stamps[path]))
        readings.append(mill.summarised(reading, data, inputs) if bodies else reading)
    return _encode(items), readings


def show_chunk(source: Source, config: bytes, bodies: bool, paths: Sequence[str]) -> list[Reading]:
    """Read articles for those who look; with `bodies`, missing summaries are taken from there."""
    mill = mill_of(config)
    inputs = SiteInputs(source.files, None, mill.output)
    found = ((mill.read(path, data), data) for path, data in read_files(source, paths))
    return [mill.summarised(one, data, inputs) if bodies else one for one, data in found]


def complete_chunk(
    source: Source, config: bytes, place: Place | None, paths: Sequence[str]
) -> tuple[list[Whole], list[str]]:
    """Read articles with their bodies; those that vanished since are left out.

    Without a `place`, those that are made from more than their files are returned as paths, for
    somebody who can reach that.
    """
    mill = mill_of(config)
    files = read_files(source, paths)
    if place is None:
        return _without_inputs(mill, files)
    wholes = []
    with opened(source.files, place, mill.output) as inputs:
        for file in files:
            inputs.begin()
            if whole := mill.whole(*file, inputs):
                wholes.append(whole._replace(inputs=inputs.used()))
    return wholes, []


def _without_inputs(
    mill: Mill, files: Iterator[tuple[str, bytes | Problem]]
) -> tuple[list[Whole], list[str]]:
    from feedmill.bodies.about import NoInputs  # as late as the bodies

    wholes, left = [], []
    for path, data in files:
        inputs = NoInputs()
        whole = mill.whole(path, data, inputs)
        if inputs.asked:
            left.append(path)
        elif whole:
            wholes.append(whole)
    return wholes, left


def _stamps(batches: Sequence[bytes]) -> dict[str, str]:
    return {path: stamp for batch in batches for path, stamp in stamps_of(batch).items()}


def _uid(identity: str) -> int:
    digest = hashlib.blake2b(identity.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
