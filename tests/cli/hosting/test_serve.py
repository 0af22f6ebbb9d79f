"""`feedmill serve` as people and browsers meet it: a process, on loopback."""

from __future__ import annotations

import gzip
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from previewing import RunningPreview, previewing
from sites import CONFIG, article, tree, write_site

pytestmark = pytest.mark.slow

PAGES = {"a.md": article("One", topics="[AI]"), "b.md": article("Two", topics="[AI]", draft="true")}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a small site, which was never built."""
    return write_site(tmp_path / "site", dict(PAGES))


@pytest.fixture
def preview(site: Path) -> Iterator[RunningPreview]:
    """Run a preview of it."""
    with previewing(site) as running:
        yield running


def test_it_serves_what_a_build_would_write(site: Path, preview: RunningPreview) -> None:
    """Feeds are the same bytes; pages are there whatever the config says."""
    assert not (site / "feeds").exists()
    for path in ("all.atom", "topics/ai.rss", "all.json", "index.opml"):
        assert 200 == preview.get(f"/feeds/{path}").status
    assert "One" in preview.get("/feeds/topics/ai.html").text
    assert "Two" not in preview.get("/feeds/all.atom").text
    before = preview.get("/feeds/all.atom").body
    subprocess.run([sys.executable, "-m", "feedmill", "build"], cwd=site, check=True)
    assert before == (site / "feeds" / "all.atom").read_bytes()
    assert not (site / "feeds" / "index.html").exists()


def test_the_way_in(preview: RunningPreview) -> None:
    """`/` leads to the folder of the feeds, which shows the index."""
    answer = preview.get("/")
    assert (307, "/feeds/") == (answer.status, answer.headers["location"])
    assert "/feeds/" == preview.get("/feeds").headers["location"]
    assert preview.get("/feeds/").text == preview.get("/feeds/index.html").text


def test_where_feeds_url_says(site: Path) -> None:
    """Feeds are below the path of `feeds_url`, and pages in their own folder below that."""
    urls = '  feeds_url: "https://example.org/a/ü/"\npages: {folder: html}\n'
    write_site(site, {}, CONFIG + urls)
    with previewing(site) as preview:
        base = "/a/%C3%BC/"
        assert base == preview.get("/").headers["location"]
        assert f"{base}html/" == preview.get(base).headers["location"]
        assert 200 == preview.get(f"{base}html/").status
        assert 200 == preview.get(f"{base}all.atom").status


def test_types(preview: RunningPreview) -> None:
    """Every kind of file has its type and charset, the manifest is no feed."""
    expected = {
        "all.atom": "application/atom+xml",
        "all.rss": "application/rss+xml",
        "all.json": "application/feed+json",
        "feeds.json": "application/json",
        "index.opml": "text/x-opml",
        "all.html": "text/html",
        "style.css": "text/css",
    }
    found = {path: preview.get(f"/feeds/{path}").headers["content-type"] for path in expected}
    assert {path: f"{one}; charset=utf-8" for path, one in expected.items()} == found


def test_conditional_requests(preview: RunningPreview) -> None:
    """Both validators work alone, over a real connection; packed bytes have another ETag."""
    for path in ("/feeds/all.atom", "/feeds/all.html"):
        plain, packed = preview.get(path), preview.get(path, Accept_Encoding="gzip")
        assert plain.body == gzip.decompress(packed.body)
        assert plain.headers["etag"] != packed.headers["etag"]
        assert 304 == preview.get(path, If_None_Match=plain.headers["etag"]).status
        since = preview.get(path, If_Modified_Since=plain.headers["last-modified"])
        assert (304, b"") == (since.status, since.body)
        head = preview.get(path, "HEAD")
        assert (str(len(plain.body)), b"") == (head.headers["content-length"], head.body)


def test_pictures(site: Path) -> None:
    """Stored images are served, in ranges, too; what else is in their folder is not."""
    name = "ab/ab" + "0" * 62 + ".png"
    store = site / "feeds" / "images"
    (store / "ab").mkdir(parents=True)
    (store / name).write_bytes(bytes(range(100)))
    (store / "ab" / "secret.txt").write_text("secret")
    with previewing(site) as preview:
        answer = preview.get(f"/feeds/images/{name}", Range="bytes=10-19")
        assert (206, bytes(range(10, 20))) == (answer.status, answer.body)
        assert "image/png" == answer.headers["content-type"]
        assert 404 == preview.get("/feeds/images/ab/secret.txt").status
        assert 404 == preview.get("/feeds/images/").status


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/../config.yaml",
        "/feeds/%2e%2e/config.yaml",
        "/feeds/..%2fconfig.yaml",
        "/feeds//etc/passwd",
        "//etc/passwd",
        "/config.yaml",
        "/feeds/.feedmill-staging/",
        "/feeds/images/../../config.yaml",
        "/articles/a.md",
        "/feeds/%00",
        "/feeds/all.atom/",
        "/_feedmill/x",
    ],
)
def test_nothing_else_is_served(preview: RunningPreview, path: str) -> None:
    """No path leads to another file."""
    answer = preview.get(path)
    assert 404 == answer.status
    assert "site:" not in answer.text


def test_names_of_others_are_refused(preview: RunningPreview) -> None:
    """A page elsewhere cannot read the preview through a name that leads here."""
    for path in ("/feeds/all.atom", "/_feedmill/events"):
        assert 403 == preview.get(path, Host="evil.test").status
    assert 200 == preview.get("/feeds/all.atom", Host=f"localhost:{preview.port}").status
    assert "access-control-allow-origin" not in preview.get("/feeds/all.json").headers
    assert 405 == preview.get("/feeds/all.atom", "POST").status


def test_an_edit_reloads_open_pages(site: Path, preview: RunningPreview) -> None:
    """Pages are reported a new version, and have it then; scripts are only here."""
    page = preview.get("/feeds/all.html").text
    with preview.events() as events:
        first = next(events)
        assert f"data-version='{first}'" in page
        (site / "articles" / "a.md").write_text(article("Edited", topics="[AI]"))
        assert first != next(events)
        page = preview.get("/feeds/all.html").text
        assert "Edited" in page
        (site / "articles" / "new").mkdir()
        (site / "articles" / "new" / "c.md").write_text(article("Third"))
        preview.until("/feeds/all.html", lambda text: "Third" in text)
        (site / "articles" / "new" / "c.md").write_text(article("Fourth"))
        preview.until("/feeds/all.html", lambda text: "Fourth" in text)
        (site / "articles" / "a.md").unlink()
        preview.until("/feeds/all.html", lambda text: "Edited" not in text)
    assert 1 == page.count("<script")
    assert b"<script" not in b"".join(tree(next(site.glob(".feedmill/preview/feeds"))).values())


def test_problems_come_and_go(site: Path, preview: RunningPreview) -> None:
    """What is wrong with an article is on the pages, with file and line, until it is fixed."""
    page = "/feeds/index.html"
    assert "feedmill-preview" not in preview.get(page).text
    broken = article("One <b>").replace("2026-01-02T03:04:05Z", "soon <i>")
    (site / "articles" / "a.md").write_text(broken)
    text = preview.until(page, lambda text: "feedmill-preview" in text)
    assert "articles/a.md:3" in text
    assert "bad-date" in text
    assert "soon <i>" not in text
    (site / "articles" / "a.md").write_text(article("One"))
    preview.until(page, lambda text: "feedmill-preview" not in text)


def test_a_broken_config(site: Path, preview: RunningPreview) -> None:
    """The last good one goes on, edits and all; the problem is on each page, that of a 404, too."""
    feed = preview.get("/feeds/all.atom").body
    good = (site / "config.yaml").read_text()
    (site / "config.yaml").write_text(good + "feeds: {limt: 3}\n")
    text = preview.until("/feeds/index.html", lambda text: "feedmill-preview" in text)
    assert "config.yaml:5" in text
    assert "feeds.limt: unknown key" in text
    assert "config.yaml:5" in preview.get("/feeds/none").text
    assert feed == preview.get("/feeds/all.atom").body
    (site / "articles" / "a.md").write_text(article("Still here"))
    preview.until("/feeds/all.html", lambda text: "Still here" in text)
    (site / "config.yaml").write_text(good.replace("title: Example", "title: Renamed"))
    preview.until("/feeds/", lambda text: "Renamed" in text and "feedmill-preview" not in text)
    (site / "config.yaml").unlink()
    preview.until("/feeds/index.html", lambda text: "does not exist" in text)


def test_templates(site: Path) -> None:
    """A mistake in a template is named with its line; fixed, the pages are as it says."""
    write_site(site, {}, CONFIG + "pages: {templates: ours}\n")
    (site / "ours").mkdir()
    template = site / "ours" / "row.html"
    template.write_text("<li>\n{% if %}</li>")
    with previewing(site) as preview:
        text = preview.get("/feeds/").text
        assert "ours/row.html" in text
        assert "No feeds yet" in text
        template.write_text("<li>mine: {{ feed.name }}</li>")
        preview.until("/feeds/", lambda text: "mine: " in text)
        template.write_text("<li>mine again: {{ feed.name }}</li>")
        preview.until("/feeds/", lambda text: "mine again: " in text)


def test_drafts(site: Path) -> None:
    """With --drafts they are in feeds and pages, and say what they are."""
    with previewing(site, "--drafts") as preview:
        assert "Draft: Two" in preview.get("/feeds/all.html").text
        titles = [
            item["title"] for item in json.loads(preview.get("/feeds/all.json").body)["items"]
        ]
        assert ["Draft: Two", "One"] == sorted(titles)


def children(number: int) -> set[int]:
    """Return the processes that one has started, and those that these have."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == number:
            found |= {int(path.parent.name)} | children(int(path.parent.name))
    return found


def left(numbers: set[int]) -> list[str]:
    """Return what is still running of some processes, after a moment to end in."""
    time.sleep(0.3)
    found = []
    for number in numbers:
        place = Path(f"/proc/{number}")
        if (
            place.exists()
            and place.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z"
        ):
            found.append(place.joinpath("cmdline").read_text().replace("\0", " "))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends(site: Path, number: int) -> None:
    """A signal ends it at once, with a page open, quietly, and with status 0; no child is left."""
    with previewing(site) as preview, preview.events() as events:
        next(events)
        running = children(preview.process.pid)
        status, _, errors = preview.end(number)
        assert (0, "") == (status, errors)
        assert [] == left(running)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_it_ends_in_the_middle_of_a_build(site: Path) -> None:
    """A long build with workers is ended, too, and the next preview is whole."""
    many = {
        f"{n}.md": article(f"No {n}", topics=f"[T{n % 50}]", body="word " * 400)
        for n in range(3000)
    }
    with previewing(site) as preview:
        write_site(site, dict(many))
        deadline = time.monotonic() + 20
        while not (running := children(preview.process.pid)) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert 0 == preview.end()[0]
        assert [] == left(running)
    with previewing(site) as preview:
        assert 0 == run("build", cwd=site).returncode
        for path in ("all.atom", "topics/t0.json", "topics/t49.rss"):
            assert (site / "feeds" / path).read_bytes() == preview.get(f"/feeds/{path}").body


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "feedmill", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)


def test_a_port_that_is_taken(site: Path, preview: RunningPreview) -> None:
    """One line names it, before anything is built."""
    done = run("serve", "--port", str(preview.port), cwd=site)
    assert (2, "") == (done.returncode, done.stdout)
    expected = f"error: port {preview.port} of 127.0.0.1 is taken; choose another with --port\n"
    assert expected == done.stderr


def test_a_host_that_is_not_ours(site: Path) -> None:
    """One line, again."""
    done = run("serve", "--host", "192.0.2.1", "--port", "0", cwd=site)
    assert 2 == done.returncode
    assert 1 == done.stderr.count("\n")


def test_a_second_preview(site: Path, preview: RunningPreview) -> None:
    """One site can have two of them: the second one uses another folder."""
    with previewing(site) as second:
        assert second.port != preview.port
        assert preview.get("/feeds/all.atom").body == second.get("/feeds/all.atom").body
        assert "another preview" in second.end()[2]


def test_builds_meanwhile(site: Path, preview: RunningPreview) -> None:
    """A build and a preview do not get into each other's way."""
    assert 0 == run("build", cwd=site).returncode
    assert 0 == run("build", "--check", cwd=site).returncode
    assert 200 == preview.get("/feeds/all.atom").status


def test_a_config_that_is_broken_from_the_start(site: Path) -> None:
    """There is nothing to preview: the errors, and status 2."""
    (site / "config.yaml").write_text("site: {}\n")
    done = run("serve", "--port", "0", cwd=site)
    assert (2, "") == (done.returncode, done.stdout)
    assert "config.yaml:1: error[config]: site.title" in done.stderr


def test_others_may_come(site: Path) -> None:
    """On all addresses there is a warning."""
    with previewing(site, "--host", "0.0.0.0") as preview:
        assert 200 == preview.get("/feeds/all.atom", Host="192.0.2.7:80").status
        assert 403 == preview.get("/feeds/all.atom", Host="evil.test").status
        assert "warning: others can reach 0.0.0.0" in preview.end()[2]


def test_without_the_extra(site: Path, tmp_path: Path) -> None:
    """The line to install it, and status 2."""
    hidden = tmp_path / "sitecustomize.py"
    hidden.write_text(
        "import importlib.util\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: name != 'uvicorn' and find(name, *rest)\n"
    )
    command = [sys.executable, "-m", "feedmill", "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(
        command, cwd=site, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert (2, "") == (done.returncode, done.stdout)
    assert "pip install 'feedmill[serve]'" in done.stderr
    assert 1 == done.stderr.count("\n")


def test_a_thousand_at_once(preview: RunningPreview) -> None:
    """A thousand connections at one time, each with a conditional request, get a 304 each."""
    tag = preview.get("/feeds/all.atom").headers["etag"]
    request = (
        f"GET /feeds/all.atom HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: {tag}\r\n"
        "Connection: close\r\n\r\n"
    ).encode()
    connections = [socket.create_connection(("127.0.0.1", preview.port), 30) for _ in range(1000)]

    def ask(connection: socket.socket) -> bytes:
        with connection:
            connection.sendall(request)
            return connection.makefile("rb").readline()

    with ThreadPoolExecutor(50) as pool:
        answers = set(pool.map(ask, connections))
    assert {b"HTTP/1.1 304 Not Modified\r\n"} == answers
