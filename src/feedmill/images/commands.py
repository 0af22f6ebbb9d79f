"""What `feedmill images` does: from a config and its articles to the store."""

from __future__ import annotations

from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.schema import Config
from feedmill.errors import StoreError
from feedmill.model import Article
from feedmill.parsing.fields.served import ServedFiles
from feedmill.parsing.parser import Reader
from feedmill.sources.files import SiteFiles
from feedmill.sources.source import article_paths, read_files
from feedmill.sources.worktree import source_of
from feedmill.state.folder import set_apart

from . import upkeep
from .enclose import with_store
from .fetching import limits
from .local import FoundPictures, with_local_images
from .outcome import Fetched, Pruned, Verified
from .store import Store, store_folder
from .wanted import Which, wanted_images

if TYPE_CHECKING:
    from .fetching.fetch import FetchProgress

_NEEDED = ("PIL", "certifi")
_LOCKED = "images"  # the folder of the lock, in the state folder


class References(Struct, frozen=True, kw_only=True):
    """The articles of a site: those published now, all that can be read, and paths of the rest."""

    published: tuple[Article, ...]
    readable: tuple[Article, ...]
    unreadable: tuple[str, ...]


def fetch_images(
    config: Config,
    root: Path,
    now: datetime,
    *,
    which: Which = "cached",
    refresh: bool = False,
    strict: bool = False,
    progress: FetchProgress | None = None,
) -> Fetched:
    """Fetch what published articles refer to and the store lacks.

    `which` chooses among images; `refresh` asks again for what the store has; `strict` makes an
    image that cannot be had an error. `now` is an aware time. Raises StoreError if Pillow is
    missing or the store cannot be used, SourceError if there are no articles.
    """
    for name in _NEEDED:
        if find_spec(name) is None:
            raise StoreError(f"fetching images needs {name}: pip install 'feedmill[images]'")
    from .fetching.fetch import FetchOptions, fetch_wanted

    images = with_store(config)
    files, found = ServedFiles(config), FoundPictures(SiteFiles(root))
    published = [
        replace(article, images=with_local_images(article, None, files, found))
        for article in references(config, root, now).published
    ]
    uses = wanted_images(published, which)
    options = FetchOptions(
        now=now,
        limits=limits.of(images),
        refresh=refresh,
        strict=strict,
        contact=config.site.url,
    )
    with set_apart(root, _LOCKED) as (state, notices):
        return replace(
            fetch_wanted(uses, images, root, state, options, progress), notices=tuple(notices)
        )


def list_images(config: Config, root: Path, now: datetime) -> list[dict[str, Any]]:
    """Return a record for each image of the store or of a published article, by URL."""
    uses = wanted_images(references(config, root, now).published, "all")
    store = Store.open(store_folder(root, with_store(config)))
    records = []
    for url in sorted(uses.keys() | store.images.keys()):
        image = store.lookup(url)
        copy = image and image.thumbnail
        records.append(
            {
                "url": url,
                "stored": image is not None,
                "articles": len(uses.get(url, ())),
                "file": image and image.file,
                "bytes": image and image.bytes,
                "type": image and image.type,
                "width": (image and image.width) or None,
                "height": (image and image.height) or None,
                "thumbnail": copy and copy.file,
                "fetched": image and image.fetched.isoformat().replace("+00:00", "Z"),
            }
        )
    return records


def prune_images(config: Config, root: Path, now: datetime, *, dry_run: bool = False) -> Pruned:
    """Drop from the store what no article refers to. Raises StoreError and other FeedmillErrors.

    Articles that wait for their date count; while one cannot be read, nothing is dropped.
    """
    found = references(config, root, now)
    if found.unreadable:
        number = len(found.unreadable)
        raise StoreError(
            f"{found.unreadable[0]}{f' and {number - 1:,} more' if number > 1 else ''} cannot be "
            "read, and its images would be dropped; `feedmill check` says what is wrong"
        )
    used = wanted_images(found.readable, "all")
    store = store_folder(root, with_store(config))
    with set_apart(root, _LOCKED) as (state, notices):
        done = upkeep.prune_store(store, state, used, dry_run=dry_run)
        return replace(done, notices=tuple(notices))


def verify_images(
    config: Config, root: Path, progress: upkeep.VerifyProgress | None = None
) -> Verified:
    """Read all files of the store and compare them with their names. Raises FeedmillError."""
    return upkeep.verify_store(store_folder(root, with_store(config)), progress)


def references(config: Config, root: Path, now: datetime) -> References:
    """Read the front matter of every article."""
    source, reader = source_of(root, config.articles, tracked=False), Reader(config)
    listing = source.scan()
    files = read_files(source, article_paths(listing))
    readings = [reader.read(path, data) for path, data in files]
    articles = tuple(reading.article for reading in readings if reading.article)
    refused = [one.path for one in readings if one.article is None and one.skipped is None]
    unlisted = [problem.path for problem in listing.problems if problem.severity == "error"]
    return References(
        published=tuple(a for a in articles if config.articles.future or a.published <= now),
        readable=articles,
        unreadable=tuple(sorted({*refused, *unlisted})),
    )
