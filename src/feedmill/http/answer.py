"""Read an HTTP response: what it says about itself, and its decoded body. Pure."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from .refusal import FetchRefused

Headers = dict[str, str]

_GZIP_OR_ZLIB = 47
_PIECE = 65536
_VALIDATOR = re.compile(r"[\x20-\x7e]{1,200}")


def read_headers(raw: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Return headers by lower-case name; of several with one name the first."""
    headers: Headers = {}
    for name, value in raw:
        headers.setdefault(name.decode("latin-1").lower(), _text(value))
    return headers


def validator(value: str | None) -> str | None:
    """Return an ETag or Last-Modified that may be kept and sent back, else None."""
    return value if value and _VALIDATOR.fullmatch(value) else None


def content_length(headers: Headers) -> int:
    """Return the length that the server announces, 0 if it says nothing of use."""
    value = headers.get("content-length", "")
    return int(value[:20]) if value.isascii() and value.isdecimal() else 0


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, 10.2.3), if it says."""
    if value.isascii() and value.isdecimal():
        return float(value[:10])
    try:
        when = parsedate_to_datetime(value[:100])
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        return max(0.0, (when - now).total_seconds())
    except (ValueError, OverflowError, TypeError):  # a zone a million hours away, the year 0
        return None


class Decoder(Protocol):
    """Takes the bytes of the wire, gives those of the file."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Return what `data` adds, in pieces that are small whatever `data` unpacks to."""

    def finish(self) -> None:
        """Say that no more data comes. Raises FetchRefused if some is missing."""


def decoder(encoding: str) -> Decoder:
    """Return the decoder for a Content-Encoding: we ask for none, some servers do it anyway.

    Raises FetchRefused if it is not known.
    """
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip" | "deflate":
            return _Inflater()
    raise FetchRefused("encoding", f"is encoded as {encoding[:40]!r}, which was not requested")


class _Plain:
    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self) -> None:
        pass


class _Inflater:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(_GZIP_OR_ZLIB)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            try:
                yield self._inner.decompress(data, _PIECE)
            except zlib.error as error:
                raise FetchRefused("encoding", f"cannot be decompressed: {error}") from None
            data = self._inner.unconsumed_tail

    def finish(self) -> None:
        if not self._inner.eof:
            raise FetchRefused("broken", "ends inside its compressed body", retry=True)


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
