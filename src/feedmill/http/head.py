"""The head of an HTTP/1.1 answer: its status, its headers, and how its body ends. Pure.

https://www.rfc-editor.org/rfc/rfc9112
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .answer import Headers, read_headers
from .refusal import FetchRefused

_STATUS = re.compile(rb"HTTP/1\.([01]) ([1-9]\d\d)(?: [^\r\n]*)?")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
_LENGTH = re.compile(r"\d{1,15}")
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")
_WITHOUT_BODY = {204, 304}


class Head(NamedTuple):
    """What an answer says before its body.

    `length` is the body's in bytes; None: it comes in chunks, or ends with the connection, if
    neither. `lasts` says that the connection can be used again after the body.
    """

    status: int
    headers: Headers
    length: int | None
    chunked: bool
    lasts: bool


def read_head(lines: Sequence[bytes]) -> Head:
    """Read the lines of a head, without their ends; Refused if they are not HTTP/1."""
    first = _STATUS.fullmatch(lines[0])
    if first is None:
        raise no_http(f"it begins with {lines[0][:40]!r}")
    fields: list[tuple[bytes, bytes]] = []
    for line in lines[1:]:
        if line[:1] in (b" ", b"\t") and fields:  # obs-fold (5.2)
            name, value = fields[-1]
            fields[-1] = name, value + b" " + line.strip()
            continue
        field = _FIELD.fullmatch(line)
        if field is None:
            raise no_http(f"a header is {line[:40]!r}")
        fields.append((field[1], field[2]))
    headers, status = read_headers(fields), int(first[2])
    chunked = _is_chunked(headers)
    length = 0 if status in _WITHOUT_BODY else None if chunked else _length(fields)
    lasts = first[1] == b"1" and "close" not in headers.get("connection", "").lower()
    return Head(status, headers, length, chunked and length is None, lasts)


def chunk_size(line: bytes) -> int:
    """Read the line before a chunk (7.1); Refused if it is not one."""
    found = _CHUNK.fullmatch(line)
    if found is None:
        raise no_http(f"a chunk begins with {line[:40]!r}")
    return int(found[1], 16)


def no_http(why: str) -> FetchRefused:
    """Return the refusal of an answer that breaks off or that is no HTTP."""
    return FetchRefused("broken", f"ends early or is not HTTP: {why}", retry=True)


def _is_chunked(headers: Headers) -> bool:
    coding = headers.get("transfer-encoding", "").strip().lower()
    if coding not in ("", "chunked"):
        raise no_http(f"its transfer coding is {coding[:40]!r}")
    return bool(coding)


def _length(fields: Sequence[tuple[bytes, bytes]]) -> int | None:
    """Return what Content-Length says, None if it is not there (6.3)."""
    written = {
        part.strip()
        for name, value in fields
        if name.lower() == b"content-length"
        for part in value.decode("latin-1").split(",")
    }
    if not written:
        return None
    if len(written) > 1 or not _LENGTH.fullmatch(value := written.pop()):
        raise no_http("its length is not a number")
    return int(value)
