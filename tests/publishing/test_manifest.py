"""feeds.json: there and back, and what is refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.errors import PublishError
from feedmill.publishing.manifest import (
    FeedRecord,
    FileRecord,
    Manifest,
    check_path,
    decode_manifest,
    encode_manifest,
    united,
)


def file(path: str, digit: str = "0") -> FileRecord:
    name = path.rpartition(".")[2]
    return FileRecord(
        format=name, path=path, url=f"https://x.test/{path}", bytes=7, sha256=digit * 64
    )


def feed(key: str, *files: FileRecord) -> FeedRecord:
    return FeedRecord(
        key=key, title=key, entries=1, updated=datetime(2021, 3, 4, tzinfo=UTC), files=files
    )


def encoded(path: str) -> bytes:
    return encode_manifest(Manifest(feeds=(feed("all", file(path)),)))


def test_form() -> None:
    """One file a line, feeds by key, text as it is, a newline at the end."""
    manifest = Manifest(
        feeds=(
            feed("é & <", file("topics/e.atom"), file("topics/e.rss")),
            FeedRecord(key="all", title="All", entries=0),
        )
    )
    zeros = "0" * 64
    expected = f"""\
{{
  "version": 1,
  "feeds": [
    {{"key":"all","title":"All","entries":0,"updated":null,"files":[]}},
    {{"key":"é & <","title":"é & <","entries":1,"updated":"2021-03-04T00:00:00Z","files":[
      {{"format":"atom","path":"topics/e.atom","url":"https://x.test/topics/e.atom","bytes":7,"sha256":"{zeros}"}},
      {{"format":"rss","path":"topics/e.rss","url":"https://x.test/topics/e.rss","bytes":7,"sha256":"{zeros}"}}
    ]}}
  ]
}}
"""
    assert expected.encode() == encode_manifest(manifest)
    assert ["all", "é & <"] == [feed["key"] for feed in json.loads(expected)["feeds"]]


def test_empty() -> None:
    """A site without feeds has a manifest, too."""
    assert b'{\n  "version": 1,\n  "feeds": []\n}\n' == encode_manifest(Manifest())
    assert Manifest() == decode_manifest(encode_manifest(Manifest()))


files = st.builds(
    FileRecord,
    format=st.text(),
    path=st.from_regex(r"\A[a-z0-9]{1,3}/[a-z0-9][a-z0-9._-]{0,5}\Z"),
    url=st.text(),
    bytes=st.integers(0, 2**53),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
)
feeds = st.builds(
    FeedRecord,
    key=st.text(),
    title=st.text(),
    entries=st.integers(0, 10**6),
    updated=st.none() | st.datetimes(timezones=st.just(UTC)),
    files=st.lists(files, max_size=3).map(tuple),
)


@given(st.lists(feeds, max_size=4, unique_by=lambda feed: feed.key))
def test_round_trip(records: list[FeedRecord]) -> None:
    """What is written is JSON, reads back as it was, and does not depend on the order."""
    records.sort(key=lambda record: record.key)
    data = encode_manifest(Manifest(feeds=tuple(records)))
    assert Manifest(feeds=tuple(records)) == decode_manifest(data)
    assert data == encode_manifest(Manifest(feeds=tuple(reversed(records))))
    assert len(records) == len(json.loads(data)["feeds"])


@pytest.mark.parametrize(
    "path",
    ["Tags/C#/index.xml", "é.atom", "a b+c.rss", "feed", "日本/x", "t/.net/x.xml", "f/.atom.xml"],
)
def test_paths_of_others(path: str) -> None:
    """A feed may be where another program wrote it, whatever the file is called."""
    check_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "../victim",
        "a/../../victim",
        "a/..",
        "/etc/passwd",
        "//server/share",
        "C:/victim",
        "c:victim",
        "a\\b",
        "..\\victim",
        "a//b",
        "a/",
        "./a",
        ".git/config",
        ".feedmill-staging/x",
        "a/.htaccess",
        ".net/index.xml",
        "a/.git/x.xml",
        "a/..xml/x.xml",
        "a/./x.xml",
        "a\nb",
        "a.atom\n",
        "a\0b",
        "e\u0301.atom",
        "a /b",
        "a.atom:stream",
        "a?b",
        "feeds.json",
    ],
)
def test_unsafe_paths(path: str) -> None:
    """No path that leads out, hides, or is another's name on Windows or macOS is taken."""
    with pytest.raises(PublishError) as error:
        check_path(path)
    assert repr(path) in str(error.value)
    with pytest.raises(PublishError) as error:
        decode_manifest(encoded(path), "out/feeds.json")
    assert str(error.value).startswith(f"out/feeds.json: {path!r} ")
    assert "nothing was touched" in str(error.value)


@pytest.mark.parametrize(
    "path", ["all.atom", "topics/c-sharp.rss", "providers/fox9.com.json", "a/b/feeds.json", "1.x_y"]
)
def test_safe_paths(path: str) -> None:
    """The paths that feeds have are fine."""
    check_path(path)
    assert [path] == list(decode_manifest(encoded(path)).digests())


GOOD = encoded("all.atom")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"error": "not found"}',
        b'{"version": 1}',
        b'{"feeds": []}',
        b"{",
        b"[" * 100_000,
        GOOD[:-20],
        b"<<<<<<< HEAD\n" + GOOD,
        GOOD.replace(b'"version": 1', b'"version": "1"'),
        GOOD.replace(b'"path":"all.atom",', b""),
        GOOD.replace(b'"all.atom"', b"7"),
        GOOD.replace(b'"all.atom"', rb'"\ud800"'),
        GOOD.replace(b":7,", b":-7,"),
        GOOD.replace(b"00000", b""),
        GOOD.replace(b"04T00:00:00Z", b"04T00:00:00"),
        GOOD.replace(b'"version": 1', b'"version": 2'),
    ],
)
def test_malformed(data: bytes) -> None:
    """Anything that is no manifest of ours is one line that says what to do."""
    assert data != GOOD
    with pytest.raises(PublishError, match=r"^out/feeds\.json") as error:
        decode_manifest(data, "out/feeds.json")
    assert "delete it and the feeds" in str(error.value)
    assert "\n" not in str(error.value)


def test_unknown_keys() -> None:
    """What a later version adds is passed over."""
    later = GOOD.replace(b'"version"', b'"made_by":"x","version"').replace(b":7,", b':7,"new":[],')
    assert decode_manifest(GOOD) == decode_manifest(later)


def test_united() -> None:
    """The union has the new records, and the old ones of files that go."""
    old = Manifest(
        feeds=(
            feed("all", file("all.atom", "1"), file("all.rss", "1")),
            feed("gone", file("gone.atom", "1")),
        )
    )
    new = Manifest(
        feeds=(feed("all", file("all.atom", "2")), feed("fresh", file("fresh.atom", "2")))
    )
    both = united(old, new)
    assert ["all", "fresh", "gone"] == [feed.key for feed in both.feeds]
    assert {
        "all.atom": "2" * 64,
        "all.rss": "1" * 64,
        "fresh.atom": "2" * 64,
        "gone.atom": "1" * 64,
    } == both.digests()
    assert new == united(new, new)
    assert new == united(Manifest(), new)


def test_united_keeps_the_index() -> None:
    """The index of feeds is not forgotten while files are moved, be it new or leaving."""
    with_index = Manifest(index=file("index.opml", "1"))
    assert with_index == united(Manifest(), with_index) == united(with_index, Manifest())
