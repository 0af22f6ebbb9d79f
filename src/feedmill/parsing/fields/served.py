"""From what an author wrote to the address of a file, and back to the file. Pure.

A file of the site that is no article, such as a picture, is served by the rules of the site's
generator (`generators/placement.py`), or as `images.folders` in the config says.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from feedmill.config.schema import Config
from feedmill.generators.placement import below_content
from feedmill.names import fixed_part
from feedmill.parsing.permalinks import generator_rules

_HAS_START = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/#?]")
_BRACES = re.compile(r"%7B(\w{1,20})%7D|%7C(\w{1,20})%7C", re.IGNORECASE)
_MOST = 24  # places to look for one file


class ServedFile(NamedTuple):
    """A file of the site that may be what an address means, and the address that it then has."""

    path: str
    url: str


class ServedFiles:
    """The rules of a config, made ready."""

    def __init__(self, config: Config) -> None:
        self._home = config.site.url.rstrip("/")
        parts = urlsplit(self._home)
        self._host, self._below = parts.netloc.lower(), f"{unquote(parts.path).rstrip('/')}/"
        self._placement = generator_rules(config).placement
        own = config.images.folders
        if own is None:
            bases = _bases(config.articles.include)
            pairs = [(base + one, to) for one, to in self._placement.folders for base in bases]
        else:
            pairs = [*own.items()]
        if pages := config.articles.rendered:
            pairs.insert(0, (pages.folder, "/"))
        self._folders = [_pair(folder, below) for folder, below in pairs]

    @property
    def folders(self) -> list[str]:
        """The folders of files that the site serves as they are, the rendered pages first."""
        return [folder.rstrip("/") for folder, _ in self._folders]

    @property
    def moves(self) -> bool:
        """Whether addresses in articles are other than those of web pages."""
        placement = self._placement
        return placement.served is not None or bool(placement.marks or placement.named)

    def named(self, written: str) -> str | None:
        """Return the address of a file that is called as the generator does; else None."""
        for start, below in self._placement.named:
            if written.startswith(start):
                return f"{self._home}{below}{written.removeprefix(start)}"
        return None

    def address(self, written: str, path: str, link: str) -> str:
        """Return what is written in the article at `path` as pages have it; `link` is its own.

        What pages have, too, is returned as it is; the result may be relative to the page.
        """
        if address := self.named(written):
            return address
        placement = self._placement
        if placement.marks and "%7" in written[:4]:
            written = _BRACES.sub(_unquoted, written, count=1)
        for mark in (*placement.marks, *placement.moved):
            if written.startswith(mark):
                place = written.removeprefix(mark)
                if mark in placement.moved:
                    name, *rest = _cut(place)
                    beside = quote(self._beside(unquote(name), path))
                    return urljoin(link, beside + "".join(rest))
                return self._at(_within(place, path), path)
        file = self.place(written, path)
        if file is None:
            return written
        return self._at(quote(file) + "".join(_cut(written)[1:]), path)

    def place(self, written: str, path: str) -> str | None:
        """Return the path of the file that a relative address in an article names by its place.

        None where generators take these for addresses of pages, as most do, and where it leads out
        of the folder of sources: there is no such file.
        """
        if self._placement.served is None or self._placement.marks or _HAS_START.match(written):
            return None
        folder = path.rpartition("/")[0]
        file = posixpath.normpath(posixpath.join(folder, unquote(_cut(written)[0])))
        return file if file.startswith(path.removesuffix(below_content(path))) else None

    def candidates(
        self, url: str, path: str, link: str, *, loose: bool = False
    ) -> list[ServedFile]:
        """Return the files that an absolute address may mean, in the article at `path`.

        With `loose`, what is written as relative to the page may have been meant as relative to
        the site. Paths are not checked beyond having no `..` in them.
        """
        return list(dict.fromkeys(self._candidates(url, path, link, loose)))[:_MOST]

    def _candidates(self, url: str, path: str, link: str, loose: bool) -> Iterator[ServedFile]:
        rest = self._rest(url)
        if not rest:
            return
        folder = path.rpartition("/")[0]
        page = link.partition("#")[0].partition("?")[0].rpartition("/")[0] + "/"
        below = unquote(url.partition("?")[0].partition("#")[0].removeprefix(page))
        inner = below if url.startswith(page) and _is_path(below) else ""
        if inner and self._has_beside(path):
            yield ServedFile(posixpath.join(folder, inner), url)
        if self._placement.served is not None:
            yield from self._unserved(rest, folder, url)
            if inner and self._placement.moved:
                yield ServedFile(posixpath.join(folder, inner), url)
        for place, to in self._folders:
            if rest.startswith(to):
                yield ServedFile(place + rest.removeprefix(to), url)
        if loose and inner:
            for place, to in self._folders:
                if inner.startswith(to):
                    file = place + inner.removeprefix(to)
                    yield ServedFile(file, f"{self._home}/{quote(inner)}")

    def has_bundle(self, path: str) -> bool:
        """Return whether an article's own folder is a bundle, whose files are its own."""
        name = path.rpartition("/")[2]
        return self._has_beside(path) and name.partition(".")[0] == "index"

    def _has_beside(self, path: str) -> bool:
        beside = self._placement.beside
        name = path.rpartition("/")[2]
        return beside == "all" or (beside == "bundles" and name.partition(".")[0] == "index")

    def _at(self, place: str, path: str) -> str:
        """Return the address of a file, given by its path."""
        served = self._placement.served
        assert served is not None
        name, sign, rest = _cut(place)
        if name.startswith("/"):
            # from the folder of sources
            top = path.removesuffix(served(path)).removesuffix("posts/")
            name = top + name.lstrip("/")
        return f"{self._home}/{quote(served(unquote(name)))}{sign}{rest}"

    def _beside(self, place: str, path: str) -> str:
        """Return where a file that is moved to the page of an article is, relative to it.

        What is below the article's folder keeps its folders.
        """
        served = self._placement.served
        if place.startswith("/") and served is not None:
            folder = served(path).rpartition("/")[0]
            place = posixpath.relpath(place.lstrip("/"), folder or ".")
        place = posixpath.normpath(place)
        return posixpath.basename(place) if place.startswith("../") else place

    def _unserved(self, rest: str, folder: str, url: str) -> Iterator[ServedFile]:
        """Yield the files that are served at a path of the site, by the folders of an article."""
        served = self._placement.served
        assert served is not None
        parts = folder.split("/") if folder else []
        for length in range(len(parts), -1, -1):
            above = "".join(f"{part}/" for part in parts[:length])
            to = served(f"{above}x").removesuffix("x")
            if rest.startswith(to):
                yield ServedFile(above + rest.removeprefix(to), url)

    def _rest(self, url: str) -> str:
        """Return the path of an address below the site's, "" if it is elsewhere, or no file."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return ""
        if parts.netloc.lower() != self._host:
            return ""
        whole = unquote(parts.path)
        rest = whole.removeprefix(self._below) if whole.startswith(self._below) else whole[1:]
        return rest if _is_path(rest) else ""


def _pair(folder: str, below: str) -> tuple[str, str]:
    folder, below = folder.strip("/"), below.strip("/")
    folder = "" if folder == "." else folder
    return (f"{folder}/" if folder else ""), (f"{below}/" if below else "")


@lru_cache(maxsize=8)
def _bases(include: tuple[str, ...]) -> list[str]:
    """Return the folders that articles are in, and those above, the innermost first."""
    found: dict[str, None] = {}
    for pattern in include:
        parts = fixed_part(pattern.removeprefix("./")).split("/")[:-1]
        for length in range(len(parts), -1, -1):
            found["".join(f"{part}/" for part in parts[:length])] = None
    return sorted(found, key=lambda base: (-base.count("/"), base))


def _within(place: str, path: str) -> str:
    """Return the path of a file that is named in an article, or one that begins with `/`."""
    name, sign, rest = _cut(place)
    if name.startswith("/"):
        return place
    folder = path.rpartition("/")[0]
    return f"{posixpath.normpath(posixpath.join(folder, name)).lstrip('./')}{sign}{rest}"


def _cut(place: str) -> tuple[str, str, str]:
    """Split what follows a path off: a query, or a fragment."""
    at = min((at for sign in "?#" if (at := place.find(sign)) >= 0), default=len(place))
    return place[:at], place[at : at + 1], place[at + 1 :]


def _is_path(rest: str) -> bool:
    return bool(rest) and not rest.endswith("/") and ".." not in rest.split("/")


def _unquoted(found: re.Match[str]) -> str:
    return f"{{{found[1]}}}" if found[1] else f"|{found[2]}|"
