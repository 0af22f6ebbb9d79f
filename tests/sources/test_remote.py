"""Articles at addresses: here in memory and in folders; tests/test_cluster.py has them on S3."""

from __future__ import annotations

import gzip
import os
import pickle
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import fsspec
import pytest

from feedmill.config import parse_config
from feedmill.config.schema import Articles
from feedmill.errors import ConfigError, SourceError
from feedmill.model import Problem
from feedmill.parsing.paths import placer
from feedmill.sources.remote import RemoteSource, stamp
from feedmill.sources.source import MAX_ARTICLE_BYTES
from feedmill.sources.worktree import source_of
from sites import CONFIG

NOW = 1_800_000_000_000_000_000  # nanoseconds
Write = Callable[[dict[str, bytes]], None]


@pytest.fixture
def write() -> Iterator[Write]:
    """Give a function that writes files of `memory://m/`."""
    system = fsspec.filesystem("memory")
    yield lambda files: system.pipe({f"/m/{path}": data for path, data in files.items()})
    system.rm("/m", recursive=True)


def source(*include: str, manifest: str | None = None, root: Path = Path()) -> RemoteSource:
    """Make a source, of all of `memory://m/a/` unless told otherwise."""
    articles = Articles(include=include or ("memory://m/a/**/*.md",), manifest=manifest)
    return RemoteSource(root, articles)


def test_finds_what_matches(write: Write) -> None:
    """Files below the fixed part are found by address, whatever their depth."""
    write({"a/x.md": b"1", "a/b/c/y.md": b"2", "a/z.txt": b"3", "o/x.md": b"4", "a/.h/x.md": b"5"})
    assert {"memory://m/a/x.md", "memory://m/a/b/c/y.md"} == set(source().scan(NOW).stamps)


def test_several_places(write: Write) -> None:
    """Each pattern has its own place; one that lies in another counts once."""
    write({"a/x.md": b"1", "a/b/y.md": b"2", "o/z.md": b"3"})
    found = source("memory://m/o/*.md", "memory://m/a/**/*.md", "memory://m/a/b/*.md")
    listed = found.scan(NOW).stamps
    assert {"memory://m/a/x.md", "memory://m/a/b/y.md", "memory://m/o/z.md"} == set(listed)
    assert [b"3", b"1", b"2"] == list(
        found.read_many(["memory://m/o/z.md", "memory://m/a/x.md", "memory://m/a/b/y.md"])
    )


def test_nothing_there(write: Write) -> None:
    """A place with no article is an error: a typo must not empty all feeds."""
    write({"a/x.txt": b"1"})
    with pytest.raises(SourceError, match=r"^memory://m/a/: does not name an article"):
        source().scan(NOW)


def test_stamps(write: Write) -> None:
    """What is written anew gets another stamp; what lies there keeps it."""
    write({"a/x.md": b"1", "a/y.md": b"1"})
    later = 4 * NOW
    before = source().scan(later).stamps
    assert before == source().scan(later).stamps
    write({"a/x.md": b"2"})
    after = source().scan(later).stamps
    assert {"memory://m/a/x.md"} == {path for path in after if before[path] != after[path]}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"size": 3, "ETag": '"a"', "LastModified": datetime(2026, 1, 1, tzinfo=UTC)}, '3:"a"'),
        ({"size": 3, "md5Hash": "a", "generation": 7, "updated": "2026"}, "3:a:7"),
        ({"size": 3, "mtime": 1.5, "ino": 8}, "3:1500000000:8"),
        ({"size": 3, "mtime": 1.5, "created": 2, "ino": 8}, "3:1500000000:2000000000:8"),
        ({"size": 3, "LastModified": datetime(1970, 1, 1, 0, 0, 9, tzinfo=UTC)}, "3:9000000000:"),
        ({"size": 3, "mtime": NOW / 1e9 - 1}, f"3:{NOW - 10**9}::{NOW}"),
        ({"size": 3, "updated": "2026-01-01"}, f"3::{NOW}"),
        ({"size": 3}, f"3::{NOW}"),
        ({}, f"None::{NOW}"),
    ],
)
def test_stamp(facts: dict[str, object], expected: str) -> None:
    """A version is best; a time that is not too young will do; else it is new at every scan."""
    assert expected == stamp(facts, NOW)


def test_reading(write: Write) -> None:
    """Bytes come in order; what is not there, or too large, is a problem."""
    many = {f"a/{number}.md": f"{number}".encode() for number in range(40)}
    write({**many, "a/empty.md": b"", "a/large.md": bytes(MAX_ARTICLE_BYTES + 1)})
    paths = [f"memory://m/{path}" for path in many]
    assert list(many.values()) == list(source().read_many(paths))
    assert b"" == source().read("memory://m/a/empty.md")
    found = [source().read(f"memory://m/a/{name}.md") for name in ("large", "lost")]
    assert ["too-large", "unreadable"] == [one.code for one in found if isinstance(one, Problem)]


def test_pickled(write: Write) -> None:
    """A source can be sent to a worker."""
    write({"a/x.md": b"1"})
    sent = pickle.loads(pickle.dumps(source()))
    assert b"1" == sent.read("memory://m/a/x.md")


@pytest.mark.parametrize("name", ["list.txt", "list.txt.gz"])
def test_manifest(write: Write, name: str) -> None:
    """A manifest lists articles, from its folder on; all else is passed over."""
    text = b"a/x.md\tv1\r\n\r\nmemory://m/a/y.md\tv2\na/lost.md\na/z.txt\tv\n../a/u.md\tv\na/y.md"
    data = gzip.compress(text) if name.endswith("gz") else text
    write({name: data, "a/x.md": b"1", "a/y.md": b"2", "a/unlisted.md": b"3"})
    found = dict(source(manifest=f"memory://m/{name}").scan(NOW).stamps)
    looked_up = found.pop("memory://m/a/y.md")
    assert str(looked_up).startswith("1:")
    assert {"memory://m/a/x.md": "v1", "memory://m/a/lost.md": "missing"} == found


def test_manifest_here(write: Write, tmp_path: Path) -> None:
    """A manifest may lie beside the config."""
    write({"a/x.md": b"1"})
    (tmp_path / "list.txt").write_text("memory://m/a/x.md\tv1\n")
    listing = source(manifest="list.txt", root=tmp_path).scan(NOW)
    assert {"memory://m/a/x.md": "v1"} == listing.stamps


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "is not there"),
        (b"", "does not name an article"),
        (b"o/x.md\n", "does not name an article"),
        (b"a/\xff.md\n", "'utf-8' codec can't decode byte 0xff"),
    ],
)
def test_bad_manifest(write: Write, data: bytes | None, message: str) -> None:
    """A manifest that cannot be used stops the run."""
    write({"x": b""} if data is None else {"list.txt": data})
    with pytest.raises(SourceError, match=rf"^memory://m/list.txt: {message}"):
        source(manifest="memory://m/list.txt").scan(NOW)


@pytest.mark.parametrize(
    ("address", "message"),
    [("nowhere://m/a/*.md", "Protocol not known: nowhere"), ("gs://m/a/*.md", "gcsfs")],
)
def test_unknown_protocol(address: str, message: str) -> None:
    """An address that fsspec knows nothing of, or lacks a part for, is told in its words."""
    with pytest.raises(SourceError, match=message):
        source(address).scan(NOW)


def test_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra, it is said how to get it."""
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(SourceError, match=r"pip install 'feedmill\[cluster\]'"):
        source().scan(NOW)


@pytest.mark.skipif(sys.platform == "win32", reason="has neither fifos nor such names")
def test_folder(tmp_path: Path) -> None:
    """A folder can be an address, too; what is no file is passed over, a bad name is reported."""
    (tmp_path / "x.md").write_bytes(b"1")
    os.mkfifo(tmp_path / "fifo.md")
    (tmp_path / os.fsdecode(b"\xff.md")).write_bytes(b"2")
    found = source(f"file://{tmp_path}/*.md")
    listing = found.scan(NOW)
    assert [f"file://{tmp_path}/x.md"] == list(listing.stamps)
    assert [rf"file://{tmp_path}/\udcff.md: error[bad-path]: has a name that is not UTF-8"] == [
        str(problem) for problem in listing.problems
    ]
    assert b"1" == found.read(f"file://{tmp_path}/x.md")


def test_chosen(tmp_path: Path) -> None:
    """Addresses are read remotely, even in a git work tree."""
    (tmp_path / ".git").mkdir()
    assert isinstance(source_of(tmp_path, Articles(include=("s3://b/*.md",))), RemoteSource)


def test_same_place() -> None:
    """What makes an id is the same below `articles/` and below `s3://bucket/articles/`."""
    here = placer(("articles/**/*.md",))("articles/2026/x.md")
    there = placer(("s3://bucket/articles/**/*.md",))("s3://bucket/articles/2026/x.md")
    assert here == there


@pytest.mark.parametrize(
    ("articles", "wrong"),
    [
        ('include: ["s3://b/a/**/*.md"], manifest: s3://b/list.txt', None),
        ('include: ["s3://b/a/**/*.md"], manifest: list.txt', None),
        ('include: ["file:///a/*.md"]', None),
        ('include: ["s3://b/*.md", "a/*.md"]', "include[0]: is an address, and others are not"),
        ('include: ["a/*.md", "s3://b/*.md"]', "include[1]: is an address, and others are not"),
        ('include: ["s3://*/a.md"]', "does not name a bucket or folder"),
        ('include: ["s3://b*/a.md"]', "does not name a bucket or folder"),
        ('include: ["zip://a/*.md::s3://b/a.zip"]', "has :: or .. in it"),
        ('include: ["s3://b/../*.md"]', "has :: or .. in it"),
        ("manifest: list.txt", "manifest: needs addresses"),
        ('include: ["s3://b/*.md"], manifest: /list.txt', "is not a relative path"),
        ('include: ["s3://b/*.md"], manifest: "s3://"', "does not name a bucket or folder"),
    ],
)
def test_config(articles: str, wrong: str | None) -> None:
    """Patterns are addresses, all of them or none; only addresses may have a manifest."""
    text = f"{CONFIG}articles: {{{articles}}}\n"
    if wrong is None:
        parse_config(text, "config.yaml")
        return
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "config.yaml")
    assert wrong in str(caught.value)
