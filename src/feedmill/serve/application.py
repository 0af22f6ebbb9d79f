"""The web application: files by path, and events that say when pages are to be loaded again."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from .hosts import may_ask
from .panel import EVENTS
from .preview import Preview
from .reply import reply
from .shelf import Elsewhere, Shelf

_QUIET = 15.0  # seconds after which a comment shows whether a page is still there
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


class Hub:
    """Tells those who listen that there is something new. Methods are called from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._news = asyncio.Event()
        self.closed = False

    def publish(self) -> None:
        """Wake all who wait."""
        self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """Send everybody away."""
        self.closed = True
        self.publish()

    async def wait(self, seconds: float) -> None:
        """Wait until there is something new, `seconds` at most."""
        news = self._news
        try:
            await asyncio.wait_for(news.wait(), seconds)
        except TimeoutError:
            return

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def application(preview: Preview, hub: Hub, host: str) -> Starlette:
    """Make the application for a preview on a server that is bound to `host`."""
    shelf = Shelf(os.urandom(4).hex())

    async def events(request: Request) -> Response:
        if not may_ask(request.headers.get("host", ""), host):
            return _refused(host)
        return StreamingResponse(
            _events(preview, hub, shelf),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def file(request: Request) -> Response:
        if not may_ask(request.headers.get("host", ""), host):
            return _refused(host)
        found = shelf.find(preview.snapshot, request.scope["path"])
        if isinstance(found, Elsewhere):
            return Response(status_code=307, headers={"Location": found.path})
        answer = reply(request.method, request.headers, found)
        return Response(answer.body, answer.status, headers=answer.headers)

    return Starlette(routes=[Route(EVENTS, events), Route("/{path:path}", file, methods=_METHODS)])


async def _events(preview: Preview, hub: Hub, shelf: Shelf) -> AsyncIterator[str]:
    """Yield the version of what is served, at once and whenever it changes.

    https://html.spec.whatwg.org/multipage/server-sent-events.html
    """
    told = ""
    yield "retry: 500\n\n"
    while not hub.closed:
        version = shelf.version(preview.snapshot)
        yield ":\n\n" if version == told else f"data: {version}\n\n"
        told = version
        await hub.wait(_QUIET)


def _refused(host: str) -> Response:
    """Refuse a name that is not ours: see `hosts`."""
    text = f"This preview answers to {host} and localhost only; --host names another.\n"
    return PlainTextResponse(text, 403)
