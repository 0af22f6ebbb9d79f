"""Fetching images into the store, and fetching them again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from imagefetch import LOCAL, Fetching, Opening, refusal
from imageserver import Answer, Server, picture


def test_an_image_is_stored_under_its_hash(
    server: Server, fetching: Fetching, opened: Opening
) -> None:
    """The manifest has what is true of the bytes, whatever URL and headers say."""
    body = picture("PNG", (40, 30))
    headers = {"Content-Type": "image/jpeg", "ETag": '"a1"', "Last-Modified": "yesterday"}
    url = server.gives("/photo.jpg", Answer(body, headers=headers))

    done = fetching(url)

    image = opened().lookup(url)
    sha256 = hashlib.sha256(body).hexdigest()
    assert (1, 0, len(body)) == (done.added, done.failed, done.received)
    assert image is not None
    assert f"{sha256[:2]}/{sha256}.png" == image.file
    assert ("image/png", 40, 30, len(body)) == (
        image.type,
        image.width,
        image.height,
        image.bytes,
    )
    assert ('"a1"', "yesterday", None) == (image.etag, image.modified, image.thumbnail)
    assert body == opened().path(image.file).read_bytes()


@pytest.mark.parametrize(
    ("format_", "type_"),
    [
        ("JPEG", "image/jpeg"),
        ("PNG", "image/png"),
        ("GIF", "image/gif"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
        ("AVIF", "image/avif"),
        ("ICO", "image/vnd.microsoft.icon"),
    ],
)
def test_types_of_images(
    server: Server, fetching: Fetching, opened: Opening, format_: str, type_: str
) -> None:
    """Each kind of image that browsers show is known by its bytes."""
    url = server.gives("/image", picture(format_, (32, 32)))

    fetching(url)

    image = opened().lookup(url)
    assert image is not None
    assert (type_, 32, 32) == (image.type, image.width, image.height)


def test_the_store_is_as_a_web_server_needs_it(
    server: Server, fetching: Fetching, tmp_path: Path
) -> None:
    """Nothing but the manifest and files that all may read is left, no work folder."""
    fetching(server.gives("/a", picture()), server.gives("/b", b"no image"))

    found = {path.relative_to(tmp_path / "store") for path in (tmp_path / "store").rglob("*.*")}
    (file,) = found - {Path("images.jsonl")}
    assert 0o644 == (tmp_path / "store" / file).stat().st_mode & 0o777


def test_the_same_bytes_are_stored_once(
    server: Server, fetching: Fetching, opened: Opening
) -> None:
    """Two URLs with one content are two lines and one file."""
    one, two = server.gives("/a.jpg", picture()), server.gives("/b.jpg", picture())

    assert 2 == fetching(one, two).added

    store = opened()
    assert 2 == len(store.images)
    assert [store.images[one].file] == store.files()


@pytest.mark.parametrize("path", ["/caf%C3%A9%20%E2%82%AC.jpg?w=1%2C2&h=3", "/a/../b;c=d,e(f)~'!*"])
def test_paths_arrive_as_they_are_written(server: Server, fetching: Fetching, path: str) -> None:
    """A percent-encoded path reaches the server unchanged."""
    fetching(server.gives(path, picture()))

    assert [path] == [one.path for one in server.asked]


def test_unicode_in_a_redirect(server: Server, fetching: Fetching) -> None:
    """A Location with raw UTF-8 and spaces leads where a browser would go."""
    server.gives("/caf%C3%A9%20x.jpg", picture())
    url = server.gives("/go", Answer(status=302, headers={"Location": "/café x.jpg"}))

    assert 1 == fetching(url).added


def test_what_is_sent(server: Server, fetching: Fetching) -> None:
    """No cookie, no credential, no Referer: only what the request needs."""
    cookie = {"Set-Cookie": "id=1", "Location": "/b.jpg"}
    first = server.gives("/a.jpg", Answer(status=301, headers=cookie))
    server.gives("/b.jpg", Answer(picture(), headers={"Set-Cookie": "id=2"}))

    fetching(first, contact="https://example.org/")
    fetching(first, refresh=True)

    expected = {"host", "user-agent", "accept", "accept-encoding"}
    assert [expected] * 4 == [set(one.headers) for one in server.asked]
    assert server.asked[0].headers["user-agent"].endswith(" (+https://example.org/)")
    assert f"127.0.0.1:{server.port}" == server.asked[0].headers["host"]


def test_proxies_of_the_environment_are_not_used(
    server: Server, private_server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect to what it likes, unchecked."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.2:{private_server.port}")

    assert 1 == fetching(server.gives("/a.jpg", picture())).added
    assert [] == private_server.asked


def test_failures_are_warnings(server: Server, fetching: Fetching) -> None:
    """A failing image is a line with its article, not a failed run, unless it is strict."""
    url = server.gives("/a", Answer(status=404))

    done, strict = fetching(url), fetching(url, strict=True)

    expected = f"{url} the server answers 404 Not Found (used by 1 more article)"
    assert [f"articles/a.md: warning[image-http-404]: {expected}"] == [*map(str, done.problems)]
    assert [f"articles/a.md: error[image-http-404]: {expected}"] == [*map(str, strict.problems)]
    assert (0, 1) == (done.exit_status, strict.exit_status)


def test_a_second_fetch_asks_for_nothing(
    server: Server, fetching: Fetching, tmp_path: Path
) -> None:
    """What the store has is not asked for, and the manifest is not written anew."""
    url = server.gives("/a", picture())
    fetching(url)
    before = (tmp_path / "store" / "images.jsonl").stat()

    done = fetching(url)

    assert (1, 0) == (done.kept, done.added)
    assert 1 == len(server.asked)
    assert before == (tmp_path / "store" / "images.jsonl").stat()


def test_a_lost_file_is_fetched_again(server: Server, fetching: Fetching, opened: Opening) -> None:
    """A file that is gone from the store counts as lacking."""
    url = server.gives("/a", picture())
    fetching(url)
    file = opened().path(opened().images[url].file)
    file.unlink()

    assert 1 == fetching(url).added
    assert file.exists()


def test_refresh_of_what_is_unchanged(server: Server, fetching: Fetching, tmp_path: Path) -> None:
    """A 304 changes no byte of the store."""
    headers = {"ETag": 'W/"1"', "Last-Modified": "Sun, 22 Nov 2026 10:00:00 GMT"}
    url = server.gives("/a", Answer(picture(), headers=headers), Answer(status=304))
    fetching(url)
    before = (tmp_path / "store" / "images.jsonl").read_bytes()

    done = fetching(url, refresh=True, now=datetime(2027, 1, 1, tzinfo=UTC))

    sent = server.asked[1].headers
    assert (1, 0) == (done.confirmed, done.failed)
    assert ('W/"1"', "Sun, 22 Nov 2026 10:00:00 GMT") == (
        sent["if-none-match"],
        sent["if-modified-since"],
    )
    assert before == (tmp_path / "store" / "images.jsonl").read_bytes()


def test_refresh_of_what_has_changed(server: Server, fetching: Fetching, opened: Opening) -> None:
    """A new picture gets a new name; the old file stays until it is pruned."""
    old, new = picture(size=(40, 30)), picture(size=(60, 30))
    url = server.gives("/a", old, new)
    fetching(url)

    done = fetching(url, refresh=True, now=datetime(2027, 1, 1, tzinfo=UTC))

    assert 1 == done.renewed
    assert (60, 2027) == (opened().images[url].width, opened().images[url].fetched.year)
    assert 2 == len(opened().files())


def test_refresh_of_what_is_gone(server: Server, fetching: Fetching, opened: Opening) -> None:
    """An image that its server has no more is still in the store."""
    url = server.gives("/a", picture(), Answer(status=410))
    fetching(url)

    assert "http-410" == refusal(fetching(url, refresh=True))[0]
    assert opened().lookup(url) is not None


def test_thumbnails(server: Server, fetching: Fetching, opened: Opening) -> None:
    """A wide image gets a copy of the width that config asks for, in its proportions."""
    url = server.gives("/a", picture("PNG", (800, 600)))

    fetching(url, images=replace(LOCAL, thumbnail=400))

    copy = opened().images[url].thumbnail
    assert copy is not None
    assert ("image/jpeg", 400, 300) == (copy.type, copy.width, copy.height)
    assert opened().path(copy.file).stat().st_size == copy.bytes


def test_thumbnails_asked_for_later(server: Server, fetching: Fetching, opened: Opening) -> None:
    """Images that are in the store already get theirs without a request."""
    url = server.gives("/a", picture("PNG", (800, 600)))
    fetching(url)

    done = fetching(url, images=replace(LOCAL, thumbnail=200))

    assert (1, 1) == (done.kept, len(server.asked))
    copy = opened().images[url].thumbnail
    assert copy is not None
    assert 200 == copy.width


def test_svg_if_config_allows_it(server: Server, fetching: Fetching, opened: Opening) -> None:
    """A harmless SVG is stored as it is; one with script is refused."""
    head = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='10'>"
    good = server.gives("/good", f"{head}<circle r='5'/></svg>".encode())
    bad = server.gives("/bad", f"{head}<script>alert(1)</script></svg>".encode())

    done = fetching(good, bad, images=replace(LOCAL, svg=True))

    assert "svg-unsafe" == refusal(done)[0]
    image = opened().images[good]
    assert ("image/svg+xml", 20, 10) == (image.type, image.width, image.height)
