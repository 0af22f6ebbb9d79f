"""Running the preview: a server on one socket, and a thread that builds when something changed."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NamedTuple

import uvicorn

from feedmill.errors import FeedmillError, ServeError
from feedmill.report import Report

from .application import Hub, application
from .preview import Preview
from .watching import Watch, named_folders, watched_folders

_PATIENCE = 0.5  # seconds that a build gets to end, after the second that connections get
_BACKLOG = 2048  # connections that wait to be accepted

Announce = Callable[[Preview, Report | None], None]
"""Called after each build, with what came of it."""


class Endpoint(NamedTuple):
    """Where to listen: a name or an address, and a port; 0: any that is free."""

    host: str
    port: int


def listen(endpoint: Endpoint) -> socket.socket:
    """Open the socket; who connects waits. Raises ServeError if it is taken, or can't be had."""
    host, port = endpoint
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, place = found[0]
        opened = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # on Windows this would share the port with others
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(place)
            opened.listen(_BACKLOG)
        except BaseException:
            opened.close()
            raise
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        reason = (
            "is taken; choose another with --port" if taken else f"can't be used: {error.strerror}"
        )
        raise ServeError(f"port {port} of {host} {reason}") from error
    return opened


def address_of(opened: socket.socket) -> str:
    """Return the URL that a socket is reached at from this machine."""
    host, port = opened.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def serve(preview: Preview, opened: socket.socket, host: str, announce: Announce) -> None:
    """Serve a preview that was built once, until SIGINT or SIGTERM; rebuild it when it changed.

    `host` is the name that `opened` was asked for. Call it in the main thread.
    """
    _allow_many_connections()
    asyncio.run(_serve(preview, opened, host, announce))


async def _serve(preview: Preview, opened: socket.socket, host: str, announce: Announce) -> None:
    hub = Hub(asyncio.get_running_loop())
    settings = uvicorn.Config(
        application(preview, hub, host),
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_graceful_shutdown=1,
        ws="none",
    )
    builder = Builder(preview, hub, announce)
    builder.start()
    await _Server(settings, hub, builder).serve(sockets=[opened])
    await asyncio.to_thread(builder.end)


class _Server(uvicorn.Server):
    """A server that lets go of open pages when it is told to end, and ends quietly."""

    def __init__(self, settings: uvicorn.Config, hub: Hub, builder: Builder) -> None:
        super().__init__(settings)
        self._hub, self._builder = hub, builder

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002
        """End; at once if that was asked for twice."""
        self.force_exit = self.should_exit
        self.should_exit = True
        self._hub.close()
        self._builder.halt()


class Builder(threading.Thread):
    """Rebuilds a preview when something changed, and tells the pages that are open."""

    def __init__(self, preview: Preview, hub: Hub, announce: Announce) -> None:
        super().__init__(daemon=True)
        self._preview, self._hub, self._announce = preview, hub, announce
        self._changed = threading.Event()
        self._watch = Watch(preview.root, self._changed)

    def run(self) -> None:
        """Build, tell, look where to watch, and wait."""
        preview = self._preview
        with suppress(KeyboardInterrupt):  # halted
            while not preview.halted:
                self._look()
                self._changed.wait()
                self._changed.clear()
                if preview.halted:
                    return
                before = preview.snapshot.version
                report = preview.rebuild()
                if preview.snapshot.version != before:
                    self._hub.publish()
                    with suppress(FeedmillError):  # nobody reads it any more
                        self._announce(preview, report)

    def halt(self) -> None:
        """Say that it is to stop, in the middle of a build if need be."""
        self._preview.halted = True
        self._watch.end()
        self._changed.set()

    def end(self) -> None:
        """Wait until it has stopped; not for long."""
        self.halt()
        self.join(_PATIENCE)
        if self.is_alive():
            _leave()

    def _look(self) -> None:
        preview = self._preview
        assert preview.config is not None, "the first build has read it"
        output = preview.root / preview.config.feeds.output
        named = named_folders(preview.config)
        self._watch.look_at(watched_folders(preview.root, named, [output]))


def _leave() -> None:
    """End this process and its workers at once: a build may be killed at any moment."""
    from multiprocessing import active_children

    for process in active_children():
        process.kill()
    os._exit(0)


def _allow_many_connections() -> None:
    """Have as many files open as this user may: each connection is one."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
