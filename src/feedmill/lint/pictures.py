"""What is suspicious in the images of articles. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from feedmill.images.enclose import UNKNOWN_TYPE, type_of
from feedmill.model import Article, Image

_MANY_ARTICLES = 10  # an image in more of them, and
_MANY_SHARE = 0.05  # in more than this share of all, says nothing of any


class Finding(NamedTuple):
    """What a check has to say of the file at `path` (or of the feed, likewise)."""

    path: str
    message: str


def without_type(articles: Iterable[Article]) -> Iterator[Finding]:
    """Yield the images of which neither bytes nor URL tell the type."""
    return _images(
        articles,
        lambda image: not image.type and type_of(image.url) == UNKNOWN_TYPE,
        "the ending of an image's URL does not show its type",
    )


def without_size(articles: Iterable[Article]) -> Iterator[Finding]:
    """Yield the images without width and height."""
    return _images(
        articles,
        lambda image: not (image.width and image.height) and image.type != "image/svg+xml",
        "an image has no width and height",
    )


def find_not_stored(articles: Iterable[Article]) -> Iterator[Finding]:
    """Yield the images that are to be enclosed and whose length nobody knows."""
    return _images(
        articles,
        lambda image: image.cached is True and not image.type,
        "an image with `isCached: true` is neither in the store nor a file of the site, so that "
        "its length is unknown; `feedmill images fetch` gets it",
    )


def overused(articles: Iterable[Article]) -> Iterator[Finding]:
    """Yield the images that too many articles share."""
    everything = list(articles)
    paths: dict[str, list[str]] = defaultdict(list)
    for article in everything:
        for url in dict.fromkeys(image.url for image in article.images):
            paths[url].append(article.path)
    for url, used in paths.items():
        if len(used) > _MANY_ARTICLES and len(used) > _MANY_SHARE * len(everything):
            message = f"its image is that of {len(used)} of {len(everything)} articles: {url}"
            yield Finding(used[0], message)


def _images(
    articles: Iterable[Article], wrong: Callable[[Image], bool], message: str
) -> Iterator[Finding]:
    """Yield each image that is `wrong` once, with the number of articles that it is in."""
    paths: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        for url in dict.fromkeys(image.url for image in article.images if wrong(image)):
            paths[url].append(article.path)
    for url, used in paths.items():
        also = f" (in {len(used)} articles)" if used[1:] else ""
        yield Finding(used[0], f"{message}{also}: {url}")
