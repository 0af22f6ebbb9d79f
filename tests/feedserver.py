"""Servers on loopback: one for published feeds, good or bad as it is told, and a WebSub hub."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
import urllib.request
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

TYPES = {
    ".atom": "application/atom+xml; charset=utf-8",
    ".rss": "application/rss+xml; charset=UTF-8",
    ".json": "application/feed+json; charset=utf-8",
    ".opml": "text/x-opml",
    ".html": "text/html; charset=utf-8",
}
ATOM = "{http://www.w3.org/2005/Atom}"


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[Any]:
    """Let a server serve meanwhile."""
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class FeedServer(ThreadingHTTPServer):
    """Serves what is in `folder` below `/feeds/`, as one would wish; with `quirks`, less so.

    `home` is the page at `/`, which names the feed of everything in its head.

    A quirk is a function that takes path, status, headers and body of an answer to be, and may
    change the headers and give another status and body.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Feeds)
        self.folder = folder
        self.asked: Counter[str] = Counter()
        self.home = (
            '<!DOCTYPE html><title>Home</title><link rel="alternate" '
            f'type="application/atom+xml" href="{self.url}all.atom">'
        )
        # Which conditions are met if they are asked alone, of a server that knows two validators.
        self.alone: dict[str, bool] = {}
        self.quirks: list[Callable[[str, int, dict[str, str], bytes], tuple[int, bytes]]] = []

    @property
    def url(self) -> str:
        """Give the address of the folder."""
        return f"http://127.0.0.1:{self.server_port}/feeds/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class _Feeds(_Handler):
    server: FeedServer

    def do_GET(self) -> None:
        if self.path == "/":
            self.answer(200, {"Content-Type": "text/html"}, self.server.home.encode())
            return
        path = unquote(urlsplit(self.path).path).removeprefix("/feeds/")
        self.server.asked[path] += 1
        place = self.server.folder / path
        if not place.is_file():
            self.answer(404, {})
            return
        body = place.read_bytes()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {
            "ETag": etag,
            "Content-Type": TYPES[place.suffix],
            "Cache-Control": "public, max-age=1800",
            "Access-Control-Allow-Origin": "*",
        }
        status = 304 if self.headers["If-None-Match"] == etag else 200
        if self.server.alone:
            headers["Last-Modified"] = "Mon, 02 Jan 2006 15:04:05 GMT"
            asked = [name for name in ("If-None-Match", "If-Modified-Since") if self.headers[name]]
            known = len(asked) != 1 or self.server.alone.get(asked[0], True)
            status = 304 if asked and known else 200
        for quirk in self.server.quirks:
            status, body = quirk(path, status, headers, body)
        packs = "gzip" in self.headers.get("Accept-Encoding", "")
        if status == 304:
            body = b""
        elif packs and headers.setdefault("Content-Encoding", "gzip") == "gzip":
            body = gzip.compress(body)
        self.answer(status, headers, body)


class Hub(ThreadingHTTPServer):
    """A hub that holds publishers to the W3C Recommendation (https://www.w3.org/TR/websub/).

    It takes what existing hubs take (Publishing), and then does what it must do for its
    subscribers: discovery at the topic (Discovery), and delivery of the new content (Content
    Distribution). `violations` says what was not as it should be; `told` counts the topics, and
    `delivered` has what subscribers got last. `answers` are statuses, with headers, to give first.
    """

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Hub)
        self.answers: list[tuple[int, dict[str, str]]] = []
        self.asked = 0
        self.violations: list[str] = []
        self.told: Counter[str] = Counter()
        self.delivered: dict[str, bytes] = {}

    @property
    def url(self) -> str:
        """Give the hub's address."""
        return f"http://127.0.0.1:{self.server_port}/"

    def check(self, headers: Any, body: bytes) -> str:
        """Check what a publisher sent; give its topic."""
        form = parse_qsl(body.decode(), strict_parsing=True, keep_blank_values=True)
        fields = dict(form)
        self.expect(
            headers["Content-Type"] == "application/x-www-form-urlencoded",
            "a form is application/x-www-form-urlencoded",
        )
        self.expect(len(form) == len(fields), "no field stands twice")
        self.expect(fields.keys() == {"hub.mode", "hub.url"}, "the fields are hub.mode and hub.url")
        self.expect(fields.get("hub.mode") == "publish", "the mode is publish")
        topic = urlsplit(fields.get("hub.url", ""))
        self.expect(topic.scheme in ("http", "https") and bool(topic.netloc), "a topic is a URL")
        self.expect(not topic.fragment, "a topic is a resource, not a part of one")
        return fields.get("hub.url", "")

    def distribute(self, topic: str) -> None:
        """Fetch a topic, find out where it belongs, and deliver it."""
        with urllib.request.urlopen(topic) as response:
            content = response.read()
            headers = response.headers
        hubs, selves = _from_headers(headers) or _from_document(content)
        self.expect(self.url in hubs, f"{topic} names this hub, not {hubs}")
        self.expect(selves == [topic], f"{topic} has exactly one self link, not {selves}")
        self.expect(content != self.delivered.get(topic), f"{topic} has something new")
        self.delivered[topic] = content

    def expect(self, fine: bool, rule: str) -> None:
        """Note a rule that was broken."""
        if not fine:
            self.violations.append(rule)


class _Hub(_Handler):
    server: Hub

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked += 1
        if self.server.answers:
            status, headers = self.server.answers.pop(0)
            self.answer(status, headers, b"as told\nmore")
            return
        topic = self.server.check(self.headers, body)
        self.server.told[topic] += 1
        self.server.distribute(topic)
        self.answer(202, {})

    def do_GET(self) -> None:
        self.server.violations.append("a publisher only posts")
        self.answer(405, {})


def _from_headers(headers: Any) -> tuple[list[str], list[str]] | None:
    """Read Link headers (RFC 8288), which come first."""
    links = [
        (rel, url)
        for line in headers.get_all("Link", [])
        for url, rel in re.findall(r'<([^>]*)>\s*;\s*rel="?(\w+)"?', line)
    ]
    return _sorted(links) if links else None


def _from_document(content: bytes) -> tuple[list[str], list[str]]:
    """Read a feed's own links; JSON Feed 1.1 has its own way to name a hub."""
    if content.startswith(b"{"):
        feed = json.loads(content)
        hubs = [hub["url"] for hub in feed.get("hubs", []) if hub["type"] == "WebSub"]
        return hubs, [feed["feed_url"]]
    root = ET.fromstring(content)
    head = root[0] if root.tag == "rss" else root
    return _sorted([(link.get("rel"), link.get("href")) for link in head.findall(f"{ATOM}link")])


def _sorted(links: list[Any]) -> tuple[list[str], list[str]]:
    return [url for rel, url in links if rel == "hub"], [url for rel, url in links if rel == "self"]
