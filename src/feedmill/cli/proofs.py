"""Gather the evidence for a site's links, for `feedmill init`: rendered pages, feeds, sitemaps."""

from __future__ import annotations

import stat
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from feedmill.display import count, printable
from feedmill.errors import WebError
from feedmill.formats import FORMATS
from feedmill.sources.walking import read_start, walk_files

if TYPE_CHECKING:
    from feedmill.scaffold.evidence import Evidence, KnownPage
    from feedmill.scaffold.fitting import FitVerdict

_FOLDERS = ("public", "_site", "dist", "output", "site", "build", "docs/_site")
_FEEDS = (".xml", *(one.ending for one in FORMATS.values()))
_MAX_FILES = 200_000
_MAX_FEEDS = 60  # files that are looked into
_MAX_SITEMAPS = 50
_MAX_BYTES = 32 * 2**20
_SHOWN = 10


def rendered(root: Path) -> list[Evidence]:
    """Return what the folders that generators write prove, as far as they are there."""
    from feedmill.scaffold.evidence import from_feed, from_files, from_sitemap

    proofs: list[Evidence] = []
    for folder in _FOLDERS:
        paths = list(_files(root / folder))
        looked_into = sorted((one for one in paths if one.endswith(_FEEDS)), key=_rank)
        for path in looked_into[:_MAX_FEEDS]:
            data = read_start(root / folder / path, _MAX_BYTES)
            source = f"{folder}/{path}"
            if b"feedmill" in data[:4000].lower():
                continue  # what an earlier build of ours made proves nothing
            if found := from_feed(source, data):
                proofs.append(found)
            elif (sitemap := from_sitemap(source, data)) and sitemap[0].pages:
                proofs.append(sitemap[0])
        if pages := from_files(folder, paths):
            proofs.append(pages)
    return proofs


def fetched(feeds: Iterable[str], sitemaps: Iterable[str]) -> list[Evidence]:
    """Return what feeds and sitemaps at URLs prove. Raises WebError if one cannot be used."""
    from feedmill.scaffold.evidence import Evidence, from_feed, from_sitemap

    proofs = []
    for url in feeds:
        found = from_feed(url, _body(url), url)
        if found is None:
            raise WebError(f"{url} is not a feed with entries; expected Atom, RSS or JSON Feed")
        proofs.append(found)
    for url in sitemaps:
        waiting: list[str] = [url]
        pages: list[KnownPage] = []
        for number, one in enumerate(waiting):
            sitemap = from_sitemap(one, _body(one))
            if sitemap is None:
                raise WebError(f"{one} is not a sitemap; expected <urlset> or <sitemapindex>")
            pages += sitemap[0].pages
            if number < _MAX_SITEMAPS:
                waiting += sitemap[1][: _MAX_SITEMAPS - number]
        proofs.append(Evidence(url, tuple(pages), is_complete=True))
    return proofs


def between(articles: Mapping[str, bytes], home: str) -> list[Evidence]:
    """Return what links between articles prove; `home` is the site's address."""
    from feedmill.scaffold.evidence import from_articles

    texts = (data.decode(errors="replace") for data in articles.values())
    proof = from_articles(texts, home)
    return [proof] if proof else []


def told(verdicts: Iterable[FitVerdict]) -> Iterator[str]:
    """Yield what the verdicts say, a line each, and the articles whose links are wrong."""
    for one in verdicts:
        right = one.judged - len(one.wrong)
        yield f"{right} of {count(one.judged, 'link')} match {printable(one.source)}"
        for wrong in one.wrong[:_SHOWN]:
            where = f"; its page is {printable(wrong.page)}" if wrong.page else ""
            yield f"  {printable(wrong.path)}: {printable(wrong.link)} is not there{where}"
        if len(one.wrong) > _SHOWN:
            yield f"  and {len(one.wrong) - _SHOWN} more"


def _body(url: str) -> bytes:
    from feedmill.http.client import Unanswered, get
    from feedmill.urls import absolute

    try:
        answer = get(absolute(url))
    except ValueError as error:
        raise WebError(f"{url!r} {error}; expected an http(s) address") from error
    except Unanswered as error:
        raise WebError(f"cannot fetch {url}: {error}") from error
    if answer.status != 200:
        raise WebError(f"{url} answers {answer.status}; expected a feed or a sitemap")
    return answer.body


def _files(top: Path) -> Iterator[str]:
    try:
        if not stat.S_ISDIR(top.lstat().st_mode):
            return
    except OSError:
        return
    yield from islice(walk_files(top), _MAX_FILES)


def _rank(path: str) -> tuple[int, str]:
    """Put what is near the top first: it has the most entries."""
    return path.count("/"), path
