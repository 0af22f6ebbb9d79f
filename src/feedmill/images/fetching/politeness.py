"""How a server is treated: few requests at once, left alone when it asks, given up when down."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus

import httpcore

from feedmill.http.answer import Headers, retry_after

from .limits import Limits
from .refusal import Refused

_BUSY = {429, 503}
_TRANSIENT = {408, 429, 500, 502, 503, 504}
_SILENT = {"connect", "no-such-host", "timeout"}
_GIVE_UP_AFTER = 8  # requests in a row without any answer


class Host:
    """One server (scheme, name, port): its connections, and when it may be asked again.

    `slots` are shared by all hosts; one that waits holds none.
    """

    def __init__(
        self, pool: httpcore.AsyncConnectionPool, limits: Limits, slots: asyncio.Semaphore
    ) -> None:
        self.pool = pool
        self._limits = limits
        self._slots = slots
        self._turns = asyncio.Semaphore(limits.per_host)
        self._not_before = 0.0  # the loop's time
        self._unanswered = 0
        self._given_up: Refused | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until the server may be asked; Refused if it is given up. Notes how it went."""
        async with self._turns:
            loop = asyncio.get_running_loop()
            while (wait := self._not_before - loop.time()) > 0:
                await asyncio.sleep(wait)
            if self._given_up is not None:
                raise Refused(self._given_up.code, self._given_up.message)
            try:
                async with self._slots:
                    yield
            except Refused as refused:
                self._note(refused)
                raise
            self._unanswered = 0

    def refusal(self, status: int, headers: Headers, now: datetime) -> Refused:
        """Say what a status other than 200 means; the host waits if the server asks for it."""
        try:
            name = HTTPStatus(status).phrase
        except ValueError:
            name = "(no known status)"
        message = f"the server answers {status} {name}"
        refused = Refused(f"http-{status}", message, retry=status in _TRANSIENT)
        if status not in _BUSY:
            return refused
        wait = retry_after(headers.get("retry-after", ""), now)
        if wait is None:
            self._pause(backoff(1, self._limits))
        elif wait > self._limits.longest_wait:
            message = f"{message} and asks to be left alone for {wait:.0f} s"
            self._given_up = refused = Refused(refused.code, message)
        else:
            self._pause(wait + _jitter(0, self._limits.backoff / 4))
            refused.paused = True
        return refused

    def _pause(self, seconds: float) -> None:
        self._not_before = max(self._not_before, asyncio.get_running_loop().time() + seconds)

    def _note(self, refused: Refused) -> None:
        self._unanswered = self._unanswered + 1 if refused.code in _SILENT else 0
        if self._unanswered >= _GIVE_UP_AFTER and self._given_up is None:
            self._given_up = Refused(refused.code, f"{refused.message} (its server is given up)")


def backoff(attempt: int, limits: Limits) -> float:
    """Give the seconds to wait after a failed attempt (from 1): doubled each time, not in step."""
    return float(limits.backoff * 2 ** (attempt - 1)) * _jitter(0.5, 1.5)


def _jitter(low: float, high: float) -> float:
    return random.uniform(low, high)  # noqa: S311 (spreads requests, hides nothing)
