"""Which images an entry encloses, in what order and as what. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container

from msgspec.structs import replace

from feedmill.config.schema import Config, Images
from feedmill.model import Enclosure, Image

from .manifest import Stored

Lookup = Callable[[str], Stored | None]

# Registered types (iana.org/assignments/media-types) by the endings that pictures go by.
TYPES = {
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".ico": "image/vnd.microsoft.icon",
    ".jpe": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
}
UNKNOWN_TYPE = "application/octet-stream"


def not_stored(url: str) -> Stored | None:  # noqa: ARG001 (stands in for `Store.lookup`)
    """Look up an image where there is no store."""
    return None


def with_store(config: Config) -> Images:
    """Return `config.images` with `store` (relative to the config's folder) and `base_url` set."""
    images, output = config.images, config.feeds.output
    store = posixpath.normpath(images.store or f"{output}/images")
    base_url = images.base_url
    if base_url is None:
        below = "" if output == "." else f"{output}/"
        assert store.startswith(below), "config asks for a base_url otherwise"
        assert config.site.feeds_url is not None, "config fills it in"
        base_url = config.site.feeds_url + store.removeprefix(below)
    return replace(images, store=store, base_url=f"{base_url.removesuffix('/')}/")


def enclosures(
    images: tuple[Image, ...],
    settings: Images,
    lookup: Lookup = not_stored,
    generic: Container[str] = (),
) -> tuple[Enclosure, ...]:
    """Return the enclosures of an article with these images, the main one first.

    `settings` come from `settled`. `generic` holds the URLs of images that many articles
    share. Main is the largest landscape one that is not generic; else the first such; the
    others follow as written, generic ones last. No URL comes twice.
    """
    found: dict[str, tuple[bool, Enclosure]] = {}
    for image in _chosen(images, settings, lookup):
        one = _enclosure(image, settings, lookup)
        found.setdefault(one.url, (image.url in generic, one))
    own = [one for is_generic, one in found.values() if not is_generic]
    shared = [one for is_generic, one in found.values() if is_generic]
    return (*_main_first(own), *_main_first(shared))


def thumbnail(
    images: tuple[Image, ...],
    settings: Images,
    lookup: Lookup = not_stored,
    generic: Container[str] = (),
) -> Enclosure | None:
    """Return the small copy of an article's main image, None if there is none.

    It is always smaller, in pixels and in bytes, than the image. A generic image has none, and
    there is none unless `settings.thumbnail` asks for it.
    """
    if settings.thumbnail is None:
        return None
    small: dict[str, Enclosure] = {}
    for image in _chosen(images, settings, lookup):
        stored = lookup(image.url)
        if stored and stored.thumbnail and image.url not in generic:
            copy = stored.thumbnail
            small.setdefault(
                _url(stored.file, settings),
                Enclosure(
                    url=_url(copy.file, settings),
                    type=copy.type,
                    length=copy.bytes,
                    width=copy.width,
                    height=copy.height,
                ),
            )
    if not small:
        return None
    main = enclosures(images, settings, lookup, generic)[0]
    return small.get(main.url)


def icon(image: Image, settings: Images, lookup: Lookup = not_stored) -> str:
    """Return the URL of an icon, from the store if that has it."""
    return _enclosure(image, settings, lookup).url


def type_of(url: str) -> str:
    """Guess a media type from the ending of a URL's path, UNKNOWN_TYPE if it says nothing."""
    path = url.partition("#")[0].partition("?")[0]
    _, dot, ending = path.rpartition("/")[2].rpartition(".")
    return TYPES.get(f"{dot}{ending.lower()}", UNKNOWN_TYPE)


def _chosen(images: tuple[Image, ...], settings: Images, lookup: Lookup) -> tuple[Image, ...]:
    """Return the images to enclose. What an article says of one counts more than what is known."""
    match settings.enclose:
        case "none":
            return ()
        case "all":
            return tuple(image for image in images if image.cached is not False)
        case "cached":
            return tuple(image for image in images if _is_cached(image, lookup))


def _is_cached(image: Image, lookup: Lookup) -> bool:
    """Return whether an image stays: as the article says, in the store, or a file of the site."""
    if image.cached is not None:
        return image.cached
    return bool(image.type) or lookup(image.url) is not None


def _enclosure(image: Image, settings: Images, lookup: Lookup) -> Enclosure:
    stored = lookup(image.url)
    if stored is None:
        return Enclosure(
            url=image.url,
            type=image.type or type_of(image.url),
            length=image.length,
            width=image.width,
            height=image.height,
        )
    return Enclosure(
        url=_url(stored.file, settings),
        type=stored.type,
        length=stored.bytes,
        width=stored.width or None,
        height=stored.height or None,
    )


def _url(file: str, settings: Images) -> str:
    assert settings.base_url is not None, "the settings come from `settled`"
    return settings.base_url + file


def _main_first(group: list[Enclosure]) -> list[Enclosure]:
    main = max(group, key=_landscape_area, default=None)  # the first of equals
    return [] if main is None else [main, *(one for one in group if one is not main)]


def _landscape_area(one: Enclosure) -> int:
    """Return the pixels of a picture that is wider than high; any other is as good as none."""
    width, height = one.width or 0, one.height or 0
    return width * height if width > height else 0
