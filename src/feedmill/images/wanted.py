"""Which images articles refer to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from feedmill.model import Article, Image

Which = Literal["cached", "all"]


def wanted_images(
    articles: Iterable[Article], which: Which = "cached"
) -> dict[str, tuple[str, ...]]:
    """Return the paths of the articles that use an image, by the image's URL; both sorted.

    `cached`: images marked so. Icons of providers are always among them, and what is known as a
    file of the site never is.
    """
    uses: dict[str, set[str]] = {}
    for article in articles:
        named = (image for image in article.images if not image.type)
        images: list[Image] = [one for one in named if one.cached or which == "all"]
        if article.provider is not None:
            images.extend(article.provider.images)
        for image in images:
            uses.setdefault(image.url, set()).add(article.path)
    return {url: tuple(sorted(uses[url])) for url in sorted(uses)}
