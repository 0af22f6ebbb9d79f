"""A web server on loopback that misbehaves as it is told, and pictures for it."""

from __future__ import annotations

import asyncio
import io
import ssl
import threading
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from PIL import Image


class Answer(NamedTuple):
    """One HTTP answer. `length` is the Content-Length to claim (None: the true one)."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = MappingProxyType({})
    length: int | None = None
    chunked: bool = False
    wait: float = 0.0  # seconds before anything comes
    pace: float = 0.0  # seconds between two pieces
    piece: int = 65536  # bytes
    cut: int | None = None  # hang up after so many bytes of the body


class Asked(NamedTuple):
    """What a client asked for, and when (the server's clock, in seconds)."""

    path: str
    headers: dict[str, str]
    time: float


class Server:
    """Gives each path's answers in turn, the last one for ever; 404 for other paths."""

    def __init__(self, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.busiest = 0  # the most requests that were under way at one time
        self._host = host
        self._tls = tls
        self._answers: dict[str, list[Answer]] = {}
        self._busy = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def start(self) -> None:
        self._thread.start()
        opening = asyncio.start_server(self._serve, self._host, 0, ssl=self._tls)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result()
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def gives(self, path: str, *answers: Answer | bytes) -> str:
        """Set the answers of a path; give its URL."""
        self._answers[path] = [a if isinstance(a, Answer) else Answer(a) for a in answers]
        return f"http://{self._host}:{self.port}{path}"

    def count(self) -> Counter[str]:
        """How often each path was asked for."""
        return Counter(one.path for one in self.asked)

    async def _close(self) -> None:
        self._server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has left, or the test is over
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.strip().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        path = first.split(" ")[1]
        self.asked.append(
            Asked(path, {k.lower(): v for k, v in headers.items()}, self._loop.time())
        )
        answers = self._answers.get(path, [Answer(b"gone", status=404)])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            return await self._send(answer, writer)
        finally:
            self._busy -= 1

    async def _send(self, answer: Answer, writer: asyncio.StreamWriter) -> bool:
        await asyncio.sleep(answer.wait)
        length = len(answer.body) if answer.length is None else answer.length
        framing = "Transfer-Encoding: chunked" if answer.chunked else f"Content-Length: {length}"
        headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        writer.write(f"HTTP/1.1 {answer.status} So\r\n{headers}{framing}\r\n\r\n".encode())
        body = answer.body if answer.cut is None else answer.body[: answer.cut]
        for start in range(0, len(body), answer.piece):
            piece = body[start : start + answer.piece]
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece) if answer.chunked else piece)
            await writer.drain()
            await asyncio.sleep(answer.pace)
        if answer.chunked and answer.cut is None:
            writer.write(b"0\r\n\r\n")
        await writer.drain()
        return answer.cut is None and length == len(answer.body)


def picture(format_: str = "JPEG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """Make a picture with something in it; the same arguments give the same bytes."""
    image = Image.radial_gradient("L").resize(size).convert(str(options.pop("mode", "RGB")))
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()
