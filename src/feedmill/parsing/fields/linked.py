"""The fields of an article that hold addresses: link, provider, images, related articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from feedmill import text, urls
from feedmill.fields import FIELDS
from feedmill.model import Image, Link, Provider
from feedmill.parsing.sheet import Sheet, is_absent
from feedmill.parsing.yaml.fast import Value

from .values import boolean, number

# The keys of an image's address; `path` is jekyll-seo-tag's, `image` that of many Hugo themes.
_IMAGE = ("url", "src", "path", "image", "teaser")
_ONLY_IMAGES = ("images", "image")  # keys that mean nothing else
_FILE = re.compile(r"^https?://|\.(?:png|jpe?g|gif|webp|avif|svg|bmp)\b", re.IGNORECASE)
_FLAGS = ("true", "false", "yes", "no", "none")

Locate = Callable[[str, str, str], str]
"""Takes what is written, the article's path and its link; returns an address, maybe relative."""


def link(sheet: Sheet, home: str) -> str | None:
    """Return the article's own address; None if it names none, or one that cannot be used.

    A path that begins with `/` is added to `home`, as `urls.on_site` does.
    """
    found = sheet.find_text("link", "bad-link")
    if found is None:
        return None
    try:
        return urls.on_site(home, found[1])
    except ValueError as error:
        sheet.note("bad-link", f"{found[0]} {found[1][:80]!r} {error}", found[0])
        return None


def provider(sheet: Sheet, field: str, link: str) -> Provider | None:
    """Return who published the article first, from `{name, domain, images}`, or a name or domain.

    A name alone belongs to the host of the article's link.
    """
    found = sheet.find(field)
    if found is None:
        return None
    key, value = found
    if isinstance(value, list):
        sheet.note("bad-provider", f"{key} is a list; write a name, a domain, or both", key)
        return None
    if isinstance(value, str):
        value = {"domain": value} if _is_domain(value) else {"name": value}
    name, written = value.get("name"), value.get("domain")
    name = text.plain(name) if isinstance(name, str) else ""
    try:
        if written is None or is_absent(written):
            domain = urls.encode_host(urlsplit(link).hostname or "").removeprefix("www.")
        else:
            domain = _domain(written if isinstance(written, str) else "")
    except ValueError as error:
        sheet.note("bad-provider", f"{key} {error}", key)
        return None
    pictures = value.get("images")
    return Provider(
        domain=domain,
        name=name or domain,
        images=_images(sheet, pictures, link, key) if pictures else (),
    )


def parse_images(
    sheet: Sheet, field: str, link: str, locate: Locate | None = None
) -> tuple[Image, ...]:
    """Return the pictures, from an address, a map `{url, width, height, isCached}`, or a list.

    `locate` returns an address as pages have it, where articles have others. Of keys that can mean
    something else, such as `featured: true`, what is no address counts as absent.
    """
    for key, top, value in sheet.find_each(field):
        if key in _ONLY_IMAGES or _names_file(value):
            found = _images(sheet, value, link, top, locate)
            if found or key in _ONLY_IMAGES:
                return found
    return ()


def _names_file(value: Value) -> bool:
    if isinstance(value, dict):
        return _first(value, _IMAGE) is not None
    if isinstance(value, list):
        return any(map(_names_file, value))
    return bool(_FILE.search(value))


def links(sheet: Sheet, field: str, home: str) -> tuple[Link, ...]:
    """Return links to articles, from addresses or maps with a title and a link."""
    found = sheet.find(field)
    if found is None:
        return ()
    key, value = found
    made = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            address, title = _first(item, FIELDS["link"].keys), item.get("title")
        else:
            address, title = item, None
        try:
            url = urls.on_site(home, address if isinstance(address, str) else "")
        except ValueError as error:
            sheet.note("bad-related", f"the link of a related article {error}", key)
            continue
        shown = text.written_plain(title) if isinstance(title, str) else ""
        made.append(Link(url=url, title=shown or None))
    return tuple(made)


def _images(
    sheet: Sheet, value: Value, link: str, key: str, locate: Locate | None = None
) -> tuple[Image, ...]:
    pictures = []
    for item in value if isinstance(value, list) else [value]:
        fields: dict[str, Value] = item if isinstance(item, dict) else {"url": item}
        address = _first(fields, _IMAGE)
        written = address if isinstance(address, str) else ""
        if written.lower() in _FLAGS:
            continue
        try:
            url = urls.join(link, locate(written, sheet.path, link) if locate else written)
            if url == link:
                raise ValueError("is empty")
        except ValueError as error:
            sheet.note("bad-image", f"the address of an image {error}", key)
            continue
        width, height, cached = map(fields.get, ("width", "height", "isCached"))
        pictures.append(
            Image(
                url=url,
                width=_size(sheet, width, key) if width else None,
                height=_size(sheet, height, key) if height else None,
                cached=_cached(sheet, cached, key) if cached else None,
            )
        )
    return tuple(pictures)


def _size(sheet: Sheet, value: Value, key: str) -> int | None:
    size = number(value)
    if is_absent(value) or (size is not None and size > 0):
        return size
    sheet.note("bad-image", "the width or height of an image is not a number of pixels", key)
    return None


def _cached(sheet: Sheet, value: Value, key: str) -> bool | None:
    cached = boolean(value)
    if cached is None and not is_absent(value):
        sheet.note("bad-image", "isCached of an image is neither true nor false", key)
    return cached


def _first(fields: dict[str, Value], keys: Sequence[str]) -> Value | None:
    for key in keys:
        value = fields.get(key)
        if not is_absent(value):
            return value
    return None


def _is_domain(written: str) -> bool:
    try:
        return "." in _domain(written)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def _domain(written: str) -> str:
    """Return a domain in lower case, IDNA-encoded; of an address, its host."""
    written = written.strip()
    if "://" in written:
        return urlsplit(urls.absolute(written)).hostname or ""
    return urls.encode_host(written)
