"""Servers that do their worst: each image ends with a line, and the run goes on."""

from __future__ import annotations

import os
import random
import socket
import ssl
import threading
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from feedmill.images.outcome import Fetched
from imagefetch import LOCAL, Fetching, quick, refusal, resolving
from imageserver import Answer, Server, picture
from rawserver import Script, answer, asked, hang_up, repeats, sends, serving

PICTURE = picture("GIF", (2, 2))
WHOLE = answer(PICTURE, 'ETag: "a"', "Connection: close")
ONCE = quick(attempts=1)
PATIENT = quick(attempts=1, connect=20, read=20, total=40)  # as slow as the machine is


@pytest.mark.slow
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_hanging_up_at_any_byte(fetching: Fetching, reset: bool) -> None:
    """Whatever part of an answer came, it is an answer that breaks off."""
    for cut in range(len(WHOLE)):
        with serving(sends(WHOLE[:cut], reset=reset)) as server:
            done = fetching(server.url, limits=ONCE)
            assert ("broken", 1) == (refusal(done)[0], server.connections), WHOLE[:cut]


@pytest.mark.slow
@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_hanging_up_at_any_chunk(fetching: Fetching, reset: bool) -> None:
    """The same of an answer in chunks, with trailers."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in (PICTURE[:9], PICTURE[9:]))
    whole = head + chunks + b"0\r\nX: y\r\n\r\n"
    for cut in range(len(head), len(whole)):
        with serving(sends(whole[:cut], reset=reset)) as server:
            assert "broken" == refusal(fetching(server.url, limits=ONCE))[0], whole[:cut]
    with serving(sends(whole)) as server:
        assert 1 == fetching(server.url, limits=ONCE).added


@pytest.fixture
def secure(fetching: Fetching, monkeypatch: pytest.MonkeyPatch) -> Callable[[Script], Fetched]:
    """Give a function that fetches from a script which says that it is images.example.org."""
    name = "images.example.org"
    images = replace(LOCAL, allow_hosts=(name,))

    def fetch_from(script: Script) -> Fetched:
        resolving(monkeypatch, [["127.0.0.1"]])
        with serving(script) as server:
            return fetching(f"https://{name}:{server.port}/a", images=images, limits=PATIENT)

    return fetch_from


@pytest.mark.slow
def test_hanging_up_within_tls_at_any_byte(
    tls: ssl.SSLContext, secure: Callable[[Script], Fetched]
) -> None:
    """A reset in the handshake or in a record is that of a server, and no trouble with the disk."""
    codes = [secure(_behind_tls(tls, cut)) for cut in range(0, 2600, 37)]
    broken = [refusal(done)[0] for done in codes if not done.added]
    assert {"connect", "broken"} == set(broken)
    assert sorted(broken, key=["connect", "broken"].index) == broken


def _behind_tls(tls: ssl.SSLContext, cut: int) -> Script:
    """Give a script that speaks TLS, and resets the connection after so many bytes of it."""

    def script(connection: socket.socket) -> None:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = tls.wrap_bio(incoming, outgoing, server_side=True)
        steps = iter((session.do_handshake, lambda: session.read(4096)))
        step, left = next(steps), cut
        while left > 0:
            waits = False
            try:
                step()
                step = next(steps, lambda: session.write(WHOLE))
            except ssl.SSLWantReadError:
                waits = True
            wire = outgoing.read(left)
            left -= len(wire)
            connection.sendall(wire)
            if waits and left > 0:
                incoming.write(connection.recv(65536))
        hang_up(connection, reset=True)

    return script


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x15\x03\x03\x00\x02\x02\x28",  # an alert
        b"\x16\x03\x03\x40\x00" + bytes(16384),  # a handshake of zeros
        b"\x17\x03\x03\xff\xff" + bytes(70_000),  # a record that is too long
        random.Random(7).randbytes(4000),
    ],
    ids=["nothing", "plain", "alert", "zeros", "long", "noise"],
)
def test_tls_that_is_none(fetching: Fetching, said: bytes) -> None:
    """Garbage where a handshake should be is a server that cannot be connected to."""

    def script(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(said)

    with serving(script) as server:
        done = fetching(server.url.replace("http:", "https:"), limits=ONCE)
        assert "connect" == refusal(done)[0]


@pytest.mark.parametrize("sent", [b"", WHOLE[:20], WHOLE[:-3]], ids=["none", "head", "body"])
@pytest.mark.parametrize(
    "record",
    [b"\x17\x03\x03\x00\x20" + bytes(32), b"rubbish" * 99, b"\x15\x03\x03\x00\x02\x02\x28"],
)
def test_bad_records_after_a_good_handshake(
    tls: ssl.SSLContext, secure: Callable[[Script], Fetched], sent: bytes, record: bytes
) -> None:
    """A record that cannot be decrypted breaks the answer off, in its headers or in its body."""

    def script(connection: socket.socket) -> None:
        with tls.wrap_socket(connection, server_side=True) as session:
            asked(session)
            session.sendall(sent)
            with socket.socket(fileno=os.dup(session.fileno())) as raw:
                raw.sendall(record)
                raw.recv(65536)

    code, message = refusal(secure(script))
    assert "broken" == code
    assert "disk" not in message


@pytest.mark.parametrize(
    "script",
    [
        repeats(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        repeats(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n", 0.01),
        repeats(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 1000),
        repeats(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.01),
        repeats(b"HTTP/1.1 200 OK\r\nX: ", b"a" * 10_000),
        repeats(b"", b"a" * 10_000),
        repeats(b"", b"\r\n" * 1000),
        repeats(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 10_000),
        repeats(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n" * 1000),
        repeats(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 9),
        repeats(b"HTTP/1.1 200 OK\r\n\r\n", bytes(10_000)),
        repeats(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n", b"a", 0.1),
        repeats(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", b"\x1f\x8b\x08" + bytes(999)),
    ],
    ids=[
        *("interim", "slow-interim", "headers", "slow-headers", "header", "status", "blank"),
        *("extension", "trailers", "chunks", "body", "slow-body", "no-gzip"),
    ],
)
def test_answers_that_never_end(fetching: Fetching, script: Script) -> None:
    """Each is ended by a limit on bytes, or on time."""
    with serving(script) as server:
        done = fetching(server.url, limits=ONCE)
        assert refusal(done)[0] in ("broken", "timeout", "too-large", "encoding")


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: -1",
        "Content-Length: 1e3",
        "Content-Length: " + "9" * 5000,
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 6",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked, chunked",
        "No colon",
        ": no name",
        "Na me: x",
        " folded: first",
        "Transfer-Encoding: chunked",  # and no chunk
    ],
)
def test_headers_that_make_no_sense(fetching: Fetching, head: str) -> None:
    """What says two things, or nothing that can be understood, is no answer."""
    data = f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + PICTURE
    with serving(sends(data)) as server:
        assert "broken" == refusal(fetching(server.url, limits=ONCE))[0]


@pytest.mark.parametrize(
    "first",
    ["HTTP/1.1 200", "HTTP/1.0 200 OK", "HTTP/1.1 200 Ça va", "HTTP/1.1 200 OK\r\nA:b\r\n c"],
)
def test_heads_that_are_odd_but_right(fetching: Fetching, first: str) -> None:
    """A status without a reason, an older version, a folded header: all are allowed."""
    data = f"{first}\r\nContent-Length:{len(PICTURE)}\r\n\r\n".encode("latin-1") + PICTURE
    with serving(sends(data)) as server:
        assert 1 == fetching(server.url, limits=ONCE).added


@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_bare_line_feeds(fetching: Fetching, line: str) -> None:
    """RFC 9112, 2.2: a line feed alone ends a line, too; a body may end with the connection."""
    with serving(
        sends(f"{line}HTTP/1.1 200 OK{line}X: y{line}{line}".encode() + PICTURE)
    ) as server:
        assert 1 == fetching(server.url, limits=ONCE).added


@pytest.mark.parametrize(
    "value",
    [
        "Sun, 22 Nov 2026 12:00:00 +9999999999",
        "Sun, 22 Nov 2026 12:00:00 -2400",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "9" * 4999,
        "-1",
        "١٢",
        "inf",
        "nan",
        "1e9",
        " ",
        ",".join("0" * 500),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_absurd_times_to_wait(fetching: Fetching, server: Server, status: int, value: str) -> None:
    """Whatever Retry-After holds, the image ends with its status."""
    headers = {"Retry-After": value}
    url = server.gives(
        "/a",
        Answer(
            status=status, headers={k: v.encode().decode("latin-1") for k, v in headers.items()}
        ),
    )
    assert f"http-{status}" == refusal(fetching(url))[0]


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "0"}])
def test_a_host_that_is_always_busy(
    server: Server, fetching: Fetching, headers: dict[str, str]
) -> None:
    """It is given up for all of its images once it was busy for too long."""
    busy = Answer(status=503, headers=headers)
    urls = [server.gives(f"/{number}", busy) for number in range(200)]
    done = fetching(*urls, limits=quick(busy=0.3, backoff=0.05))
    assert {"image-http-503"} == {one.code for one in done.problems}
    assert 200 == done.failed
    assert len(server.asked) < 100
    assert "for 0.3 s (nothing more is fetched from this server)" in done.problems[-1].message


def test_a_host_that_is_busy_again_and_again(server: Server, fetching: Fetching) -> None:
    """A good answer in between does not make a run endless."""
    busy = Answer(status=503, headers={"Retry-After": "1"})
    urls = [server.gives(f"/{number}", busy, PICTURE) for number in range(30)]
    done = fetching(*urls, limits=quick(per_host=1, paused=1.5))
    assert done.added < 5
    assert "repeatedly" in done.problems[-1].message


def test_the_time_for_an_image_is_that_of_all_attempts(fetching: Fetching) -> None:
    """Attempts that each take long are not made repeatedly."""

    def script(connection: socket.socket) -> None:
        asked(connection)
        threading.Event().wait(0.4)
        hang_up(connection, reset=True)

    with serving(script) as server:
        code, _ = refusal(fetching(server.url, limits=quick(attempts=50, total=1.0)))
        assert "timeout" == code
        assert server.connections <= 3


def test_a_connection_that_was_closed_meanwhile(fetching: Fetching, server: Server) -> None:
    """A server may close a connection that it kept open: the request is sent over another one."""
    first, second = picture("PNG"), picture("GIF")
    lasting = answer(first), answer(second)

    def script(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(lasting[0])
        threading.Event().wait(0.1)

    with serving(script) as raw:
        urls = (f"http://127.0.0.1:{raw.port}/{number}" for number in range(3))
        done = fetching(*urls, limits=quick(per_host=1, attempts=1))
        assert (3, 0) == (done.added, done.failed)


def test_hosts_that_are_no_names(fetching: Fetching) -> None:
    """Names that no resolver takes are refused like those that do not exist."""
    for host in ("a" * 64, "x." * 130 + "x", "a..b", "-", "xn--a"):
        done = fetching(
            f"http://{host}.example/", images=replace(LOCAL, allow_hosts=()), limits=ONCE
        )
        assert refusal(done)[0] in ("bad-url", "no-such-host")
