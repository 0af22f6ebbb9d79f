"""Asking web servers, as feed readers and hubs do: http(s) only, compressed, through proxies."""

from __future__ import annotations

import socket
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import suppress
from http.client import BadStatusLine, HTTPException, IncompleteRead, RemoteDisconnected
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, NamedTuple, TypeVar
from urllib.error import URLError
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from feedmill import __version__

from .addresses import check_address, check_url
from .refusal import FetchRefused

AT_ONCE = 6  # requests, as browsers send them to one server
MAX_ANSWER_BYTES = 64 * 1024 * 1024  # of a body, also unpacked
MAX_MOVES = 5
SILENCE = 15.0  # seconds that a server may say nothing
LONGEST = 60.0  # seconds for a whole answer

_MOVED = (301, 302, 303, 307, 308)
_MOVED_WITH_BODY = (307, 308)  # RFC 9110, 15.4: the others may turn a POST into a GET
_GZIP = 16 + zlib.MAX_WBITS
_LISTS = ("cache-control", "link", "set-cookie", "vary")

In = TypeVar("In")
Out = TypeVar("Out")


class Unanswered(Exception):  # noqa: N818 (not an error of ours)
    """There is no answer, or none that can be used; the text says why, in one line."""


class Answer(NamedTuple):
    """What a server said. Names of `headers` are in lower case, `body` is unpacked.

    `url` is where it was found: not where it was asked for, if that has moved. `sent` counts the
    bytes of the body on the wire. `moves` are the statuses of the redirects on the way.
    """

    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    sent: int
    moves: tuple[int, ...] = ()


def get(url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask for what lies at an address. Raises Unanswered."""
    return _ask(url, {"Accept-Encoding": "gzip", **(headers or {})}, None, _MOVED)


def post(url: str, form: Mapping[str, str]) -> Answer:
    """Send a form. Raises Unanswered. What a server says to a success is not read."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return _ask(url, headers, urlencode(form).encode(), _MOVED_WITH_BODY)


def at_once(
    ask: Callable[[In], Out],
    items: Iterable[In],
    until: float | None = None,
    most: int = AT_ONCE,
) -> Iterator[Out]:
    """Call a function that asks servers with each item, `most` at the same time; keep the order.

    Raises TimeoutError when it is `until` (of `time.monotonic`) and an answer is still awaited.
    Threads that nobody waits for: whoever interrupts a slow server need not wait for it, either.
    """
    waiting: SimpleQueue[tuple[In, Future[Out]]] = SimpleQueue()
    futures: list[Future[Out]] = []
    for item in items:
        futures.append(Future())
        waiting.put((item, futures[-1]))

    def work() -> None:
        for item, future in _drained(waiting):
            try:
                future.set_result(ask(item))
            except BaseException as error:  # raised again where the answer is awaited
                future.set_exception(error)

    for _ in range(min(most, len(futures))):
        Thread(target=work, daemon=True).start()
    try:
        for future in futures:
            yield future.result(None if until is None else max(0, until - time.monotonic()))
    finally:
        deque(_drained(waiting), maxlen=0)


def _drained(queue: SimpleQueue[In]) -> Iterator[In]:
    with suppress(Empty):
        while True:
            yield queue.get_nowait()


def _ask(
    url: str, headers: Mapping[str, str], data: bytes | None, moved: tuple[int, ...]
) -> Answer:
    asked = url
    moves: tuple[int, ...] = ()
    for _ in range(MAX_MOVES + 1):
        try:
            answer = _ask_once(url, headers, data)
            if answer.status not in moved or "location" not in answer.headers:
                return answer._replace(moves=moves)
            moves += (answer.status,)
            url = urljoin(url, answer.headers["location"])
            _check_move(asked, url)
        except URLError as error:
            raise Unanswered(_reason(error.reason)) from error
        except (OSError, HTTPException) as error:
            raise Unanswered(_reason(error)) from error
        except ValueError as error:
            raise Unanswered(f"{url[:200]!r} is not an address that can be requested") from error
    raise Unanswered(f"it was moved more than {MAX_MOVES} times")


def _check_move(asked: str, url: str) -> None:
    """Refuse a redirect by which a public server would make us ask a private one."""
    was, now = urlsplit(asked).hostname or "", urlsplit(url).hostname or ""
    if was != now and _is_public(was) and not _is_public(now):
        raise Unanswered(f"it redirects to {now[:200]}, which is not a public address")


def _is_public(host: str) -> bool:
    """Return whether anyone may ask a host; one whose address only a proxy knows counts as such."""
    try:
        check_url(f"http://[{host}]/" if ":" in host else f"http://{host}/")
        for *_, address in socket.getaddrinfo(host, None):
            check_address(str(address[0]), host)
    except FetchRefused:
        return False
    except OSError:
        return True
    return True


def _ask_once(url: str, headers: Mapping[str, str], data: bytes | None) -> Answer:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError(url)
    agent = {"User-Agent": f"Feedmill/{__version__}"}
    request = Request(url, data, agent | dict(headers))  # noqa: S310 (see above)
    with _opener().open(request, timeout=SILENCE) as response:
        is_taken = data is not None and 200 <= response.status < 300
        body = b"" if is_taken else _read(response)
        fields = _fields(response.headers.items())
    return Answer(url, response.status, fields, _unpacked(body, fields), len(body))


def _fields(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return headers by lower-case name; those that are lists (RFC 9110, 5.3) in one line."""
    fields: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        fields[key] = f"{fields[key]}, {value}" if key in _LISTS and key in fields else value
    return fields


def _opener() -> OpenerDirector:
    """Make an opener that knows proxies, but no files, and leaves statuses to the caller."""
    opener = OpenerDirector()
    for handler in (ProxyHandler(), UnknownHandler(), HTTPHandler(), HTTPSHandler()):
        opener.add_handler(handler)
    return opener


def _read(response: Any) -> bytes:
    """Read a body, with bounds on its size and on the time it takes."""
    until = time.monotonic() + LONGEST
    pieces, size = [], 0
    while piece := response.read1(65536):
        pieces.append(piece)
        size += len(piece)
        if size > MAX_ANSWER_BYTES:
            raise Unanswered(f"it is larger than {MAX_ANSWER_BYTES // 2**20} MiB")
        if time.monotonic() > until:
            raise Unanswered(f"it takes longer than {LONGEST:.0f} s")
    if response.length:  # bytes that were promised; `read1` leaves it to us to mind
        raise IncompleteRead(b"".join(pieces), response.length)
    return b"".join(pieces)


def _unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("identity", "") or not body:
        return body
    if encoding not in ("gzip", "x-gzip"):
        raise Unanswered(f"it is compressed as {encoding[:40]!r}, which was not requested")
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(body, MAX_ANSWER_BYTES)
    except zlib.error as error:
        raise Unanswered("it says that it is compressed as gzip, and is not") from error
    if unpacker.unconsumed_tail:
        raise Unanswered(f"it decompresses to more than {MAX_ANSWER_BYTES // 2**20} MiB")
    if not unpacker.eof:
        raise Unanswered("it was cut short")
    return plain


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {SILENCE:.0f} s"
    if isinstance(error, IncompleteRead):
        came, lacking = len(error.partial), error.expected
        return "it ended early" + (
            f": {came:,} of {came + lacking:,} bytes came" if lacking else ""
        )
    if isinstance(error, RemoteDisconnected):
        return "the server closed the connection without an answer"
    if isinstance(error, BadStatusLine):
        return f"the answer is not HTTP: it says {str(error)[:80]!r}"
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(text.split())
