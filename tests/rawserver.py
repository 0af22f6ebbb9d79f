"""A server on loopback that sends bytes as it is told, and hangs up as it is told."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator

Script = Callable[[socket.socket], None]


class RawServer:
    """Runs a script over each connection, in a thread of its own; counts the connections."""

    def __init__(self, script: Script, host: str = "127.0.0.1") -> None:
        self.connections = 0
        self._script = script
        self._open: set[socket.socket] = set()
        self._socket = socket.create_server((host, 0), backlog=256)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/a"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, and hang up on everybody."""
        # To close it is not enough: `accept` would wait on, and take another server's connections.
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        for connection in [*self._open]:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            self.connections += 1
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            self._script(connection)
        self._open.discard(connection)


@contextlib.contextmanager
def serving(script: Script, host: str = "127.0.0.1") -> Iterator[RawServer]:
    """Serve for as long as the block lasts."""
    server = RawServer(script, host)
    try:
        yield server
    finally:
        server.close()


def asked(connection: socket.socket) -> bytes:
    """Wait for a request, and give it."""
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        more = connection.recv(65536)
        if not more:
            raise ConnectionError
        data += more
    return data


def sends(data: bytes, *, reset: bool = False) -> Script:
    """Give a script that answers one request with these bytes, and hangs up."""

    def script(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(data)
        hang_up(connection, reset=reset)

    return script


def repeats(begin: bytes, again: bytes, pause: float = 0) -> Script:
    """Give a script that answers one request with bytes that never end."""

    def script(connection: socket.socket) -> None:
        asked(connection)
        connection.sendall(begin)
        while True:
            connection.sendall(again)
            time.sleep(pause)

    return script


def hang_up(connection: socket.socket, *, reset: bool = False) -> None:
    """Close a connection, as it should be or with a reset (RST)."""
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Give the bytes of an answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body
