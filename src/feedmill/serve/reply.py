"""Answer as a good host does: validators, conditional requests, compression, ranges. Pure.

https://www.rfc-editor.org/rfc/rfc9110
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache

from msgspec import Struct

from feedmill.http.headers import http_date

_RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))")
_TAG = re.compile(r'(?:W/)?("[^"]*")')
_GZIP = 31  # zlib's number for a gzip header, which names no time
_PACKED = 64  # answers that are kept compressed
# An SVG must not act, whatever is in it.
_HARMLESS = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


class Resource(Struct, frozen=True, kw_only=True):
    """What can be had at an address. `modified`: whole seconds since 1970, None if unknown."""

    data: bytes
    content_type: str
    modified: int | None = None
    status: int = 200


class Reply(Struct, frozen=True, kw_only=True):
    """An answer to a request."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


def reply(method: str, headers: Mapping[str, str], resource: Resource) -> Reply:
    """Return the answer to a request for a resource; names of `headers` are in lower case."""
    if method not in ("GET", "HEAD"):
        return Reply(status=405, headers={"Allow": "GET, HEAD"})
    is_text = "charset=" in resource.content_type
    is_packed = is_text and takes_gzip(headers.get("accept-encoding", ""))
    tag = f'"{_digest(resource.data)}{"-gzip" if is_packed else ""}"'
    shown = _shown(resource, tag, is_text)
    if resource.status == 200 and is_known(headers, tag, resource.modified):
        del shown["Content-Type"]
        return Reply(status=304, headers=shown)
    body, status = resource.data, resource.status
    if is_packed:
        body = _packed(body)
        shown["Content-Encoding"] = "gzip"
    elif not is_text and method == "GET":
        status, body = _part(headers, resource, tag, shown)
    shown["Content-Length"] = str(len(body))
    return Reply(status=status, headers=shown, body=b"" if method == "HEAD" else body)


def _shown(resource: Resource, tag: str, is_text: bool) -> dict[str, str]:
    """Return the headers of every answer."""
    found = {
        "Content-Type": resource.content_type,
        "ETag": tag,
        "Cache-Control": "no-cache",  # it may change at any time: ask
        "X-Content-Type-Options": "nosniff",
    }
    if resource.modified is not None:
        found["Last-Modified"] = _date(resource.modified)
    if is_text:
        found["Vary"] = "Accept-Encoding"
    else:
        found |= {"Accept-Ranges": "bytes", "Content-Security-Policy": _HARMLESS}
    return found


def is_known(headers: Mapping[str, str], tag: str, modified: int | None) -> bool:
    """Return whether a client has this already, by its conditions (RFC 9110, 13.1.2, 13.1.3)."""
    if (tags := headers.get("if-none-match")) is not None:
        return tags.strip() == "*" or tag in _TAG.findall(tags)
    since = http_date(headers.get("if-modified-since", ""))
    return since is not None and modified is not None and modified <= since


def takes_gzip(accepted: str) -> bool:
    """Return whether a client takes gzip, by its Accept-Encoding (RFC 9110, 12.5.3)."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((one[2:] for one in parameters if one.startswith("q=")), "1")
        try:
            weights[name] = float(weight)
        except ValueError:
            weights[name] = 0
    return weights.get("gzip", weights.get("*", 0)) > 0


def _part(
    headers: Mapping[str, str], resource: Resource, tag: str, shown: dict[str, str]
) -> tuple[int, bytes]:
    """Return status and bytes of the range that is asked for, else all (RFC 9110, 14.2)."""
    data, size = resource.data, len(resource.data)
    asked = _RANGE.fullmatch(headers.get("range", "").replace(" ", ""))
    date = "" if resource.modified is None else _date(resource.modified)
    if asked is None or headers.get("if-range", tag) not in (tag, date):
        return resource.status, data
    if asked[3] is not None:
        start, end = max(0, size - int(asked[3])), size - 1
    else:
        start = int(asked[1])
        end = min(int(asked[2]), size - 1) if asked[2] else size - 1
        if asked[2] and int(asked[2]) < start:
            return resource.status, data  # not a range at all
    if start > end or not size:
        shown["Content-Range"] = f"bytes */{size}"
        return 416, b""
    shown["Content-Range"] = f"bytes {start}-{end}/{size}"
    return 206, data[start : end + 1]


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


@lru_cache(maxsize=_PACKED)
def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(6, wbits=_GZIP)
    return packer.compress(data) + packer.flush()


def _date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
