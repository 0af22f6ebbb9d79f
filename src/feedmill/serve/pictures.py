"""Pictures that are files of the site: where the preview has them, and how its pages name them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from feedmill.config.schema import Config
from feedmill.images.measure import LONG_HEAD, measured
from feedmill.names import fixed_part
from feedmill.parsing.fields.served import ServedFiles
from feedmill.sources.files import SiteFiles, site_path

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
        self._origin = _origin(config.site.url)
        patterns = (one.removeprefix("./") for one in config.articles.include)
        self._folders = tuple(dict.fromkeys(map(fixed_part, patterns)))
        own = dict.fromkeys(map(_origin, (config.site.url, config.site.feeds_url or "")))
        hosts = "|".join(re.escape(one) for one in own if one)
        self._sources = re.compile(rf"(<img(?=\s)[^<>]*?\ssrc=[\"']?)(?:{hosts})/".encode())

    def find(self, path: str) -> SitePicture | None:
        """Return the picture at a path, which is decoded; nothing that has other bytes."""
        files = SiteFiles(self._root)
        for folder in self._folders:
            for one in self._served.candidates(f"{self._origin}{quote(path)}", folder, ""):
                place = site_path(one.path)
                data = files.read(place, _MAX_PICTURE) if place else None
                found = measured(data[:LONG_HEAD]) if data else None
                if place and data and found:
                    modified = (files.stamp(place).changed or 0) // 10**9
                    return SitePicture(data, found.type, modified)
        return None

    def local(self, page: bytes) -> bytes:
        """Return a page that takes pictures from here, rather than from the published site."""
        return self._sources.sub(rb"\1/", page)


def _origin(url: str) -> str:
    """Return the scheme and the host of an address."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(url)) if url else ""
