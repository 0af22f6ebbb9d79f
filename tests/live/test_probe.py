"""`feedmill probe`: what a reader would see of published feeds, good servers and bad ones."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from msgspec.structs import replace

from feedmill.cli.main import main
from feedmill.errors import WebError
from feedmill.live.checks import SERVED_CHECKS, SMALL, judge
from feedmill.live.seen import Probed, Seen
from feedmill.live.visit import probe_feeds
from feedmill.publishing.manifest import FileRecord
from feedserver import TYPES, FeedServer, running
from sites import CONFIG, article, build_site, write_site

HOSTING = Path(__file__).parents[2] / "docs" / "hosting.md"
Capture = pytest.CaptureFixture[str]


def publish(folder: Path, url: str, config: str = "") -> Path:
    """Build a site whose feeds are served at `url`; give their folder."""
    body = "A long text. " * 200
    site = CONFIG.replace("https://example.org/", url.removesuffix("feeds/"))
    root = write_site(
        folder,
        {"a.md": article(topics="[AI]", body=body), "b.md": article("Zwölf & <two>", body=body)},
        f"{site}  feeds_url: {url}\nfeeds:\n  content: full\n{config}",
    )
    link = f'<link rel="alternate" type="application/atom+xml" href="{url}all.atom">'
    (root / "index.html").write_text(f"<!DOCTYPE html><title>Home</title>{link}")
    build_site(root)
    return root / "feeds"


def codes(probed: Probed) -> set[tuple[str, str]]:
    """Give severity and code of all that is wrong."""
    return {(problem.severity, problem.code) for problem in probed.problems}


@pytest.fixture
def web(tmp_path: Path) -> Iterator[FeedServer]:
    """A good server, with a site's feeds on it."""
    server = FeedServer(tmp_path / "site" / "feeds")
    publish(tmp_path / "site", server.url)
    with running(server):
        yield server


class TestGoodServer:
    """Feeds served as one would wish."""

    def test_all_is_well(self, web: FeedServer) -> None:
        """There is nothing to say; every file was asked for twice, and the manifest once."""
        probed = probe_feeds(f"{web.url}feeds.json")
        assert (0, ()) == (probed.exit_status, probed.problems)
        paths = [seen.file.path for seen in probed.files]
        assert {f"{key}.{name}" for key in ("all", "topics/ai") for name in ("atom", "rss", "json")
                } | {"index.opml"} == set(paths)  # fmt: skip
        assert {"feeds.json": 1} | dict.fromkeys(paths, 2) == web.asked

    def test_what_is_seen(self, web: FeedServer) -> None:
        """Sizes are those of the file and of what was sent; the second answer was a 304."""
        for seen in probe_feeds(web.url).files:
            data = (web.folder / seen.file.path).read_bytes()
            assert (200, "gzip", 304) == (seen.status, seen.encoding, seen.again)
            assert (len(data), hashlib.sha256(data).hexdigest()) == (seen.bytes, seen.sha256)
            assert 0 < seen.sent < seen.bytes
            assert TYPES[f".{seen.file.format}"] == seen.type

    def test_addresses_of_old_feeds(self, tmp_path: Path) -> None:
        """Feeds are found where they were, also with signs; a copy names its original."""
        server = FeedServer(tmp_path / "site" / "feeds")
        config = """\
  formats: [atom]
  families:
    - {name: all, path: {atom: "c#/Feed 1.atom"}, also_at: old/%C3%A9.atom}
"""
        publish(tmp_path / "site", server.url, config.replace("c#", "c%23").replace(" 1", "%201"))
        with running(server):
            probed = probe_feeds(server.url)
        found = {one.file.path: (one.status, one.selves) for one in probed.files}
        own = (f"{server.url}c%23/Feed%201.atom",)
        assert found.pop("index.opml")
        assert {"c#/Feed 1.atom": (200, own), "old/é.atom": (200, own)} == found
        assert not codes(probed) & {("error", "self-link"), ("error", "elsewhere")}

    @pytest.mark.parametrize("ending", ["", "/", "/feeds.json", "/feeds.json?x=1"])
    def test_where_to_begin(self, web: FeedServer, ending: str) -> None:
        """The folder will do."""
        assert not probe_feeds(web.url.rstrip("/") + ending).problems


def quirk(kind: str, ending: str) -> Callable[[str, int, dict[str, str], bytes], tuple[int, bytes]]:
    """Make a server's bad habit, with files of one ending."""

    def act(path: str, status: int, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if not path.endswith(ending) or path == "feeds.json":
            return status, body
        match kind:
            case "gone":
                return 410, b""
            case "old":
                return status, body.replace(b"Zw\xc3\xb6lf", b"Elf").replace(b"A long", b"An old")
            case "octets":
                headers["Content-Type"] = "application/octet-stream"
            case "untyped":
                del headers["Content-Type"]
            case "xml":
                headers["Content-Type"] = "text/xml"
            case "latin":
                headers["Content-Type"] = "application/atom+xml; charset=iso-8859-1"
            case "charsetless":
                headers["Content-Type"] = headers["Content-Type"].partition(";")[0]
            case "uncached":
                del headers["Cache-Control"]
            case "expired":
                del headers["Cache-Control"]
                headers["Expires"] = "0"
            case "hasty":
                headers["Cache-Control"] = "public, max-age=599"
            case "revalidating":
                headers["Cache-Control"] = "no-cache"
            case "closed":
                headers["Access-Control-Allow-Origin"] = "https://other.test"
            case "cookie":
                headers["Set-Cookie"] = "visitor=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT"
            case "hub":
                headers["Link"] = '<https://hub.test/>; rel="hub"'
            case "wall":
                headers |= {"Content-Type": "text/html", "cf-mitigated": "challenge"}
                return 403, b"<!DOCTYPE html><title>Just a moment...</title>"
            case "busy":
                headers["Content-Type"] = "text/html; charset=utf-8"
                return 503, b"<html><title>Service Unavailable</title>"
            case "puzzle":
                headers["Content-Type"] = "text/html; charset=utf-8"
                return 200, b"<!doctype html><head><title>Just a moment...</title>"
            case "no-validator":
                del headers["ETag"]
            case "forgetful":
                return 200, body
            case "plain":
                headers["Content-Encoding"] = "identity"
            case "brotli":
                headers["Content-Encoding"] = "br"
            case "page":
                return status, b"<!DOCTYPE html><title>Welcome!</title>"
        return status, body

    return act


@pytest.mark.parametrize(
    ("kind", "ending", "expected"),
    [
        ("gone", ".rss", {("error", "status")}),
        ("old", ".atom", {("error", "content")}),
        ("octets", ".rss", {("error", "content-type")}),
        ("octets", ".opml", {("error", "content-type")}),
        ("untyped", ".json", {("error", "content-type")}),
        ("xml", ".atom", {("warning", "vague-type")}),
        ("xml", ".json", {("error", "content-type")}),
        ("xml", ".opml", set()),
        ("latin", ".atom", {("error", "charset")}),
        ("charsetless", ".atom", {("warning", "charset")}),
        ("charsetless", ".json", {("warning", "charset")}),
        ("charsetless", ".opml", set()),
        ("uncached", ".rss", {("warning", "cache-control")}),
        ("expired", ".rss", {("warning", "cache-control")}),
        ("hasty", ".rss", {("warning", "cache-control")}),
        ("revalidating", ".json", {("warning", "cache-control")}),
        ("hasty", ".opml", set()),
        ("closed", ".json", {("warning", "cors")}),
        ("closed", ".atom", set()),
        ("cookie", ".opml", {("warning", "cookie")}),
        ("hub", ".atom", {("warning", "hub-link")}),
        ("wall", ".atom", {("error", "challenge")}),
        ("busy", ".json", {("error", "challenge")}),
        ("puzzle", ".rss", {("error", "challenge")}),
        ("no-validator", ".json", {("error", "validator")}),
        ("forgetful", ".atom", {("error", "not-modified")}),
        ("plain", ".rss", {("warning", "compression")}),
        ("brotli", ".atom", {("error", "unanswered")}),
        ("page", ".atom", {("error", "content"), ("error", "unreadable")}),
        ("page", ".json", {("error", "content"), ("error", "unreadable")}),
    ],
)
def test_bad_habits(
    web: FeedServer, kind: str, ending: str, expected: set[tuple[str, str]]
) -> None:
    """Each is told by its code, at the files that have it, and errors are status 1."""
    web.quirks.append(quirk(kind, ending))
    probed = probe_feeds(web.url)
    assert expected == codes(probed)
    assert all(problem.path.endswith(ending) for problem in probed.problems)
    assert ("error" in {severity for severity, _ in expected}) == bool(probed.exit_status)
    if kind == "gone":
        assert 1 == web.asked["all.rss"]  # there is nothing to ask about it
    if expected:
        files = [seen for seen in probed.files if seen.file.path.endswith(ending)]
        assert len(files) * len(expected) == len(probed.problems)


@pytest.mark.parametrize(
    ("redirect", "code"), [(301, "redirect-permanent"), (308, "redirect-permanent"), (302, "moved")]
)
def test_moved(web: FeedServer, redirect: int, code: str) -> None:
    """A redirect is followed, and told: one costs a request every time, one moves subscribers."""
    (web.folder / "new").mkdir()
    shutil.move(web.folder / "all.atom", web.folder / "new" / "all.atom")

    def move(path: str, status: int, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        if path == "all.atom":
            headers["Location"] = "/feeds/new/all.atom"
            return redirect, b""
        return status, body

    (web.folder / "all.atom").write_bytes(b"x")
    web.quirks.append(move)
    (problem,) = probe_feeds(web.url).problems
    assert ("all.atom", "warning", code) == (problem.path, problem.severity, problem.code)
    assert f"{web.url}new/all.atom" in problem.message


def test_served_elsewhere(web: FeedServer) -> None:
    """That the feeds believe to be elsewhere is one error, not one for each of them."""
    url = web.url.replace("127.0.0.1", "localhost")
    (problem,) = probe_feeds(url).problems
    assert ("feeds.json", "error", "elsewhere") == (problem.path, problem.severity, problem.code)
    assert f"{url}all.atom is served at {web.url}all.atom" in problem.message


def test_a_feed_that_is_elsewhere(web: FeedServer) -> None:
    """A self link that is not the feed's address is told, with both."""
    manifest = json.loads((web.folder / "feeds.json").read_bytes())
    feed = (web.folder / "all.rss").read_bytes().replace(b"feeds/all.rss", b"feeds/other.rss")
    (web.folder / "all.rss").write_bytes(feed)
    record = next(f for f in manifest["feeds"][0]["files"] if f["format"] == "rss")
    record["sha256"] = hashlib.sha256(feed).hexdigest()
    (web.folder / "feeds.json").write_text(json.dumps(manifest))
    (problem,) = probe_feeds(web.url).problems
    assert ("all.rss", "self-link") == (problem.path, problem.code)
    assert f"says that it is at {web.url}other.rss; expected {web.url}all.rss" == problem.message


class TestCouldNotRun:
    """Without a manifest there is nothing to begin with."""

    @pytest.mark.parametrize(
        ("path", "expected"),
        [("missing/", "answers 404"), ("all.json/feeds.json", "answers 404")],
    )
    def test_no_manifest(self, web: FeedServer, path: str, expected: str) -> None:
        """The address does not lead to one."""
        with pytest.raises(WebError, match=expected):
            probe_feeds(web.url + path)

    @pytest.mark.parametrize(
        "data",
        [
            *(b"<html>", b"{}x", b'{"version": 2, "feeds": []}', b"\xff"),
            *(b"{}", b'{"error": "not found"}', b'{"version": 1}'),
        ],
    )
    def test_no_manifest_of_ours(self, web: FeedServer, data: bytes) -> None:
        """What is there is something else, or of a Feedmill to come."""
        (web.folder / "feeds.json").write_bytes(data)
        with pytest.raises(WebError, match="not a manifest that this Feedmill can read"):
            probe_feeds(web.url)

    def test_no_feeds(self, web: FeedServer) -> None:
        """A manifest of nothing is not well."""
        (web.folder / "feeds.json").write_text('{"version": 1, "feeds": []}')
        with pytest.raises(WebError, match="does not name a feed"):
            probe_feeds(web.url)

    @pytest.mark.parametrize("url", ["feeds.json", "ftp://example.org/", "http://", "http://a b/"])
    def test_no_address(self, url: str) -> None:
        """Only http(s) is asked."""
        with pytest.raises(WebError, match=r"feeds\.json"):
            probe_feeds(url)

    def test_no_server(self) -> None:
        """Nobody listens."""
        with pytest.raises(WebError, match=r"cannot fetch http://127\.0\.0\.1:1/feeds\.json: "):
            probe_feeds("http://127.0.0.1:1/")

    def test_a_manifest_that_leads_away(self, web: FeedServer) -> None:
        """A path that leaves the folder is not asked for."""
        text = (web.folder / "feeds.json").read_text()
        (web.folder / "feeds.json").write_text(text.replace('"all.atom"', '"../all.atom"'))
        with pytest.raises(WebError):
            probe_feeds(web.url)
        assert {"feeds.json": 1} == web.asked


class TestPythonsServer:
    """`python -m http.server`: what people use to look at their feeds."""

    def _probe(self, tmp_path: Path, types: dict[str, str]) -> Probed:
        (tmp_path / "www").mkdir()

        class Quiet(SimpleHTTPRequestHandler):
            extensions_map = types

            def log_message(self, *_: object) -> None:
                pass

        handler = partial(Quiet, directory=str(tmp_path / "www"))
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        publish(tmp_path / "site", f"http://127.0.0.1:{server.server_port}/feeds/")
        shutil.copytree(tmp_path / "site" / "feeds", tmp_path / "www" / "feeds")
        with running(server):
            return probe_feeds(f"http://127.0.0.1:{server.server_port}/feeds/")

    def test_with_types(self, tmp_path: Path) -> None:
        """It knows Last-Modified and answers 304, but packs nothing: a pass with warnings."""
        types = {ending: kind.partition(";")[0] for ending, kind in TYPES.items()}
        probed = self._probe(tmp_path, types)
        assert {"compression", "charset", "cache-control", "cors", "undiscovered"} == {
            problem.code for problem in probed.problems
        }
        assert 0 == probed.exit_status
        assert {("", True, 304)} == {
            (seen.etag, bool(seen.modified), seen.again) for seen in probed.files
        }

    def test_without_types(self, tmp_path: Path) -> None:
        """What it does not know it calls a stream of octets, which is an error."""
        probed = self._probe(tmp_path, {"": "application/octet-stream", ".json": "text/plain",
                                        ".atom": "", ".rss": "text/html", ".opml": ""})  # fmt: skip
        assert {("error", "content-type"), ("warning", "compression")} < codes(probed)
        assert 1 == probed.exit_status


def seen(**fields: object) -> Seen:
    """Make what is seen of a good feed, with these fields instead."""
    file = FileRecord(
        format="atom", path="all.atom", url="https://e.org/all.atom", bytes=9, sha256="0" * 64
    )
    good: dict[str, object] = {
        "file": file,
        "asked": file.url,
        "url": file.url,
        "status": 200,
        "type": "application/atom+xml; charset=utf-8",
        "encoding": "gzip",
        "fresh": 1800,
        "origins": "*",
        "etag": '"1"',
        "bytes": SMALL + 1,
        "sent": 100,
        "sha256": file.sha256,
        "again": 304,
        "selves": (file.url,),
    }
    return Seen(**(good | fields))


class TestChecks:
    """The rules, one by one."""

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, []),
            ({"type": "Application/ATOM+XML; charset=UTF-8"}, []),
            ({"type": "application/atom+xml;charset=utf8;type=feed"}, []),
            ({"type": "application/atom+xml; charset=us-ascii"}, ["charset"]),
            ({"type": "application/xml"}, ["vague-type"]),
            ({"type": "application/x-rss+xml"}, ["content-type"]),
            ({"type": "nonsense"}, ["content-type"]),
            ({"type": ""}, ["content-type"]),
            ({"etag": "", "modified": "Mon, 02 Jan 2006 15:04:05 GMT"}, []),
            ({"etag": "", "again": 0}, ["validator"]),
            ({"again": 200}, ["not-modified"]),
            ({"again": 0}, ["not-modified"]),
            ({"encoding": "", "bytes": SMALL}, []),
            ({"encoding": "", "bytes": SMALL + 1}, ["compression"]),
            ({"selves": None}, ["unreadable"]),
            ({"selves": ()}, ["self-link"]),
            ({"selves": ("https://e.org/all.atom",) * 2}, ["self-link"]),
            ({"selves": ("http://e.org/all.atom",)}, ["self-link"]),
            ({"url": "https://e.org/moved"}, ["moved"]),
            ({"status": 500, "selves": None, "type": "text/html"}, ["status"]),
            ({"missing": "no route to host"}, ["unanswered"]),
            ({"sha256": "1" * 64}, ["content"]),
        ],
    )
    def test_each(self, fields: dict[str, object], expected: list[str]) -> None:
        """A rule that is broken is told by its code, and no other."""
        assert expected == [problem.code for problem in judge(seen(**fields))]

    @pytest.mark.parametrize(
        ("name", "kind", "expected"),
        [
            ("rss", "application/rss+xml; charset=utf-8", []),
            ("rss", "application/rss+xml", ["charset"]),
            ("rss", "application/x-rss+xml", ["vague-type"]),
            ("rss", "application/atom+xml", ["content-type"]),
            ("json", "application/json; charset=utf-8", []),
            ("json", "application/json", ["charset"]),
            ("json", "application/xml", ["content-type"]),
            ("opml", "text/x-opml", []),
            ("opml", "text/xml; charset=utf-8", []),
            ("opml", "text/html", ["content-type"]),
        ],
    )
    def test_types(self, name: str, kind: str, expected: list[str]) -> None:
        """Each format has its media types."""
        one = seen(type=kind)
        found = judge(replace(one, file=replace(one.file, format=name)))
        assert expected == [problem.code for problem in found]

    def test_a_format_to_come(self) -> None:
        """Of a format that a later manifest has, only what holds for all files is asked."""
        one = seen(type="image/png", selves=())
        assert [] == list(judge(replace(one, file=replace(one.file, format="hologram"))))

    @pytest.mark.parametrize("code", SERVED_CHECKS)
    def test_every_rule_says_what_it_means(self, code: str) -> None:
        """A description is a sentence."""
        assert re.fullmatch(r"[A-Z].+\.", SERVED_CHECKS[code].description)


class TestCommand:
    """`feedmill probe`."""

    def test_all_is_well(self, web: FeedServer, capsys: Capture) -> None:
        """What feed readers get, a line for files that are alike, and one that sums up."""
        assert 0 == main(["probe", web.url])
        lines = capsys.readouterr().out.splitlines()
        assert "2 files: application/atom+xml; charset=utf-8, gzip, 304 if unchanged" == lines[0]
        assert f"Probed 7 files at {web.url}feeds.json: all is well" == lines[-1]
        assert 5 == len(lines)

    def test_problems(self, web: FeedServer, capsys: Capture) -> None:
        """Files with the same problem are told together; with --quiet the errors; status 1."""
        web.quirks += [quirk("forgetful", ""), quirk("plain", "")]
        assert 1 == main(["probe", web.url])
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith("all 7 files: error[not-modified]: has not changed, but ")
        assert "    all.atom, all.rss, all.json and 4 more; --verbose shows them" == lines[1]
        assert "6 of 7: warning[compression]: is not compressed" in lines[2]
        assert f"Probed 7 files at {web.url}feeds.json: 7 errors, 6 warnings" == lines[-1]
        assert 1 == main(["probe", "--quiet", web.url])
        lines = capsys.readouterr().out.splitlines()
        assert (2, True) == (len(lines), "error[not-modified]" in lines[0])

    def test_verbose(self, web: FeedServer, capsys: Capture) -> None:
        """--verbose has a line for each file, with tabs between whole values, and each problem."""
        web.quirks += [quirk("forgetful", ""), quirk("plain", "")]
        assert 1 == main(["probe", "--verbose", web.url])
        lines = capsys.readouterr().out.splitlines()
        rows = [line.split("\t") for line in lines if "\t" in line]
        size = str((web.folder / "all.atom").stat().st_size)
        assert ["all.atom", "200", "application/atom+xml", size] == rows[0][:4]
        assert ["identity", "200", "not-modified compression"] == rows[0][5:]
        assert (7, {8}) == (len(rows), set(map(len, rows)))
        assert 7 == sum("error[not-modified]" in line for line in lines)

    def test_json(self, web: FeedServer, capsys: Capture) -> None:
        """--json gives all that was seen, and what is wrong with it."""
        web.quirks.append(quirk("plain", ".atom"))
        assert 0 == main(["probe", "--json", web.url])
        record = json.loads(capsys.readouterr().out)
        assert (f"{web.url}feeds.json", 0, 2) == (
            record["url"],
            record["errors"],
            record["warnings"],
        )
        first = record["files"][0]
        assert ("all.atom", 200, 304) == (first["file"]["path"], first["status"], first["again"])
        assert [f"{web.url}all.atom"] == first["selves"]
        assert {"path", "line", "severity", "code", "message"} == record["problems"][0].keys()

    def test_could_not_run(self, capsys: Capture) -> None:
        """Status 2, and one line."""
        assert 2 == main(["probe", "http://127.0.0.1:1/"])
        assert "error: cannot fetch http://127.0.0.1:1/feeds.json: " in capsys.readouterr().err

    @pytest.mark.slow
    def test_terminal(self, web: FeedServer) -> None:
        """On a terminal it is a table with heads, as wide as the terminal."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-m", "feedmill", "probe", "--verbose", web.url],
            stdout=theirs,
            stderr=subprocess.PIPE,
            env=os.environ | {"COLUMNS": "100", "NO_COLOR": "1"},
        )
        assert process.stderr is not None
        process.stderr.read()
        os.close(theirs)
        lines = os.read(ours, 100_000).decode().splitlines()
        process.stderr.close()
        os.close(ours)
        assert 0 == process.wait()
        assert ["FILE", "STATUS", "TYPE", "BYTES", "SENT", "ENCODING", "AGAIN", "WRONG"] == (
            lines[0].split()
        )
        assert re.match(
            r"all\.atom +200 +application/atom\+xml +\d+ KiB +\d+ B +gzip +304", lines[1]
        )
        assert 100 >= max(map(len, lines))


def test_feeds_at_other_addresses(tmp_path: Path) -> None:
    """Copies are looked at, too, and name their original; a path may need to be quoted."""
    families = (
        'families: [{by: all, path: {atom: "Ä b/feed.atom", rss: all.rss}, '
        'also_at: {rss: ["old/feed.rss"]}}]'
    )
    server = FeedServer(tmp_path / "site" / "feeds")
    root = publish(tmp_path / "site", server.url).parent
    config = (root / "config.yaml").read_text()
    (root / "config.yaml").write_text(
        config.replace("content: full", f"content: full\n  {families}")
    )
    build_site(root)
    server.home = f'<link rel="feed" href="{server.url}all.rss">'
    with running(server):
        probed = probe_feeds(server.url)
    assert [] == list(map(str, probed.problems))
    assert {"Ä b/feed.atom", "all.rss", "old/feed.rss", "all.json", "index.opml"} == {
        seen.file.path for seen in probed.files
    }


class TestOneValidator:
    """Feed readers may send only one of the two validators."""

    @pytest.mark.parametrize(
        ("asked", "code"), [("If-None-Match", "etag-alone"), ("If-Modified-Since", "date-alone")]
    )
    def test_alone(self, web: FeedServer, asked: str, code: str) -> None:
        """A server that knows what has not changed only with both is told, at each file."""
        web.alone = {asked: False}
        probed = probe_feeds(web.url)
        assert {("warning", code)} == codes(probed)
        assert 7 == len(probed.problems)

    def test_both(self, web: FeedServer) -> None:
        """A server that takes either gets no remark."""
        web.alone = {"": True}
        assert () == probe_feeds(web.url).problems


class TestHome:
    """The site's home page."""

    @pytest.mark.parametrize(
        ("page", "expected"),
        [
            ("<title>Home</title>", "does not name a feed in its <head>: "),
            (
                '<link rel="alternate" type="application/rss+xml" href="/other">',
                "but none of these",
            ),
        ],
    )
    def test_undiscovered(self, web: FeedServer, page: str, expected: str) -> None:
        """A page that names no feed, or only others, is one warning with the line to add."""
        web.home = page
        (problem,) = probe_feeds(web.url).problems
        home = web.url.removesuffix("feeds/")
        assert (home, "warning", "undiscovered") == (problem.path, problem.severity, problem.code)
        assert expected in problem.message
        assert f'href="{web.url}all.atom">' in problem.message

    def test_any_feed_will_do(self, web: FeedServer) -> None:
        """That the page names one of the feeds is enough, in any of its formats."""
        web.home = '<link rel="alternate" type="application/json" href="/feeds/topics/ai.json">'
        probed = probe_feeds(web.url)
        assert ((), web.url.removesuffix("feeds/")) == (probed.problems, probed.home)


def test_hub(tmp_path: Path) -> None:
    """With a hub feeds may be kept for less; a JSON Feed needs the hub in its headers, too."""
    server = FeedServer(tmp_path / "site" / "feeds")
    publish(tmp_path / "site", server.url, "hub: https://hub.example.org/\n")
    server.quirks.append(quirk("hasty", ""))
    with running(server):
        probed = probe_feeds(server.url)
    assert {("warning", "hub-link")} == codes(probed)
    assert all(problem.path.endswith(".json") for problem in probed.problems)


class TestAnybody:
    """Feeds without a manifest, whoever made them."""

    @pytest.fixture
    def blog(self, tmp_path: Path) -> Iterator[FeedServer]:
        """A server with the feed of a blog, and nothing of ours."""
        server = FeedServer(tmp_path)
        item = "<item><title>One</title><pubDate>Tue, 03 Feb 2026 10:00:00 GMT</pubDate></item>"
        home = server.url.removesuffix("feeds/")
        (tmp_path / "all.rss").write_text(
            '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>'
            f"<title>A blog</title><link>{home}</link>"
            f'<atom:link rel="self" href="{server.url}all.rss"/>{item}</channel></rss>'
        )
        (tmp_path / "all.json").write_text(
            '{"version": "https://jsonfeed.org/version/1", "title": "A blog", "items": []}'
        )
        server.home = '<link rel="alternate" type="application/rss+xml" href="/feeds/all.rss">'
        with running(server):
            yield server

    def test_a_good_one(self, blog: FeedServer, capsys: Capture) -> None:
        """It is told what a feed reader finds there."""
        assert 0 == main(["probe", f"{blog.url}all.rss"])
        lines = capsys.readouterr().out.splitlines()
        home = blog.url.removesuffix("feeds/")
        start = f"{blog.url}all.rss is RSS 2.0, A blog: 1 entry, the newest of 2026-02-03, "
        assert lines[0].startswith(start)
        assert lines[0].endswith(f"; of the site {home}")
        assert f"Probed 1 feed at {blog.url}all.rss: all is well" == lines[-1]

    def test_by_its_content(self, blog: FeedServer) -> None:
        """What it is shows its content, not its name or type."""
        (blog.folder / "all.rss").rename(blog.folder / "page.html")
        found = probe_feeds(f"{blog.url}page.html")
        assert ("feed", {("error", "content-type"), ("warning", "self-link")}) == (
            found.kind,
            codes(found),
        )

    def test_a_page_that_names_feeds(self, blog: FeedServer) -> None:
        """Given the site, its feeds are found as feed readers find them."""
        probed = probe_feeds(blog.url.removesuffix("feeds/"))
        assert ("page", ()) == (probed.kind, probed.problems)
        assert [f"{blog.url}all.rss"] == [seen.asked for seen in probed.files]

    def test_json(self, blog: FeedServer, capsys: Capture) -> None:
        """--json has what was found; a JSON Feed is held to what holds for it."""
        blog.quirks.append(quirk("closed", ""))
        assert 0 == main(["probe", "--json", f"{blog.url}all.json"])
        record = json.loads(capsys.readouterr().out)
        assert ("feed", "json", "A blog") == (
            record["kind"],
            record["files"][0]["file"]["format"],
            record["files"][0]["facts"]["title"],
        )
        assert {"cors", "self-link"} == {one["code"] for one in record["problems"]}

    @pytest.mark.parametrize("kind", ["wall", "busy", "puzzle"])
    def test_a_wall(self, blog: FeedServer, kind: str, capsys: Capture) -> None:
        """A bot wall is what is wrong with the feed: status 1."""
        blog.quirks.append(quirk(kind, ""))
        assert 1 == main(["probe", f"{blog.url}all.rss"])
        assert "error[challenge]: answers feed readers with a page" in capsys.readouterr().out

    def test_broken(self, blog: FeedServer, capsys: Capture) -> None:
        """What cannot be parsed is told with the place."""
        text = (blog.folder / "all.rss").read_text().replace("A blog", "A & B")
        (blog.folder / "all.rss").write_text(text)
        assert 1 == main(["probe", f"{blog.url}all.rss"])
        said = capsys.readouterr().out
        assert "error[unreadable]: is not a feed: it cannot be parsed: not well-formed" in said
        assert "line 1, column" in said

    @pytest.mark.parametrize("path", ["page.html", "none.rss", "data.json"])
    def test_nothing_of_that(self, blog: FeedServer, path: str, capsys: Capture) -> None:
        """A page without feeds, and what is not there: status 2, one line."""
        (blog.folder / "page.html").write_text("<html><title>A page</title></html>")
        (blog.folder / "data.json").write_text('{"version": 1}')
        assert 2 == main(["probe", blog.url + path])
        said = capsys.readouterr().err
        assert (1, True) == (said.count("\n"), "expected the address of feeds.json, " in said)

    def test_a_home_that_only_we_can_reach(self, blog: FeedServer) -> None:
        """A stranger's feed cannot make us ask a host of our network."""
        text = (blog.folder / "all.rss").read_text()
        home = blog.url.removesuffix("feeds/").replace("127.0.0.1", "localhost")
        blog.home = "none"
        (blog.folder / "all.rss").write_text(
            text.replace(f"<link>{blog.url.removesuffix('feeds/')}<", f"<link>{home}<")
        )
        probed = probe_feeds(f"{blog.url}all.rss")
        assert ("", ()) == (probed.home, probed.problems)


@pytest.mark.slow
def test_a_large_site_fits_one_screen(tmp_path: Path, capsys: Capture) -> None:
    """1,200 feeds with bad headers: a screen of 24 lines, and no path is cut."""
    server = FeedServer(tmp_path / "site" / "feeds")
    publish(tmp_path / "site", server.url)
    place = tmp_path / "site" / "feeds" / "feeds.json"
    manifest = json.loads(place.read_bytes())
    (feed,) = (one for one in manifest["feeds"] if one["key"] == "all")
    for number in range(1200):
        key = f"topics/a-long-name-that-all-of-them-share-up-to-here-{number}"
        files = [
            {
                **file,
                "path": file["path"].replace("all", key),
                "url": file["url"].replace("all", key),
            }
            for file in feed["files"]
        ]
        manifest["feeds"].append({**feed, "key": key, "files": files[:1]})
        (place.parent / files[0]["path"]).write_bytes((place.parent / "all.atom").read_bytes())
    place.write_text(json.dumps(manifest))
    server.quirks += [quirk(kind, "") for kind in ("charsetless", "uncached", "cookie", "closed")]
    with running(server):
        assert 1 == main(["probe", server.url])
    lines = capsys.readouterr().out.splitlines()
    assert 24 >= len(lines)
    assert lines[0].startswith("1,200 of 1,207: error[self-link]: ")
    name = "topics/a-long-name-that-all-of-them-share-up-to-here-0.atom"
    assert f"    {name} and 1,199 more; --verbose shows them" == lines[1]


def blocks(language: str) -> list[str]:
    """Give the code blocks of docs/hosting.md in one language."""
    text = HOSTING.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


class Daemon:
    """A web server with a configuration of its own, in the foreground, on a port that is free."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.first = "all.json"
        self.url = f"http://127.0.0.1:{self.port}/feeds/"

    def probe(self, command: list[str]) -> Probed:
        """Start it, and look at what it serves."""
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert process.stderr is not None
        try:
            for _ in range(200):
                with socket.socket() as one:
                    if one.connect_ex(("127.0.0.1", self.port)) == 0:
                        break
                assert process.poll() is None, process.stderr.read().decode()
                time.sleep(0.02)
            with urllib.request.urlopen(f"{self.url}{self.first}") as response:
                self.headers = dict(response.headers.items())
                self.links = response.headers.get_all("Link", [])
            return probe_feeds(self.url)
        finally:
            process.terminate()
            process.wait()
            process.stderr.close()


@pytest.fixture
def daemon(tmp_path: Path) -> Daemon:
    """A site's feeds, to be served by some server."""
    made = Daemon(tmp_path)
    publish(tmp_path, made.url)
    for folder in (tmp_path, tmp_path / "feeds"):
        folder.chmod(0o755)
    return made


NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed (Debian: nginx)")


@pytest.mark.slow
@needs_nginx
class TestNginx:
    """nginx, as Debian has it."""

    def _probe(self, daemon: Daemon, config: str) -> Probed:
        folder = daemon.folder
        temporary = "\n".join(
            f"{kind}_temp_path {folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(f"""
            daemon off;
            master_process off;
            pid {folder}/pid;
            error_log stderr;
            events {{}}
            http {{
                include /etc/nginx/mime.types;
                default_type application/octet-stream;
                access_log off;
                {temporary}
                server {{
                    listen 127.0.0.1:{daemon.port};
                    root {folder};
                    {config}
                }}
            }}
        """)
        assert NGINX is not None
        return daemon.probe([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")])

    def test_the_configuration_of_the_docs(self, daemon: Daemon) -> None:
        """There is nothing to say: types, packing, 304, and all else is right."""
        probed = self._probe(daemon, blocks("nginx")[0])
        assert [] == list(map(str, probed.problems))
        assert {("gzip", 304)} == {(seen.encoding, seen.again) for seen in probed.files}
        types = {Path(seen.file.path).suffix: seen.type for seen in probed.files}
        assert {
            ".atom": "application/atom+xml; charset=utf-8",
            ".rss": "application/rss+xml; charset=utf-8",
            ".json": "application/feed+json; charset=utf-8",
            ".opml": "text/x-opml; charset=utf-8",
        } == types
        assert {"public, max-age=1800", "nosniff", "*"} < set(daemon.headers.values())
        assert [] == daemon.links

    def test_the_hub_of_the_docs(self, daemon: Daemon) -> None:
        """The Link headers name the hub, and the feed's own address."""
        main_part, *_, hub = blocks("nginx")
        place = main_part.index("    add_header Cache-Control")
        hub = hub.replace("https://news.example.org", daemon.url.removesuffix("/feeds/"))
        probed = self._probe(daemon, main_part[:place] + hub + main_part[place:])
        assert () == probed.problems
        assert [
            '<https://hub.example.org/>; rel="hub"',
            f'<{daemon.url}all.json>; rel="self"',
        ] == daemon.links

    def test_the_types_of_the_docs(self, tmp_path: Path) -> None:
        """A feed that ends with `.xml`, or with nothing, gets the type that it has."""
        made = Daemon(tmp_path)
        made.first = "feed.xml"
        config = """\
  formats: [rss]
  families:
    - {name: all, path: {rss: feed.xml}}
    - {by: topic, path: {rss: "tags/{topic}/index.xml"}}
"""
        publish(tmp_path, made.url, config)
        for folder in (tmp_path, tmp_path / "feeds"):
            folder.chmod(0o755)
        (types,) = (one for one in blocks("nginx") if "/feed.xml" in one)
        probed = self._probe(
            made, types.replace(" /feed", " /feeds/feed").replace("^/", "^/feeds/")
        )
        found = {one.file.path: one.type for one in probed.files if one.file.format == "rss"}
        rss = "application/rss+xml; charset=utf-8"
        assert dict.fromkeys(("feed.xml", "tags/ai/index.xml"), rss) == found

    def test_without_configuration(self, daemon: Daemon) -> None:
        """As it comes, what matters to readers is there, but for a type for OPML."""
        probed = self._probe(daemon, "")
        warnings = ("compression", "charset", "cache-control", "cors")
        assert {("error", "content-type"), *(("warning", code) for code in warnings)} == (
            codes(probed)
        )
        assert ["index.opml"] == [
            problem.path for problem in probed.problems if problem.severity == "error"
        ]


APACHE = shutil.which("apache2") or shutil.which("apache2", path="/usr/sbin")


@pytest.mark.slow
@pytest.mark.skipif(APACHE is None, reason="Apache is not installed (Debian: apache2)")
class TestApache:
    """Apache, as Debian has it."""

    def _probe(self, daemon: Daemon, htaccess: str) -> Probed:
        folder = daemon.folder
        (folder / "feeds" / ".htaccess").write_text(htaccess)
        modules = "\n".join(
            f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
            for name in ("mpm_event", "authz_core", "deflate", "filter", "headers", "mime")
        )
        (folder / "httpd.conf").write_text(f"""
            ServerName 127.0.0.1
            Listen 127.0.0.1:{daemon.port}
            PidFile {folder}/pid
            ErrorLog {folder}/errors
            TypesConfig /etc/mime.types
            {modules}
            DocumentRoot {folder}
            <Directory {folder}>
                AllowOverride All
            </Directory>
        """)
        assert APACHE is not None
        return daemon.probe([APACHE, "-f", str(folder / "httpd.conf"), "-X"])

    def test_the_configuration_of_the_docs(self, daemon: Daemon) -> None:
        """There is nothing to say."""
        probed = self._probe(daemon, blocks("apache")[0])
        assert [] == list(map(str, probed.problems))
        assert {("gzip", "", 304)} == {
            (seen.encoding, seen.etag, seen.again) for seen in probed.files
        }
        assert {"utf-8"} == {seen.type.partition("; charset=")[2] for seen in probed.files}
        assert {"public, max-age=1800", "nosniff", "*"} < set(daemon.headers.values())

    def test_why_it_needs_one(self, daemon: Daemon) -> None:
        """With ETags and packing, it answers everyone with all of it, every time."""
        config = blocks("apache")[0].replace("FileETag None", "")
        assert {("error", "not-modified")} == codes(self._probe(daemon, config))
