"""Fetching what the store lacks: all hosts at once, each politely, every image by itself.

URL ─► Downloader.get ─► a part ─► Decoders.examine, in a process ─► Writer.place, add
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from feedmill import __version__
from feedmill.config.schema import Images
from feedmill.http.refusal import FetchRefused
from feedmill.images.manifest import Stored, Thumbnail
from feedmill.images.outcome import Fetched, failure
from feedmill.images.store import Writer, store_folder, writing

from .decoding import Decoders
from .download import Download, Downloader
from .jobs import TOO_SLOW, Copy, Picture
from .limits import Limits

FetchProgress = Callable[[int, int, int], None]  # images done, of how many, bytes received
Uses = Mapping[str, Sequence[str]]  # the articles that use an image, by its URL
_TOO_MANY_SLOW = 4  # pictures: a minute of the processor
_NOT_ASKED = "is not fetched: pictures of its server take too long to decode"
Result = Literal["kept", "added", "renewed", "confirmed", "failed"]


class FetchOptions(Struct, frozen=True, kw_only=True):
    """How to fetch. `now` is an aware time; `contact` a URL that tells servers who asks."""

    now: datetime
    limits: Limits
    refresh: bool = False
    strict: bool = False
    contact: str = ""


def fetch_wanted(
    uses: Uses,
    images: Images,
    root: Path,
    state: Path,
    options: FetchOptions,
    progress: FetchProgress | None = None,
) -> Fetched:
    """Fetch the images that the store at `root` lacks; with `refresh` ask for the others, too.

    `images` come from `enclose.settled`, `uses` from `wanted`; `state` is a folder for the lock.
    Raises StoreError if the store cannot be written, PublishError if another run holds it.
    """
    with writing(store_folder(root, images), state) as writer:
        run = _Run(uses, images, writer, options, progress or (lambda *_: None))
        try:
            asyncio.run(run.all())
        except ExceptionGroup as group:  # what stopped one task stopped the others
            raise group.exceptions[0] from None
        return run.outcome()


class _Run:
    """One fetch; what its tasks share."""

    def __init__(
        self,
        uses: Uses,
        images: Images,
        writer: Writer,
        options: FetchOptions,
        progress: FetchProgress,
    ) -> None:
        self.uses = uses
        self.images = images
        self.writer = writer
        self.options = options
        self.progress = progress
        self.results: dict[str, Result] = {}
        self.refusals: dict[str, FetchRefused] = {}
        self.slow: Counter[str] = Counter()  # pictures that took too long to decode, by server

    async def all(self) -> None:
        """Fetch what is to be fetched; every server has a queue of its own."""
        options, images = self.options, self.images
        agent = f"feedmill/{__version__}{options.contact and f' (+{options.contact})'}"
        allowed = frozenset(images.allow_hosts)
        self.downloader = Downloader(options.limits, allowed, agent, options.now)
        self.decoders = Decoders(options.limits)
        try:
            async with asyncio.TaskGroup() as group:
                for queue in self.queues().values():
                    for _ in range(min(options.limits.per_host, len(queue))):
                        group.create_task(self.work(queue))
        finally:
            await self.decoders.close()
            await self.downloader.close()

    def queues(self) -> dict[str, deque[str]]:
        """Return the URLs to look at, by server; what the store holds may be done already."""
        queues: dict[str, deque[str]] = {}
        for url in self.uses:
            known = self.held(url)
            if known and not self.options.refresh and not self.lacks_thumbnail(known):
                self.results[url] = "kept"
            else:
                queues.setdefault(_server(url), deque()).append(url)
        return queues

    async def work(self, queue: deque[str]) -> None:
        """Take URLs from a queue until it is empty."""
        while queue:
            url = queue.popleft()
            server = _server(url)
            try:
                if self.slow[server] >= _TOO_MANY_SLOW:
                    raise FetchRefused(TOO_SLOW, _NOT_ASKED)
                self.results[url] = await self.one(url)
            except FetchRefused as refused:
                self.results[url] = "failed"
                self.refusals[url] = refused
                self.slow[server] += refused.code == TOO_SLOW
            self.progress(len(self.results), len(self.uses), self.downloader.received)

    async def one(self, url: str) -> Result:
        """Bring one image up to date; Refused if it cannot be had."""
        known = self.held(url)
        if known and not self.options.refresh:
            picture = await self.examine(self.writer.store.path(known.file))
            self.writer.add(replace(known, thumbnail=self.thumbnail(picture.copy)))
            return "kept"
        part = self.writer.part()
        try:
            came = await self.downloader.get(url, part, known)
            if came is None:
                return "confirmed"
            picture = await self.examine(part)
            image = self.stored(url, part, came, picture)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        if known is None:
            self.writer.add(image)
            return "added"
        same = image.file == known.file
        self.writer.add(replace(image, fetched=known.fetched) if same else image)
        return "confirmed" if same else "renewed"

    async def examine(self, path: Path) -> Picture:
        """Look at a picture."""
        images = self.images
        return await self.decoders.examine(path, svg=images.svg, thumbnail=images.thumbnail)

    def stored(self, url: str, part: Path, came: Download, picture: Picture) -> Stored:
        """Put a part where it belongs, and say what it is."""
        return Stored(
            url=url,
            file=self.writer.place(part, came.sha256, picture.ending),
            bytes=came.bytes,
            type=picture.type,
            width=picture.width,
            height=picture.height,
            fetched=self.options.now,
            etag=came.etag,
            modified=came.modified,
            thumbnail=self.thumbnail(picture.copy),
        )

    def thumbnail(self, copy: Copy | None) -> Thumbnail | None:
        """Put a small copy into the store."""
        if copy is None:
            return None
        part = self.writer.part()
        part.write_bytes(copy.data)
        return Thumbnail(
            file=self.writer.place(part, sha256(copy.data).hexdigest(), copy.ending),
            bytes=len(copy.data),
            type=copy.type,
            width=copy.width,
            height=copy.height,
        )

    def held(self, url: str) -> Stored | None:
        """Return an image if the store has it, files and all."""
        known = self.writer.images.get(url)
        return known if known and self.writer.store.has(known) else None

    def lacks_thumbnail(self, image: Stored) -> bool:
        """Whether config asks for a small copy that the image does not have yet."""
        wanted = self.images.thumbnail
        if wanted is None or image.width <= wanted:
            return False
        return image.thumbnail is None or image.thumbnail.width != wanted

    def outcome(self) -> Fetched:
        """Sum up."""
        counts = Counter(self.results.values())
        strict = self.options.strict
        problems = [
            failure(url, self.uses[url], refused, strict=strict)
            for url, refused in self.refusals.items()
        ]
        return Fetched(
            strict=strict,
            wanted=len(self.uses),
            kept=counts["kept"],
            added=counts["added"],
            renewed=counts["renewed"],
            confirmed=counts["confirmed"],
            failed=counts["failed"],
            received=self.downloader.received,
            problems=tuple(sorted(problems, key=str)),
        )


def _server(url: str) -> str:
    """Return a URL up to its path, whatever is wrong with it."""
    return "/".join(url.split("/", 3)[:3])
