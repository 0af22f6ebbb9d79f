"""Servers that are slow, broken, busy or wrong about what they send."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from imagefetch import Fetching, Opening, quick, refusal
from imageserver import Answer, Server, picture


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
    assert 40 < sum("nothing more is fetched" in problem.message for problem in done.problems)


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
    assert "asks for a pause of 7200 s" in done.problems[-1].message


def test_politeness(server: Server, fetching: Fetching) -> None:
    """A host never has more requests at once than the limit says."""
    urls = [server.gives(f"/{number}", Answer(picture(), wait=0.01)) for number in range(40)]

    assert 40 == fetching(*urls, limits=quick(per_host=3)).added
    assert 3 == server.busiest


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


def huge_png(width: int, height: int) -> bytes:
    """Make a small PNG that says it is huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
