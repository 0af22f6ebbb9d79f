"""Asking web servers: what comes is bounded in size and time, and every failure is one line."""

from __future__ import annotations

import gzip
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from feedmill.http import client
from feedmill.http.client import Unanswered, at_once, get, post

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
PATIENCE = 30  # seconds: so long waits what should not have to wait


@contextmanager
def answering(
    *answers: bytes, pause: float = 0, until: threading.Event | None = None
) -> Iterator[tuple[str, list[bytes]]]:
    """Answer one request after the other with these bytes, cut in two; give what was asked.

    The second part is not sent before `until`, and after a pause in seconds.
    """
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for answer in answers:
                connection, _ = server.accept()
                with connection:
                    asked.append(_request(connection))
                    connection.sendall(answer[: len(answer) // 2])
                    assert until is None or until.wait(PATIENCE)
                    time.sleep(pause)
                    with suppress(OSError):  # whoever asked may have left
                        connection.sendall(answer[len(answer) // 2 :])

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", asked
        thread.join()


def _request(connection: socket.socket) -> bytes:
    data = b""
    while True:
        data += connection.recv(65536)
        head, end, rest = data.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if end and len(rest) >= int(length[1] if length else 0):
            return data


def body(data: bytes, *headers: bytes) -> bytes:
    """Write an answer."""
    lines = b"".join(header + b"\r\n" for header in headers)
    return HEAD + lines + b"Content-Length: %d\r\n\r\n" % len(data) + data


def test_what_is_packed_is_unpacked() -> None:
    """A reader says that it takes gzip, and sees the plain bytes."""
    packed = gzip.compress(b"plain " * 100)
    with answering(body(packed, b"Content-Encoding: gzip", b"X-Thing: 1")) as (url, asked):
        answer = get(url, {"If-None-Match": '"1"'})
    assert (url, 200, b"plain " * 100, len(packed), "1") == (
        answer.url,
        answer.status,
        answer.body,
        answer.sent,
        answer.headers["x-thing"],
    )
    request = asked[0].decode().lower()
    assert request.startswith("get /x http/1.1\r\n")
    assert "accept-encoding: gzip\r\n" in request
    assert 'if-none-match: "1"\r\n' in request
    assert "user-agent: feedmill/" in request


def test_form() -> None:
    """A form is encoded as forms are."""
    with answering(body(b"ok")) as (url, asked):
        assert 200 == post(url, {"hub": "a&b=ü"}).status
    head, _, data = asked[0].partition(b"\r\n\r\n")
    assert b"hub=a%26b%3D%C3%BC" == data
    assert b"content-type: application/x-www-form-urlencoded" in head.lower()


def test_what_is_said_to_a_success_is_not_awaited() -> None:
    """A form is taken when the status says so; a refusal is read to its end."""
    lazy = body(b"x" * 200)
    answered = threading.Event()
    with answering(lazy, until=answered) as (url, _):
        answer = post(url, {"a": "b"})
        answered.set()
    assert (200, b"") == (answer.status, answer.body)
    with answering(body(b"why not").replace(b"200 OK", b"400 No")) as (url, _):
        assert b"why not" == post(url, {"a": "b"}).body


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "^the server closed the connection without an answer$"),
        (b"rubbish\r\n\r\n", "^the answer is not HTTP: it says 'rubbish"),
        (HEAD + b"Content-Length: 9\r\n\r\nx", "^it ended early: 1 of 9 bytes came$"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nx", "^it ended early"),
        (body(b"no gzip", b"Content-Encoding: gzip"), "is not"),
        (body(gzip.compress(b"x" * 99)[:-9], b"Content-Encoding: gzip"), "cut short"),
        (body(b"x", b"Content-Encoding: br"), "'br', which was not requested"),
        (body(b"", b"A: " + b"x" * 99_999), "header line"),
    ],
    ids=["nothing", "no http", "short", "short chunk", "no gzip", "short gzip", "brotli", "header"],
)
def test_no_answer_that_can_be_used(answer: bytes, why: str) -> None:
    """Whatever a server does, there is one line that says why."""
    with answering(answer) as (url, _), pytest.raises(Unanswered, match=why) as error:
        get(url)
    assert "\n" not in str(error.value)


def test_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is too large, packed or unpacked, is not held."""
    monkeypatch.setattr(client, "MAX_ANSWER_BYTES", 2**20)
    bomb = zlib.compress(bytes(2**24), wbits=31)
    assert len(bomb) < 2**17
    with (
        answering(body(bomb, b"Content-Encoding: gzip")) as (url, _),
        pytest.raises(Unanswered, match="decompresses to more than 1 MiB"),
    ):
        get(url)
    with (
        answering(body(bytes(2**20 + 1))) as (url, _),
        pytest.raises(Unanswered, match="larger than 1 MiB"),
    ):
        get(url)


def test_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that says nothing, or drips, is not waited for without end."""
    monkeypatch.setattr(client, "SILENCE", 0.05)
    given_up = threading.Event()
    with answering(body(b"xx"), until=given_up) as (url, _):
        with pytest.raises(Unanswered, match="no answer within"):
            get(url)
        given_up.set()
    monkeypatch.setattr(client, "SILENCE", 5.0)
    monkeypatch.setattr(client, "LONGEST", 0.05)
    with (
        answering(body(b"x" * 100_000), pause=0.2) as (url, _),
        pytest.raises(Unanswered, match="takes longer"),
    ):
        get(url)


def moved(status: int, where: str) -> bytes:
    """Write a redirect."""
    return f"HTTP/1.1 {status} So\r\nContent-Length: 0\r\nLocation: {where}\r\n\r\n".encode()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_moved(status: int) -> None:
    """A redirect is followed, relative to what was asked, and told."""
    with answering(moved(status, "y?z"), body(b"here")) as (url, asked):
        answer = get(url)
    assert (f"{url[:-1]}y?z", b"here") == (answer.url, answer.body)
    assert asked[1].startswith(b"GET /y?z ")


def test_moved_in_circles() -> None:
    """Some lead nowhere."""
    with (
        answering(*[moved(302, "/x")] * 6) as (url, _),
        pytest.raises(Unanswered, match="moved more than 5 times"),
    ):
        get(url)


@pytest.mark.parametrize(
    "where", ["file:///etc/passwd", "ftp://127.0.0.1/", "http://[::1", "data:,x"]
)
def test_moved_away_from_the_web(where: str) -> None:
    """Some lead where no reader goes."""
    with (
        answering(moved(302, where)) as (url, _),
        pytest.raises(Unanswered, match="is not an address that can be requested"),
    ):
        get(url)


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "x", "http://a b/", "http://127.0.0.1:x/", "http://\n/"]
)
def test_no_address(url: str) -> None:
    """Only http(s) is asked."""
    with pytest.raises(Unanswered):
        get(url)


def test_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the environment names a proxy, that is asked."""
    with answering(body(b"by way of the proxy")) as (url, asked):
        monkeypatch.delenv("no_proxy")
        monkeypatch.setenv("http_proxy", url)
        assert b"by way of the proxy" == get("http://feeds.invalid/all.atom").body
    assert asked[0].startswith(b"GET http://feeds.invalid/all.atom ")


def test_order_is_kept() -> None:
    """Some are asked at the same time, and all answers come in the order of the questions."""

    two = threading.Barrier(2, timeout=PATIENCE)

    def ask(number: int) -> int:
        two.wait()
        time.sleep(0.02 if number % 2 else 0)
        return number

    assert list(range(12)) == list(at_once(ask, range(12)))


def test_an_end_of_waiting() -> None:
    """What is answered in time comes; the rest is not waited for."""
    over = threading.Event()

    def ask(number: int) -> bool:
        return number == 0 or over.wait(PATIENCE)

    answers = at_once(ask, range(2), time.monotonic() + 1)
    assert next(answers)
    with pytest.raises(TimeoutError):
        next(answers)
    over.set()


def test_an_interrupt_ends_it() -> None:
    """When whoever listens leaves, nothing new is asked, and what was asked is not waited for."""
    asked = []
    over = threading.Event()

    def ask(number: int) -> bool:
        asked.append(number)
        return number == 0 or over.wait(PATIENCE)

    answers = at_once(ask, range(1000))
    assert next(answers)
    answers.close()
    over.set()
    time.sleep(0.1)
    assert len(asked) <= client.AT_ONCE + 1


def test_an_error_is_raised_where_it_is_awaited() -> None:
    """A bug in what asks is not lost in its thread."""
    answers = at_once(int, ["1", "x", "3"])
    assert 1 == next(answers)
    with pytest.raises(ValueError, match="'x'"):
        next(answers)


@pytest.mark.slow
def test_a_server_that_hangs_does_not_hold_up_the_end() -> None:
    """Ctrl-C ends the program at once, whatever is still being asked."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        code = (
            f"from feedmill.http.client import at_once, get; print(list(at_once(get, [{url!r}])))"
        )
        process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
        assert process.stderr is not None
        connection, _ = server.accept()
        with connection, process.stderr:
            process.send_signal(signal.SIGINT)
            assert b"KeyboardInterrupt" in process.stderr.read()
            assert 0 != process.wait(5)


@pytest.mark.parametrize(
    "place", ["http://169.254.169.254/latest/", "http://localhost/", "http://[::1]/"]
)
def test_a_public_server_cannot_lead_to_a_private_one(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect from a public address to one of a private network is refused."""
    moved = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"
    with answering(moved.encode()) as (proxy, _):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.delenv("no_proxy", raising=False)
        with pytest.raises(Unanswered, match="which is not a public address"):
            get("http://93.184.216.34/feed.xml")


def test_a_redirect_to_a_file_is_refused() -> None:
    """No redirect reads a file of this machine."""
    moved = b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"
    with answering(moved) as (url, _), pytest.raises(Unanswered, match="not an address"):
        get(url)
