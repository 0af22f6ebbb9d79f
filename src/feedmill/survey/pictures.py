"""What is known of the images of articles: by the store, or as files of the site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from feedmill.config.schema import Config
from feedmill.images.enclose import with_store
from feedmill.images.local import FoundPictures, with_local_images
from feedmill.images.store import Store, store_folder
from feedmill.model import Article, Image
from feedmill.parsing.fields.served import ServedFiles
from feedmill.parsing.parser import Reading
from feedmill.sources.files import SiteFiles


def with_known_images(config: Config, root: Path, readings: Iterable[Reading]) -> list[Reading]:
    """Return readings whose images have the length and type that a build would find."""
    store = Store.open(store_folder(root, with_store(config)))
    files, inputs = ServedFiles(config), FoundPictures(SiteFiles(root))

    def known(article: Article) -> Article:
        images = with_local_images(article, None, files, inputs)
        return replace(article, images=tuple(_stored(one, store) for one in images))

    return [
        replace(reading, article=known(reading.article))
        if reading.article and reading.article.images
        else reading
        for reading in readings
    ]


def _stored(image: Image, store: Store) -> Image:
    found = store.lookup(image.url)
    if found is None:
        return image
    return replace(
        image,
        length=found.bytes,
        type=found.type,
        width=found.width or image.width,
        height=found.height or image.height,
    )
