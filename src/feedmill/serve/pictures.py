"""Pictures that are files of the site: where the preview has them, and how its pages name them."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from feedmill.config.schema import Config
from feedmill.images.local import picture_digest
from feedmill.images.measure import LONG_HEAD, measured
from feedmill.names import fixed_part
from feedmill.parsing.fields.served import ServedFiles
from feedmill.sources.files import SiteFiles, site_path
from feedmill.urls import origin

_MAX_PICTURE = 64 * 2**20  # bytes


class SitePicture(NamedTuple):
    """A picture's bytes, their media type, and when they changed, in seconds since 1970."""

    data: bytes
    type: str
    modified: int


class SitePictures:
    """The pictures of the site at `root` that it serves from a folder, by path of the address."""

    def __init__(self, root: Path, config: Config) -> None:
        self._root = root
        self._served = ServedFiles(config)
        self._origin = origin(config.site.url)
        patterns = (one.removeprefix("./") for one in config.articles.include)
        self._folders = tuple(dict.fromkeys(map(fixed_part, patterns)))
        own = dict.fromkeys(origin(one) for one in (config.site.url, config.site.feeds_url) if one)
        hosts = "|".join(map(re.escape, own))
        source = rf"(<img(?=\s)[^<>]*?\ssrc=[\"']?)(?:{hosts})(/[^\s\"'<>]*)"
        self._sources = re.compile(source.encode())

    def find(self, path: str) -> SitePicture | None:
        """Return the picture at a path, which is decoded; nothing that has other bytes."""
        files = SiteFiles(self._root)
        place = self._place(files, path)
        data = files.read(place, _MAX_PICTURE) if place else None
        found = measured(data[:LONG_HEAD]) if data else None
        if not place or not data or not found:
            return None
        modified = (files.stamp(place).changed or 0) // 10**9
        return SitePicture(data, found.type, modified)

    def local(self, page: bytes, stored: str | None) -> bytes:
        """Return a page that takes those pictures from here that are here, not from the site.

        `stored` is the path that stored images are below, None if they are on another host.
        """
        files = SiteFiles(self._root)

        def source(found: re.Match[bytes]) -> bytes:
            written = unescape(found[2].decode("utf-8", "replace"))
            path = unquote(written.partition("#")[0].partition("?")[0])
            is_stored = stored is not None and path.startswith(stored)
            return found[1] + found[2] if is_stored or self._place(files, path) else found[0]

        return self._sources.sub(source, page)

    def _place(self, files: SiteFiles, path: str) -> str | None:
        """Return the path of the file that is a picture and has this path in its address."""
        url = f"{self._origin}{quote(path)}"
        for folder in self._folders:
            for one in self._served.candidates(url, folder, ""):
                place = site_path(one.path)
                if place and picture_digest(files, place):
                    return place
        return None
