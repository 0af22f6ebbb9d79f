"""Fetching images from a server that does everything that servers do."""

from __future__ import annotations

import gzip
import hashlib
import socket
import struct
import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from feedmill.images.limits import Limits
from feedmill.images.outcome import Fetched
from feedmill.images.store import Store
from feedmill.settings import Images
from imageserver import Answer, Server, picture

LOCAL = Images(store="store", allow_hosts=("127.0.0.1",))
Fetching = Callable[..., Fetched]
Opening = Callable[[], Store]


def refusal(done: Fetched) -> tuple[str, str]:
    """Give code and message of the one image that failed."""
    (problem,) = done.problems
    assert 1 == done.failed, done
    return problem.code.removeprefix("image-"), problem.message


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


# What servers do wrong


def test_slow_headers(server: Server, fetching: Fetching) -> None:
    """A server that keeps silent is given up after the read time-out, and tried again."""
    url = server.gives("/a", Answer(picture(), wait=5))

    assert "timeout" == refusal(fetching(url, limits=quick(read=0.1, attempts=2)))[0]
    assert 2 == server.count()["/a"]


def test_slow_body(server: Server, fetching: Fetching) -> None:
    """A body that drips in without end is cut off by the total time-out."""
    url = server.gives("/a", Answer(picture(), pace=0.05, piece=10))

    code, message = refusal(fetching(url, limits=quick(total=0.3, attempts=1)))

    assert "timeout" == code
    assert "takes over 0.3 s" in message


def test_total_time_counts_redirects(server: Server, fetching: Fetching) -> None:
    """Redirects do not start the total time anew."""
    slow = {"Location": "/b"}
    url = server.gives("/a", Answer(status=302, headers=slow, wait=0.3))
    server.gives("/b", Answer(status=302, headers={"Location": "/c"}, wait=0.3))
    server.gives("/c", Answer(picture(), wait=0.3))

    assert "timeout" == refusal(fetching(url, limits=quick(total=0.7, attempts=1)))[0]


def test_truncated_body(server: Server, fetching: Fetching) -> None:
    """A body that breaks off is asked for again, and taken when it is whole."""
    body = picture(size=(300, 200))
    url = server.gives("/a", Answer(body, cut=len(body) // 2), body)

    assert 1 == fetching(url).added


@pytest.mark.parametrize("chunked", [False, True])
def test_body_that_always_breaks_off(
    server: Server, fetching: Fetching, opened: Opening, chunked: bool
) -> None:
    """A body that never comes whole is refused and leaves nothing behind."""
    url = server.gives("/a", Answer(picture(size=(300, 200)), cut=500, chunked=chunked))

    assert "broken" == refusal(fetching(url))[0]
    assert [] == opened().files()


def test_content_length_too_small(server: Server, fetching: Fetching) -> None:
    """What a false Content-Length cuts off is a damaged image."""
    body = picture(size=(300, 200))
    url = server.gives("/a", Answer(body, length=len(body) // 2))

    assert "damaged" == refusal(fetching(url))[0]


def test_content_length_too_large(server: Server, fetching: Fetching) -> None:
    """A body shorter than announced is refused, though a decoder might like it."""
    body = picture()
    url = server.gives("/a", Answer(body, length=len(body) + 100))

    assert "broken" == refusal(fetching(url))[0]


def test_chunked(server: Server, fetching: Fetching, opened: Opening) -> None:
    """A chunked body without a length is taken as well."""
    url = server.gives("/a", Answer(picture(), chunked=True, piece=100))

    assert 1 == fetching(url).added
    assert len(picture()) == opened().images[url].bytes


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_compressed_though_not_asked_for(
    server: Server, fetching: Fetching, opened: Opening, packed: Callable[[bytes], bytes]
) -> None:
    """A compressed body is unpacked; the store has the image itself."""
    name = "gzip" if packed is gzip.compress else "deflate"
    url = server.gives("/a", Answer(packed(picture()), headers={"Content-Encoding": name}))

    assert 1 == fetching(url).added
    assert picture() == opened().path(opened().images[url].file).read_bytes()


def test_gzip_bomb(server: Server, fetching: Fetching) -> None:
    """A small body that unpacks to a large one is refused at the limit."""
    bomb = gzip.compress(bytes(20_000_000))
    assert len(bomb) < 50_000
    url = server.gives("/a", Answer(bomb, headers={"Content-Encoding": "gzip"}))

    assert "too-large" == refusal(fetching(url))[0]


def test_compressed_and_cut_off(server: Server, fetching: Fetching) -> None:
    """A compressed body without its end is not whole, whatever its length says."""
    body = gzip.compress(picture())[:-20]
    url = server.gives("/a", Answer(body, headers={"Content-Encoding": "gzip"}))

    assert "broken" == refusal(fetching(url))[0]


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "compress"])
def test_encodings_that_nobody_asked_for(server: Server, fetching: Fetching, encoding: str) -> None:
    """Other encodings are refused, and named."""
    url = server.gives("/a", Answer(picture(), headers={"Content-Encoding": encoding}))

    code, message = refusal(fetching(url))
    assert ("encoding", True) == (code, encoding in message)


def test_announced_too_large(server: Server, fetching: Fetching) -> None:
    """A length over the limit is refused before its body is read."""
    url = server.gives("/a", Answer(picture(), length=200_001))

    done = fetching(url)

    assert ("too-large", 0) == (refusal(done)[0], done.received)


def test_too_large_without_a_length(server: Server, fetching: Fetching) -> None:
    """A chunked body over the limit is cut off there."""
    url = server.gives("/a", Answer(bytes(5_000_000), chunked=True))

    done = fetching(url)

    assert "too-large" == refusal(done)[0]
    assert done.received < 1_000_000


def test_no_http(fetching: Fetching) -> None:
    """A server that speaks something else is refused."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        limits = quick(attempts=1)

        def hello() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"220 mail.example.org ESMTP\r\n")

        thread = threading.Thread(target=hello)
        thread.start()
        done = fetching(f"http://127.0.0.1:{port}/", limits=limits)
        thread.join()
    assert "broken" == refusal(done)[0]


def test_nobody_listens(fetching: Fetching) -> None:
    """A refused connection is said; after many, its server is asked no more."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    urls = [f"http://127.0.0.1:{port}/{number}" for number in range(50)]

    done = fetching(*urls)

    assert {"image-connect"} == {problem.code for problem in done.problems}
    assert 50 == done.failed
    assert 40 < sum("given up" in problem.message for problem in done.problems)


# What servers answer


@pytest.mark.parametrize("status", [404, 410, 403, 204, 206, 300, 304, 418, 999])
def test_statuses_that_end_it(server: Server, fetching: Fetching, status: int) -> None:
    """Any other status than 200 is refused at once, and said."""
    body = b"" if status in (204, 304) else picture()
    url = server.gives("/a", Answer(body, status=status))

    code, message = refusal(fetching(url))

    assert f"http-{status}" == code
    assert f"answers {status}" in message
    assert 1 == server.count()["/a"]


def test_500_twice_then_200(server: Server, fetching: Fetching) -> None:
    """A passing error is survived."""
    url = server.gives("/a", Answer(status=500), Answer(status=500), picture())

    assert 1 == fetching(url).added
    assert 3 == server.count()["/a"]


def test_500_for_ever(server: Server, fetching: Fetching) -> None:
    """An error that does not pass is given up after the last attempt."""
    url = server.gives("/a", Answer(status=500))

    assert "http-500" == refusal(fetching(url))[0]
    assert 4 == server.count()["/a"]


def test_429_with_retry_after(server: Server, fetching: Fetching) -> None:
    """The whole host is left alone for as long as it asks."""
    busy = Answer(status=429, headers={"Retry-After": "1"})
    urls = [server.gives(f"/{number}", picture()) for number in range(5)]
    urls.insert(0, server.gives("/busy", busy, picture()))

    assert 6 == fetching(*urls, limits=quick(per_host=1)).added

    first, *others = server.asked
    assert "/busy" == first.path
    assert min(one.time for one in others) - first.time >= 1.0


def test_retry_after_as_a_date(server: Server, fetching: Fetching) -> None:
    """A date counts from the time of the run."""
    now = datetime(2026, 11, 22, 12, 0, 0, 700_000, tzinfo=UTC)
    date = format_datetime(now + timedelta(seconds=1), usegmt=True)  # 0.3 s later
    url = server.gives("/a", Answer(status=503, headers={"Retry-After": date}), picture())

    assert 1 == fetching(url, now=now).added
    assert server.asked[1].time - server.asked[0].time >= 0.3


def test_a_host_that_asks_for_hours(server: Server, fetching: Fetching) -> None:
    """A host that wants to be left alone for long gets no further request in this run."""
    busy = Answer(status=429, headers={"Retry-After": "7200"})
    urls = [server.gives(f"/{number}", busy) for number in range(20)]

    done = fetching(*urls, limits=quick(per_host=1))

    assert (20, 1) == (done.failed, len(server.asked))
    assert "left alone for 7200 s" in done.problems[-1].message


def test_politeness(server: Server, fetching: Fetching) -> None:
    """A host never has more requests at once than the limit says."""
    urls = [server.gives(f"/{number}", Answer(picture(), wait=0.01)) for number in range(40)]

    assert 40 == fetching(*urls, limits=quick(per_host=3)).added
    assert 3 == server.busiest


# Redirects


def test_five_redirects(server: Server, fetching: Fetching) -> None:
    """Five redirects are followed."""
    for number in range(5):
        server.gives(f"/{number}", Answer(status=301 + number % 3, headers=to(f"/{number + 1}")))
    server.gives("/5", picture())

    assert 1 == fetching(f"http://127.0.0.1:{server.port}/0").added


def test_redirect_loop(server: Server, fetching: Fetching) -> None:
    """A loop ends at the sixth."""
    url = server.gives("/a", Answer(status=302, headers=to("/a")))

    assert "redirects" == refusal(fetching(url))[0]
    assert 6 == server.count()["/a"]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.2",
        "127.0.0.2.",
        "127.2",
        "2130706434",
        "0x7f.0.0.2",
        "0177.0.0.2",
        "１２７.0.0.2",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.2]",
    ],
)
def test_redirect_to_a_private_address(
    server: Server, private_server: Server, fetching: Fetching, host: str
) -> None:
    """A redirect cannot reach what a URL could not, however it is written."""
    private_server.gives("/secret", picture())
    where = f"http://{host}:{private_server.port}/secret"
    url = server.gives("/a", Answer(status=302, headers=to(where)))

    code, message = refusal(fetching(url))

    assert code in ("private-address", "bad-url")
    assert "redirects to" in message
    assert [] == private_server.asked


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "ftp://127.0.0.1/", "//u:p@127.0.0.1/", "gopher:x", "http://"]
)
def test_redirect_to_no_web_page(server: Server, fetching: Fetching, where: str) -> None:
    """A redirect to another scheme, or with a password, is refused."""
    url = server.gives("/a", Answer(status=302, headers=to(where)))

    assert "bad-url" == refusal(fetching(url))[0]


def test_redirect_without_a_location(server: Server, fetching: Fetching) -> None:
    """A redirect to nowhere is a status like any other."""
    assert "http-302" == refusal(fetching(server.gives("/a", Answer(status=302))))[0]


# Names and addresses


def test_private_addresses_are_not_connected_to(private_server: Server, fetching: Fetching) -> None:
    """Without config's leave, loopback is not asked."""
    url = private_server.gives("/a", picture())

    code, message = refusal(fetching(url, images=Images(store="store")))

    assert "private-address" == code
    assert "images.allow_hosts" in message
    assert [] == private_server.asked


@pytest.mark.parametrize(
    "addresses", [["127.0.0.2"], ["93.184.215.14", "127.0.0.2"], ["::1"], ["fe80::1%lo"]]
)
def test_names_that_resolve_to_private_addresses(
    private_server: Server,
    fetching: Fetching,
    monkeypatch: pytest.MonkeyPatch,
    addresses: list[str],
) -> None:
    """One private address among those of a name is enough to refuse it."""
    resolving(monkeypatch, [addresses])
    url = f"http://images.example.org:{private_server.port}/a"

    assert "private-address" == refusal(fetching(url))[0]
    assert [] == private_server.asked


def test_rebinding(
    server: Server, private_server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is resolved once, and connected to at the address that was checked."""
    asked = resolving(monkeypatch, [["127.0.0.1"], ["127.0.0.2"]])
    server.gives("/a", picture())
    url = f"http://rebind.example.org:{server.port}/a"

    done = fetching(url, images=replace(LOCAL, allow_hosts=("rebind.example.org",)))

    assert 1 == done.added
    assert ["rebind.example.org"] == asked
    assert f"rebind.example.org:{server.port}" == server.asked[0].headers["host"]
    assert [] == private_server.asked


def test_redirect_to_a_name_of_a_private_address(
    server: Server, private_server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name that a redirect leads to is resolved and checked like the first."""
    resolving(monkeypatch, [["127.0.0.2"]])
    where = f"http://images.example.org:{private_server.port}/"
    url = server.gives("/a", Answer(status=302, headers=to(where)))

    assert "private-address" == refusal(fetching(url))[0]
    assert [] == private_server.asked


def test_a_name_that_does_not_exist(fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name without an address is said, once, and not tried again."""
    asked = resolving(monkeypatch, [])

    assert "no-such-host" == refusal(fetching("http://nowhere.example.org/a"))[0]
    assert ["nowhere.example.org"] == asked


@pytest.mark.parametrize("host", ["images.example.org", "other.example.org"])
def test_certificates_are_those_of_the_name(
    secure_server: Server, fetching: Fetching, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    """Connecting to a checked address does not weaken TLS: the name must be the certificate's."""
    resolving(monkeypatch, [["127.0.0.1"]])
    secure_server.gives("/a", picture())
    url = f"https://{host}:{secure_server.port}/a"

    done = fetching(url, images=replace(LOCAL, allow_hosts=(host,)), limits=quick(attempts=1))

    if host == "images.example.org":
        assert 1 == done.added
    else:
        code, message = refusal(done)
        assert ("connect", True) == (code, "CERTIFICATE_VERIFY_FAILED" in message)


@pytest.mark.parametrize("url", ["http://[::1", "http://", "a.jpg", "http://u:p@example.org/"])
def test_urls_that_are_none(fetching: Fetching, url: str) -> None:
    """Whatever an article calls an image, the run goes on."""
    assert "bad-url" == refusal(fetching(url))[0]


# What is no image


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b"", "empty", "empty"),
        (b"<!doctype html><html><h1>Not here</h1></html>", "not-an-image", "HTML page"),
        (b"%PDF-1.7\n", "not-an-image", "no image"),
        (b"GIF89a", "not-an-image", "no image"),
        (picture("PNG", (200, 100))[:-40], "damaged", "damaged"),
        (picture("JPEG", (300, 200))[:-900], "damaged", "damaged"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg", "images.svg"),
    ],
    ids=["empty", "html", "pdf", "head-only", "png-cut", "jpeg-cut", "svg"],
)
def test_no_images(
    server: Server, fetching: Fetching, opened: Opening, body: bytes, code: str, words: str
) -> None:
    """What cannot be decoded is refused, whatever it is called."""
    headers = {"Content-Type": "image/jpeg"}
    url = server.gives("/photo.jpg", Answer(body, headers=headers))

    found, message = refusal(fetching(url))

    assert (code, True) == (found, words in message)
    assert [] == opened().files()


@pytest.mark.parametrize("side", [60_000, 10_000, 1_001])
def test_too_many_pixels(server: Server, fetching: Fetching, side: int) -> None:
    """A picture is refused by its header; its pixels are never unpacked."""
    url = server.gives("/a.png", huge_png(side, side))

    assert "too-many-pixels" == refusal(fetching(url))[0]


# Reports


def test_failures_are_warnings(server: Server, fetching: Fetching) -> None:
    """A failing image is a line with its article, not a failed run, unless it is strict."""
    url = server.gives("/a", Answer(status=404))

    done, strict = fetching(url), fetching(url, strict=True)

    expected = f"{url} the server answers 404 Not Found (used by 1 more article)"
    assert [f"articles/a.md: warning[image-http-404]: {expected}"] == [*map(str, done.problems)]
    assert [f"articles/a.md: error[image-http-404]: {expected}"] == [*map(str, strict.problems)]
    assert (0, 1) == (done.exit_status, strict.exit_status)


# Again


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


# Thumbnails and SVG


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


def quick(**limits: float) -> Limits:
    """Give short limits, with these instead."""
    base = Limits(max_bytes=200_000, max_pixels=1_000_000, read=0.5, total=1.5, backoff=0.01)
    return replace(base, **limits)


def to(location: str) -> dict[str, str]:
    """Give the headers of a redirect."""
    return {"Location": location}


def huge_png(width: int, height: int) -> bytes:
    """Make a small PNG that says it is huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def resolving(monkeypatch: pytest.MonkeyPatch, answers: list[list[str]]) -> list[str]:
    """Let the system's resolver give these addresses in turn; give the names it is asked for."""
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host == "127.0.0.1":
            addresses = [host]
        else:
            asked.append(host)
            if not answers:
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            addresses = answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked
