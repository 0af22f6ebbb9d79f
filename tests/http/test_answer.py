"""Headers and encodings of HTTP answers."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.http.answer import content_length, decoder, read_headers, retry_after, validator
from feedmill.http.refusal import FetchRefused

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        ("99999999999999999999", 9999999999.0),
        ("Sun, 22 Nov 2026 12:01:00 GMT", 60.0),
        ("Sunday, 22-Nov-26 12:01:00 GMT", 60.0),
        ("Sun, 22 Nov 2026 12:01:00", 60.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("soon", None),
        ("١٢", None),
        ("Sun, 99 Nov 2026 12:00:00 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    """Seconds or a date (RFC 9110, 10.2.3); anything else says nothing."""
    assert seconds == retry_after(value, NOW)


@given(st.text())
def test_any_retry_after(value: str) -> None:
    """Whatever a server writes there, waiting is never negative and nothing breaks."""
    assert (retry_after(value, NOW) or 0) >= 0


@pytest.mark.parametrize(
    ("value", "length"), [("10", 10), ("", 0), ("-5", 0), ("1e9", 0), ("9" * 30, int("9" * 20))]
)
def test_content_length(value: str, length: int) -> None:
    """A length is taken only if it is a number."""
    assert length == content_length({"content-length": value})


@pytest.mark.parametrize(
    ("value", "kept"),
    [('"a"', '"a"'), ('W/"é"', None), ("a\r\nHost: x", None), ("x" * 201, None), (None, None)],
)
def test_validators(value: str | None, kept: str | None) -> None:
    """What goes into the manifest and back to the server is short and plain."""
    assert kept == validator(value)


def test_headers() -> None:
    """Names are compared without case, the first counts, bytes are UTF-8 or Latin-1."""
    raw = [(b"A", b"1"), (b"a", b"2"), (b"b", "é".encode()), (b"c", "é".encode("latin-1"))]

    assert {"a": "1", "b": "é", "c": "é"} == read_headers(raw)


@given(st.binary(max_size=5000), st.integers(1, 100), st.sampled_from(["", "gzip", "deflate"]))
def test_decoding(data: bytes, step: int, encoding: str) -> None:
    """What was packed comes out, however it is cut into pieces."""
    pack = {"": bytes, "gzip": gzip.compress, "deflate": zlib.compress}[encoding]
    packed = pack(data)
    decode = decoder(encoding)

    pieces = [
        piece
        for start in range(0, len(packed), step)
        for piece in decode.feed(packed[start : start + step])
    ]
    decode.finish()

    assert data == b"".join(pieces)


def test_pieces_are_small() -> None:
    """A bomb comes out in pieces, so that it can be stopped in time."""
    bomb = zlib.compress(bytes(10_000_000))

    assert max(map(len, decoder("deflate").feed(bomb))) <= 65536


@given(st.binary())
def test_decoding_of_anything(data: bytes) -> None:
    """Bytes that are not packed are refused."""
    with pytest.raises(FetchRefused):
        unpacked(b"\x1f" + data)


def unpacked(data: bytes) -> bytes:
    """Unpack a whole gzip body."""
    decode = decoder("gzip")
    whole = b"".join(decode.feed(data))
    decode.finish()
    return whole
