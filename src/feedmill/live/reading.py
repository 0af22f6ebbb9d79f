"""Read feeds from any producer, within limits: Atom, RSS and JSON Feed.

`known_feed` makes a KnownFeed of bytes; it fetches nothing, and expands no entities.
"""

from __future__ import annotations

import calendar
import io
import json
import re
import warnings
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from urllib.parse import urljoin
from xml.parsers import expat
from xml.parsers.expat import errors

from feedmill import text
from feedmill.errors import WebError
from feedmill.formats import FORMATS

from .known import KnownEntry, KnownFeed

MAX_FEED_BYTES = 32 * 2**20
_MAX_BROKEN = 2 * 2**20  # bytes of a feed that is not well-formed: for it a slow parser is needed
_MAX_DEPTH = 200
_MAX_ENTRIES = 20_000
_TEXT = 2_000  # characters of a title or an id
_PAGE = re.compile(rb"<!doctype html|<html", re.IGNORECASE)
_CUT = (errors.codes[errors.XML_ERROR_NO_ELEMENTS], errors.codes[errors.XML_ERROR_UNCLOSED_TOKEN])
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_MARKUP = ("text/html", "application/xhtml+xml")


def known_feed(source: str, url: str, data: bytes, content_type: str = "") -> KnownFeed:
    """Return the feed that bytes are.

    `source` is what messages call it, `url` where subscribers fetch it, `content_type` what the
    server said. Raises WebError if it is no feed, or one that is too large or made to do harm.
    """
    if len(data) > MAX_FEED_BYTES:
        raise WebError(f"{source} is larger than {MAX_FEED_BYTES // 2**20} MiB; not read")
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"\x1f\x8b"):
        raise WebError(f"{source} is compressed with gzip; unpack it first")
    if _PAGE.match(start):
        raise WebError(f"{source} is not a feed, but a web page; expected Atom, RSS or JSON Feed")
    try:
        if start.startswith(b"{"):
            return _of_json(source, url, data)
        return _of_xml(source, url, data, content_type)
    except RecursionError:
        raise WebError(f"{source} is nested too deep to be a feed") from None


def _of_xml(source: str, url: str, data: bytes, content_type: str) -> KnownFeed:
    _check(source, data)
    import feedparser

    headers = {"content-type": content_type} if content_type else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about encodings and tools of others
        found = feedparser.parse(
            io.BytesIO(data),
            response_headers=headers,
            resolve_relative_uris=False,
            sanitize_html=False,
        )
    version = found.get("version") or ""
    format_name = next((name for name in FORMATS if version.startswith(name)), "")
    if not format_name:
        raise WebError(f"{source} is not a feed; expected Atom, RSS or JSON Feed")
    about: Mapping[str, Any] = found.feed
    entries = [_entry(url, one) for one in found.entries[:_MAX_ENTRIES]]
    return KnownFeed(
        source=source,
        url=url,
        format=format_name,
        id=_short(about.get("id") or ""),
        title=_title(about),
        language=_short(about.get("language") or ""),
        entries=tuple(entries),
        unfit=_unfit(_title(about), [dict(one) for one in found.entries[:_MAX_ENTRIES]]),
    )


def _check(source: str, data: bytes) -> None:
    """Refuse what would cost a parser too much: entities, depth, a large file with errors."""
    if _ENTITY.search(data[: 64 * 1024]):
        raise WebError(f"{source} declares entities, as no feed needs to and bombs do; not read")
    depth = 0

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise WebError(f"{source} is nested too deep to be a feed")

    def end(*_: object) -> None:
        nonlocal depth
        depth -= 1

    def entity(*_: object) -> None:
        raise WebError(f"{source} declares entities, as no feed needs to and bombs do; not read")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, expat.ExpatError) and error.code in _CUT and depth:
            raise WebError(f"{source} ends in the middle; save it once more") from None
        if len(data) > _MAX_BROKEN:
            raise WebError(f"{source} is not well-formed XML: {error}") from None


def _entry(url: str, one: dict[str, Any]) -> KnownEntry:
    link = _short(one.get("link") or "")
    return KnownEntry(
        id=_short(one.get("id") or ""),
        title=_title(one),
        link=_joined(url, link),
        published=_time(dict.get(one, "published_parsed")),
        updated=_time(dict.get(one, "updated_parsed")),
    )


def _joined(url: str, link: str) -> str:
    try:
        return urljoin(url, link) if link else ""
    except ValueError:
        return link


def _title(about: Mapping[str, Any]) -> str:
    written = str(about.get("title") or "")[:_TEXT]
    detail = about.get("title_detail") or {}
    is_markup = detail.get("type") in _MARKUP or "<" in written or "&" in written
    return text.written_plain(written) if is_markup else text.fold_text(written)


def _short(value: object) -> str:
    return str(value).strip()[:_TEXT]


def _time(parsed: struct_time | None) -> datetime | None:
    if parsed is None:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (OverflowError, ValueError, OSError, TypeError):
        return None


def _unfit(title: str, entries: list[dict[str, Any]]) -> str:
    """Say why a feed cannot be one of articles."""
    if re.match(r"comments (?:on|for|to)\b", title, re.IGNORECASE):
        return "it is a feed of comments"
    if entries and all("thr_in-reply-to" in one or "in-reply-to" in one for one in entries):
        return "it is a feed of comments"
    if _most(_is_episode(one.get("links", ())) for one in entries):
        return "it is a podcast: its entries are audio or video files"
    return ""


def _most(found: Iterable[bool]) -> bool:
    all_found = list(found)
    return 2 * sum(all_found) > len(all_found)


def _is_episode(links: Iterable[Mapping[str, Any]]) -> bool:
    return any(
        one.get("rel") == "enclosure" and str(one.get("type")).startswith(("audio/", "video/"))
        for one in links
    )


def _of_json(source: str, url: str, data: bytes) -> KnownFeed:
    """Read a JSON Feed: https://www.jsonfeed.org/version/1.1/."""
    wrong = f"{source} is not a feed; expected Atom, RSS or JSON Feed"
    try:
        feed = json.loads(data)
    except ValueError:
        raise WebError(wrong) from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or "jsonfeed" not in str(feed.get("version", "")):
        raise WebError(wrong)
    entries = [one for one in items[:_MAX_ENTRIES] if isinstance(one, dict)]
    episodes = [{"links": [_attached(file) for file in _files(one)]} for one in entries]
    title = text.written_plain(_text(feed, "title"))
    return KnownFeed(
        source=source,
        url=url,
        format="json",
        title=title,
        language=_text(feed, "language"),
        entries=tuple(_item(url, one) for one in entries),
        unfit=_unfit(title, episodes),
    )


def _item(url: str, one: dict[str, Any]) -> KnownEntry:
    return KnownEntry(
        id=_text(one, "id"),
        title=text.written_plain(_text(one, "title")),
        link=_joined(url, _text(one, "url")),
        published=_iso(_text(one, "date_published")),
        updated=_iso(_text(one, "date_modified")),
    )


def _files(item: dict[str, Any]) -> list[dict[str, Any]]:
    files = item.get("attachments")
    return [one for one in files if isinstance(one, dict)] if isinstance(files, list) else []


def _attached(file: dict[str, Any]) -> dict[str, Any]:
    return {"rel": "enclosure", "type": file.get("mime_type")}


def _text(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)  # an id may be a number, which readers make text of
    return _short(value) if isinstance(value, str) else ""


def _iso(written: str) -> datetime | None:
    try:
        when = datetime.fromisoformat(written)
        return (
            (when if when.tzinfo else when.replace(tzinfo=UTC))
            .astimezone(UTC)
            .replace(microsecond=0)
        )
    except (ValueError, OverflowError):
        return None
