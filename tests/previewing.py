"""Previews in processes of their own, asked over HTTP."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

_PATIENCE = 30.0  # seconds; far more than anything takes


class Answered(NamedTuple):
    """What a server answered; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


class RunningPreview:
    """`feedmill serve` of the site at `root`, on a free port."""

    def __init__(self, root: Path, *options: str) -> None:
        command = [sys.executable, "-m", "feedmill", "serve", "--config", str(root / "config.yaml")]
        self.process = subprocess.Popen(
            [*command, "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if found := re.search(r"http://[^/]*:(\d+)/", line):
                self.url, self.port = found[0], int(found[1])
                return
        raise AssertionError(self.end())  # before it said where it is

    def get(self, path: str, method: str = "GET", **headers: str) -> Answered:
        """Ask for a path as it is written; `_` in the names of headers is `-`."""
        host = self.url.split("/")[2].rpartition(":")[0].strip("[]")
        connection = http.client.HTTPConnection(host, self.port, timeout=_PATIENCE)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(answer.status, found, answer.read())
        finally:
            connection.close()

    def until(self, path: str, right: Callable[[str], bool]) -> str:
        """Ask for a path until its text is right, and return that."""
        deadline = time.monotonic() + _PATIENCE
        while not right(text := self.get(path).text):
            assert time.monotonic() < deadline, text
            time.sleep(0.02)
        return text

    @contextmanager
    def events(self) -> Iterator[Iterator[str]]:
        """Listen to what open pages are told: the data of each event."""
        with socket.create_connection(("127.0.0.1", self.port), _PATIENCE) as connection:
            request = f"GET /_feedmill/events HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n\r\n"
            connection.sendall(request.encode())
            with connection.makefile("r", encoding="utf-8") as lines:
                yield (line[6:].strip() for line in lines if line.startswith("data: "))

    def end(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """Send a signal; return the status, and all that was printed."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        out, err = self.process.communicate(timeout=_PATIENCE)
        self.said += out
        return self.process.returncode, self.said, err


@contextmanager
def previewing(root: Path, *options: str) -> Iterator[RunningPreview]:
    """Run a preview meanwhile."""
    preview = RunningPreview(root, *options)
    try:
        yield preview
    finally:
        if preview.process.poll() is None:
            preview.process.kill()
        preview.process.communicate()
