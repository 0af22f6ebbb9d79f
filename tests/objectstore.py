"""An S3 server on loopback (moto, a process), and a gate before it that counts and refuses."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

# Whose signature nobody checks.
_WHO = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request"
_XML = "{http://s3.amazonaws.com/doc/2006-03-01/}"


class Stored(NamedTuple):
    """An object: its bytes, and its headers by lower-case name."""

    data: bytes
    headers: dict[str, str]


class S3Server:
    """An S3 server with the bucket `news`, to be used by this process and those that it starts."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", f"{self.port}"]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdout=quiet, stderr=quiet)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                break
            except ConnectionRefusedError:
                assert self.process.poll() is None, "moto has ended"
                time.sleep(0.1)
        self._ask("PUT", "/news")

    @property
    def environment(self) -> dict[str, str]:
        """Give the variables with which AWS's tools find this server."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_MAX_ATTEMPTS": "1",
        }

    def put(self, key: str, data: str | bytes) -> None:
        """Store an object."""
        self._ask("PUT", f"/news/{key}", data.encode() if isinstance(data, str) else data)

    def get(self, key: str) -> Stored:
        """Fetch an object, as everybody does."""
        return self._ask("GET", f"/news/{key}")

    def delete(self, key: str) -> None:
        """Take it away again."""
        self._ask("DELETE", f"/news/{key}")

    def names(self) -> list[str]:
        """List the bucket."""
        return list(self._listed(""))

    def digests(self, prefix: str) -> dict[str, str]:
        """Give the MD5 of the objects below a prefix, by path below it: far sooner than `tree`."""
        return {
            key.removeprefix(f"{prefix}/"): tag.strip('"')
            for key, tag in self._listed(f"{prefix}/").items()
        }

    def tree(self, prefix: str) -> dict[str, bytes]:
        """Give the objects below a prefix, by path below it."""
        keys = [key for key in self.names() if key.startswith(f"{prefix}/")]
        return {key.removeprefix(f"{prefix}/"): self.get(key).data for key in keys}

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()

    def _listed(self, prefix: str) -> dict[str, str]:
        """List the keys with a prefix, each with its ETag."""
        found: dict[str, str] = {}
        token = ""
        while True:
            answer = self._ask("GET", f"/news?list-type=2&prefix={prefix}{token}")
            tree = ET.fromstring(answer.data)
            for one in tree.findall(f"{_XML}Contents"):
                found[one.findtext(f"{_XML}Key") or ""] = one.findtext(f"{_XML}ETag") or ""
            if (more := tree.findtext(f"{_XML}NextContinuationToken")) is None:
                return found
            token = f"&continuation-token={more}"

    def _ask(self, method: str, path: str, data: bytes | None = None) -> Stored:
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request(method, quote(path, "/?=&"), data, {"Authorization": _WHO})
            answer = connection.getresponse()
            body = answer.read()
            assert answer.status in (200, 204), (method, path, answer.status, body)
            return Stored(body, {name.lower(): value for name, value in answer.getheaders()})
        finally:
            connection.close()


class Request(NamedTuple):
    """What came through the gate: `path` with the bucket, unquoted."""

    method: str
    path: str
    condition: str


class Gate(ThreadingHTTPServer):
    """Passes requests on to an S3 server, and keeps `seen`.

    `before` is asked first: a status that it gives is the answer, None passes the request on.
    `after` is told once the server has done it, before the client knows.
    """

    daemon_threads = True

    def __init__(self, server: S3Server) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.target = server.port
        self.seen: list[Request] = []
        self.lock = threading.Lock()
        self.busy = 0
        self.before: Callable[[Request], int | None] = lambda _: None
        self.after: Callable[[Request], object] = lambda _: None

    @property
    def environment(self) -> dict[str, str]:
        """Give the variable with which AWS's tools go through this gate."""
        return {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.server_port}"}

    def written(self) -> list[str]:
        """Give what was put, in order, less the bucket and prefix."""
        return [one.path.split("/", 3)[3] for one in self.seen if one.method == "PUT"]

    def wait_until_idle(self) -> None:
        """Wait until what clients asked for is done, even if they are gone."""
        while self.busy:
            time.sleep(0.002)

    def handle_error(self, request: object, client_address: object) -> None:
        """Be silent: clients are killed here."""


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Gate

    def log_message(self, *_: object) -> None:
        pass

    def _pass(self) -> None:
        with self.server.lock:
            self.server.busy += 1
        try:
            self._answer()
        finally:
            with self.server.lock:
                self.server.busy -= 1

    def _answer(self) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        condition = next(
            (f"{one}: {self.headers[one]}" for one in ("If-Match", "If-None-Match")
             if one in self.headers), "",
        )  # fmt: skip
        request = Request(self.command, unquote(urlsplit(self.path).path), condition)
        with self.server.lock:
            self.server.seen.append(request)
            status = self.server.before(request)
        if status is not None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        connection = http.client.HTTPConnection("127.0.0.1", self.server.target)
        headers = {name: value for name, value in self.headers.items() if name != "host"}
        connection.request(self.command, self.path, data or None, headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        self.server.after(request)
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "server", "date"):
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_POST = _pass  # noqa: N815
