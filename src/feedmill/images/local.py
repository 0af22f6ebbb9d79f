"""Pictures that are files of the site: what is known of them, and which of them an entry has."""

from __future__ import annotations

import posixpath
import re
from itertools import chain
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urljoin

from msgspec.structs import replace

from feedmill.model import Article, Image
from feedmill.sources.files import site_path

if TYPE_CHECKING:
    from feedmill.parsing.fields.served import ServedFiles
    from feedmill.sources.source import Files

    from .measure import LocalPicture

_MOST = 50  # pictures of one article that are looked for
_DEPTH = 2  # folders on the way to a file that are looked for first: many files share them
_COVERS = r"(?i)(?:[\w-]*featured?|cover|thumbnail)[\w+-]*\.(?:jpe?g|png|webp|avif|gif)"


class PictureFiles(Protocol):
    """The pictures of a site, by path: what `bodies.about.Inputs` knows of them."""

    def folders_among(self, paths: tuple[str, ...]) -> frozenset[str]:
        """Return which of these are folders of the site."""

    def picture(self, path: str) -> LocalPicture | None:
        """Return what the first bytes of a picture of the site say; None if it is none."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return what is in a folder of the site, sorted."""


class FoundPictures:
    """The pictures of a site for those who look rather than build: nothing is remembered."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def folders_among(self, paths: tuple[str, ...]) -> frozenset[str]:
        """Return which of these are folders of the site."""
        return frozenset(path for path in paths if self._files.stamp(path).is_folder)

    def picture(self, path: str) -> LocalPicture | None:
        """Return what the first bytes of a picture of the site say; None if it is none."""
        place = site_path(path)
        return known_picture(picture_digest(self._files, place)) if place else None

    def names(self, folder: str) -> tuple[str, ...]:
        """Return what is in a folder of the site, sorted."""
        return self._files.names(folder) or ()


def with_local_images(
    article: Article, cover: Image | None, files: ServedFiles, inputs: PictureFiles
) -> tuple[Image, ...]:
    """Return an article's images, with what is known of those that are files of the site.

    Where it names none, that is the one of its bundle, or else `cover`.
    """
    if article.images:
        first, others = article.images[:_MOST], article.images[_MOST:]
        return (*(_found(one, article, files, inputs, loose=True) for one in first), *others)
    own = _bundled(article, files, inputs) or cover
    return (_found(own, article, files, inputs, loose=False),) if own else ()


def needs_files(article: Article, home: str) -> bool:
    """Return whether an article may have a picture that is a file of the site at `home`.

    A cheap look: whether there is one is seen later.
    """
    if not article.images:
        return article.has_picture or posixpath.basename(article.path).startswith("index.")
    host = home.partition("://")[2].partition("/")[0].lower()
    return any(one.url.partition("://")[2].lower().startswith(host) for one in article.images)


def picture_digest(files: Files, path: str) -> str:
    """Return what is known of a picture, as a text for `known_picture`; "" if it is none."""
    from .measure import HEAD_BYTES, LONG_HEAD, may_be_longer, measured

    found = files.head(path, HEAD_BYTES)
    if found is None or not found[1]:
        return ""
    head, length = found
    size = measured(head)
    if size is None and length > len(head) and may_be_longer(head):
        longer = files.head(path, LONG_HEAD)
        size = measured(longer[0]) if longer else None
    return f"{length} {size.type} {size.width} {size.height}" if size else ""


def known_picture(digest: str) -> LocalPicture | None:
    """Return what `picture_digest` found out."""
    from .measure import LocalPicture

    if not digest:
        return None
    length, kind, width, height = digest.split(" ")
    return LocalPicture(int(length), kind, int(width), int(height))


def _found(
    image: Image, article: Article, files: ServedFiles, inputs: PictureFiles, *, loose: bool
) -> Image:
    """Return an image with what its file says, if it is one of the site."""
    if image.cached is False:
        return image
    found = files.candidates(image.url, article.path, article.link, loose=loose)
    ways = {path: _way(path) for path, _ in found}
    there = inputs.folders_among(tuple(dict.fromkeys(chain(*ways.values()))))
    for path, url in found:
        if not there.issuperset(ways[path]):
            continue
        if known := inputs.picture(path):
            return replace(
                image,
                url=url,
                length=known.length,
                type=known.type,
                width=known.width,
                height=known.height,
            )
    return image


def _way(path: str) -> list[str]:
    """Return the first folders on the way to a file; many files have the same."""
    parts = path.split("/")[:-1][:_DEPTH]
    return ["/".join(parts[: at + 1]) for at in range(len(parts))]


def _bundled(article: Article, files: ServedFiles, inputs: PictureFiles) -> Image | None:
    """Return the picture of a page bundle that is called so that themes show it as its cover."""
    if not files.has_bundle(article.path):
        return None
    names = inputs.names(article.path.rpartition("/")[0])
    named = sorted(
        (name for name in names if re.fullmatch(_COVERS, name)),
        key=lambda name: (_rank(name), name),
    )
    return Image(url=urljoin(article.link, quote(named[0]))) if named else None


def _rank(name: str) -> int:
    starts = ("featured", "feature", "cover", "thumbnail")
    return next((at for at, one in enumerate(starts) if name.lower().startswith(one)), 0)
