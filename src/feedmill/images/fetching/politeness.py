"""Treat servers politely: few requests at once, pauses when asked, no more when down."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from http import HTTPStatus

from feedmill.http.answer import Headers, retry_after
from feedmill.http.refusal import FetchRefused

from .limits import Limits

_BUSY = {429, 503}
_TRANSIENT = {408, 429, 500, 502, 503, 504}
_SILENT = {"broken", "connect", "no-such-host", "timeout"}
_GIVE_UP_AFTER = 8  # requests in a row without any whole answer


class Host:
    """One server (scheme, name, port): when it may be asked again, and whether at all.

    `slots` are shared by all hosts; one that waits holds none.
    """

    def __init__(self, limits: Limits, slots: asyncio.Semaphore) -> None:
        self._limits = limits
        self._slots = slots
        self._turns = asyncio.Semaphore(limits.per_host)
        self._not_before = 0.0  # the loop's time
        self._busy_since: float | None = None  # the loop's time
        self._paused = 0.0  # seconds in all
        self._unanswered = 0
        self._given_up: FetchRefused | None = None

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until the server may be asked, and note how it went.

        Raises FetchRefused if it is given up.
        """
        async with self._turns:
            loop = asyncio.get_running_loop()
            while self._given_up is None and (wait := self._not_before - loop.time()) > 0:
                await asyncio.sleep(wait)
            try:
                async with self._slots:
                    if self._given_up is not None:
                        raise FetchRefused(self._given_up.code, self._given_up.message)
                    yield
            except FetchRefused as refused:
                self._note(refused)
                raise
            self._unanswered, self._busy_since = 0, None

    def refusal(self, status: int, headers: Headers, now: datetime) -> FetchRefused:
        """Say what a status other than 200 means; the host waits if the server asks for it."""
        try:
            name = HTTPStatus(status).phrase
        except ValueError:
            name = "(no known status)"
        message = f"the server answers {status} {name}"
        refused = FetchRefused(f"http-{status}", message, retry=status in _TRANSIENT)
        if status not in _BUSY:
            self._busy_since = None
            return refused
        asked = retry_after(headers.get("retry-after", ""), now)
        wait = asked or backoff(1, self._limits)
        loop = asyncio.get_running_loop()
        since = self._busy_since = self._busy_since or loop.time()
        if loop.time() + wait - since > self._limits.busy:
            message += (
                f" and asks for a pause of {asked:.0f} s"
                if asked and asked > self._limits.busy
                else f" for {self._limits.busy:g} s"
            )
            return self._give_up(FetchRefused(refused.code, message))
        if asked:
            wait += _jitter(0, self._limits.backoff / 4)
            refused.paused = True
        return self._pause(wait, refused)

    def _pause(self, seconds: float, refused: FetchRefused) -> FetchRefused:
        """Leave the server alone; give it up if that makes too much of a run."""
        until = asyncio.get_running_loop().time() + seconds
        self._paused += max(0.0, until - max(self._not_before, until - seconds))
        self._not_before = max(self._not_before, until)
        if self._paused > self._limits.paused:
            return self._give_up(FetchRefused(refused.code, f"{refused.message} repeatedly"))
        return refused

    def _give_up(self, why: FetchRefused) -> FetchRefused:
        """Ask the server for nothing any more, for any of its images."""
        self._given_up = FetchRefused(
            why.code, f"{why.message} (nothing more is fetched from this server)"
        )
        return why

    def _note(self, refused: FetchRefused) -> None:
        self._unanswered = self._unanswered + 1 if refused.code in _SILENT else 0
        if self._unanswered >= _GIVE_UP_AFTER and self._given_up is None:
            self._give_up(refused)


def backoff(attempt: int, limits: Limits) -> float:
    """Return the seconds to wait after failed attempt number (from 1): doubled, not in step."""
    return float(limits.backoff * 2 ** (attempt - 1)) * _jitter(0.5, 1.5)


def _jitter(low: float, high: float) -> float:
    return random.uniform(low, high)  # noqa: S311 (spreads requests, hides nothing)
