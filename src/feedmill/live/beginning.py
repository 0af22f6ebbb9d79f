"""Find out what a URL is: a manifest, a folder with one, a feed, or a page."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from msgspec import Struct

from feedmill.errors import PublishError, WebError
from feedmill.formats.reading import is_like_feed
from feedmill.http.client import Answer, Unanswered, get
from feedmill.http.headers import find_wall
from feedmill.publishing.manifest import MANIFEST, FileRecord, decode_manifest
from feedmill.urls import absolute

from .discovery import find_feeds

_MOST = 20  # feeds of a page that are looked at
_EXPECTED = f"the address of {MANIFEST}, of its folder, or of a feed"


class Beginning(Struct, frozen=True, kw_only=True):
    """What to look at. `url` is where it was found; `answers` what was fetched already, by URL.

    `originals` has the addresses of the feeds that copies are of, by the copies' paths.
    """

    url: str
    kind: Literal["manifest", "feed", "page"]
    files: tuple[FileRecord, ...] = ()
    originals: dict[str, str] = {}
    answers: dict[str, Answer] = {}


def begin(url: str) -> Beginning:
    """Return what is at `url`.

    Raises WebError if that is not an address, if nobody answers, and if there is neither a manifest
    nor a feed, nor a page that names feeds.
    """
    try:
        asked = absolute(url)
    except ValueError as error:
        raise WebError(f"{url!r} {error}; expected {_EXPECTED}") from error
    path = urlsplit(asked).path
    if path.endswith("/") or not path:
        answer = _get(_below(asked))
        if answer.status == 200 and (found := _manifest_or_none(answer)):
            return found
        return _feed_or_page(_get(asked), asked, answer)
    first = _get(asked)
    if first.status == 200 and (found := _manifest_or_none(first)):
        return found
    if path.endswith(f"/{MANIFEST}"):
        return _feed_or_page(first, asked, first)
    if first.status == 200 and is_like_feed(first.body):
        return _feed_or_page(first, asked, None)
    answer = _get(_below(asked))
    if answer.status == 200 and (found := _manifest_or_none(answer)):
        return found
    return _feed_or_page(first, asked, answer)


def _below(url: str) -> str:
    """Return the address of the manifest in a folder."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{MANIFEST}", fragment=""))


def _feed_or_page(first: Answer, asked: str, other: Answer | None) -> Beginning:
    """Return what came from an address, if it is a feed, or a page with feeds, or a bot wall.

    `other` came from where a manifest would be.
    """
    if is_like_feed(first.body) or find_wall(first.status, first.headers, first.body):
        return Beginning(url=asked, kind="feed", files=(_unknown(asked),), answers={asked: first})
    if first.status == 200 and (feeds := find_feeds(first.body, first.url)[:_MOST]):
        return Beginning(url=first.url, kind="page", files=tuple(map(_unknown, feeds)))
    if other is not None and other.status == 200:
        return _manifest(other)  # it says what is wrong with it
    said = "is no feed and names none" if first.status == 200 else f"answers {first.status}"
    raise WebError(f"{first.url} {said}; expected {_EXPECTED}")


def _get(url: str) -> Answer:
    try:
        return get(url)
    except Unanswered as error:
        raise WebError(f"cannot fetch {url}: {error}") from error


def _manifest_or_none(answer: Answer) -> Beginning | None:
    """Return a manifest, None for anything else; what names digests is meant as one."""
    try:
        return _manifest(answer)
    except WebError:
        if b'"sha256"' in answer.body and not is_like_feed(answer.body):
            raise
        return None


def _manifest(answer: Answer) -> Beginning:
    try:
        manifest = decode_manifest(answer.body)
    except PublishError as error:
        raise WebError(f"{answer.url} is not a manifest that this Feedmill can read") from error
    files: list[FileRecord] = []
    originals: dict[str, str] = {}
    for feed in manifest.feeds:
        files += [*feed.files, *feed.copied()]
        urls = {file.sha256: file.url for file in feed.files}
        originals |= {copy.path: urls.get(copy.sha256, copy.url) for copy in feed.copied()}
    files += [manifest.index] if manifest.index else []
    return Beginning(url=answer.url, kind="manifest", files=tuple(files), originals=originals)


def _unknown(url: str) -> FileRecord:
    """Return the record of a feed of which nothing is known but its address."""
    return FileRecord(format="", path=url, url=url, bytes=0, sha256="0" * 64)
