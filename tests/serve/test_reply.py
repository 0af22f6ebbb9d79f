"""Answers as a good host gives them (RFC 9110)."""

from __future__ import annotations

import zlib

import pytest

from feedmill.serve.reply import Reply, Resource, reply, takes_gzip

FEED = Resource(
    data=b"<feed/>" * 100,
    content_type="application/atom+xml; charset=utf-8",
    modified=1_700_000_000,
)
PICTURE = Resource(data=bytes(range(100)), content_type="image/png", modified=1_700_000_000)
DATE = "Tue, 14 Nov 2023 22:13:20 GMT"


def get(resource: Resource = FEED, method: str = "GET", **headers: str) -> Reply:
    """Ask for a resource; `_` in the names of headers is `-`."""
    return reply(method, {name.replace("_", "-"): it for name, it in headers.items()}, resource)


def test_plain() -> None:
    """All of it comes, with its type and charset, and both validators."""
    answer = get()
    assert (200, FEED.data) == (answer.status, answer.body)
    assert "application/atom+xml; charset=utf-8" == answer.headers["Content-Type"]
    assert DATE == answer.headers["Last-Modified"]
    assert "Accept-Encoding" == answer.headers["Vary"]
    assert answer.headers["ETag"].startswith('"')
    assert "image/png" == get(PICTURE).headers["Content-Type"]


def test_packed() -> None:
    """Packed bytes are other bytes: another strong ETag, and both answers say `Vary`."""
    plain, packed = get(), get(accept_encoding="br, gzip;q=0.5")
    assert FEED.data == zlib.decompress(packed.body, wbits=31)
    assert "gzip" == packed.headers["Content-Encoding"]
    assert plain.headers["ETag"] != packed.headers["ETag"]
    assert plain.headers["Vary"] == packed.headers["Vary"]
    assert "Content-Encoding" not in get(PICTURE, accept_encoding="gzip").headers


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip;q=1.0, *;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("*", True),
        ("*;q=0", False),
        ("identity", False),
        ("gzip;q=x", False),
    ],
)
def test_who_takes_gzip(accepted: str, expected: bool) -> None:
    """Weights count, and a star stands for what is not named."""
    assert expected == takes_gzip(accepted)


@pytest.mark.parametrize("packing", ["", "gzip"])
def test_not_modified(packing: str) -> None:
    """Who has these bytes gets a 304 with the same validators, and no body."""
    first = get(accept_encoding=packing)
    tag = first.headers["ETag"]
    for tags in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = get(accept_encoding=packing, if_none_match=tags)
        assert (304, b"") == (again.status, again.body)
        for name in ("ETag", "Vary", "Last-Modified", "Cache-Control"):
            assert first.headers[name] == again.headers[name]
    assert 200 == get(accept_encoding=packing, if_none_match='"x"').status


def test_each_packing_has_its_own_tag() -> None:
    """The ETag of packed bytes says nothing of the plain ones."""
    packed = get(accept_encoding="gzip").headers["ETag"]
    assert 200 == get(if_none_match=packed).status


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (DATE, 304),
        ("Tue, 14 Nov 2023 22:13:21 GMT", 304),
        ("Tuesday, 14-Nov-23 22:13:20 GMT", 304),
        ("Tue, 14 Nov 2023 22:13:19 GMT", 200),
        ("yesterday", 200),
        ("", 200),
        ("Tue, 14 Nov 99999 22:13:19 GMT", 200),
    ],
)
def test_since(since: str, expected: int) -> None:
    """A date alone is enough; one that cannot be read is none."""
    assert expected == get(if_modified_since=since).status


def test_a_tag_goes_before_a_date() -> None:
    """Of two conditions the ETag decides (RFC 9110, 13.2.2)."""
    assert 200 == get(if_none_match='"x"', if_modified_since=DATE).status


def test_head() -> None:
    """The same headers, and no body."""
    for packing in ("", "gzip"):
        whole, head = get(accept_encoding=packing), get(method="HEAD", accept_encoding=packing)
        assert whole.headers == head.headers
        assert b"" == head.body
    assert str(len(FEED.data)) == get(method="HEAD").headers["Content-Length"]


@pytest.mark.parametrize(
    ("asked", "status", "content_range", "body"),
    [
        ("bytes=0-9", 206, "bytes 0-9/100", PICTURE.data[:10]),
        ("bytes=90-", 206, "bytes 90-99/100", PICTURE.data[90:]),
        ("bytes=-10", 206, "bytes 90-99/100", PICTURE.data[90:]),
        ("bytes=-1000", 206, "bytes 0-99/100", PICTURE.data),
        ("bytes=90-1000", 206, "bytes 90-99/100", PICTURE.data[90:]),
        ("bytes=100-", 416, "bytes */100", b""),
        ("bytes=-0", 416, "bytes */100", b""),
        ("bytes=9-0", 200, None, PICTURE.data),
        ("bytes=0-1, 5-6", 200, None, PICTURE.data),
        ("lines=0-1", 200, None, PICTURE.data),
        ("bytes=-", 200, None, PICTURE.data),
    ],
)
def test_ranges(asked: str, status: int, content_range: str | None, body: bytes) -> None:
    """One range of a picture is given; several, or what is none, give all of it."""
    answer = get(PICTURE, range=asked)
    assert (status, body) == (answer.status, answer.body)
    assert content_range == answer.headers.get("Content-Range")
    assert str(len(body)) == answer.headers["Content-Length"]
    assert "bytes" == answer.headers["Accept-Ranges"]


def test_a_range_of_other_bytes() -> None:
    """Who has a part of something else gets all of it (RFC 9110, 13.1.5)."""
    tag = get(PICTURE).headers["ETag"]
    assert 206 == get(PICTURE, range="bytes=0-9", if_range=tag).status
    assert 206 == get(PICTURE, range="bytes=0-9", if_range=DATE).status
    assert 200 == get(PICTURE, range="bytes=0-9", if_range='"x"').status


def test_feeds_have_no_ranges() -> None:
    """A part of a feed is good for nothing."""
    assert 200 == get(range="bytes=0-9").status


def test_other_methods() -> None:
    """Nothing can be changed here."""
    assert (405, "GET, HEAD") == (get(method="POST").status, get(method="PUT").headers["Allow"])


def test_what_is_missing_is_never_known() -> None:
    """A 404 is none but a 404, whatever the client has."""
    missing = Resource(data=b"none", content_type="text/html; charset=utf-8", status=404)
    assert 404 == get(missing, if_none_match="*").status
