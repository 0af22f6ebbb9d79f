"""Show progress: one line on a terminal's standard error, cleared at the end."""

from __future__ import annotations

import time
from contextlib import suppress
from types import TracebackType
from typing import Self, TextIO

_PATIENCE = 1.0  # seconds that pass in silence
_PAUSE = 0.1  # seconds between two drawings, at least
_BAR = 24  # columns
_CLEAR = "\r\x1b[K"


class ProgressLine:
    """Call it with a stage, and how many of how many are done; a total of 0 is unknown.

    As a context manager it takes its line away at the end, whatever that end is.
    """

    def __init__(self, stream: TextIO, *, shown: bool) -> None:
        self._stream = stream
        self._next = time.monotonic() + _PATIENCE if shown else float("inf")
        self._drawn = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._drawn:
            self._draw("")

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far a stage has come, a few times a second at most."""
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PAUSE
            self._drawn = True
            self._draw(line(stage, done, total))

    def note(self, text: str) -> None:
        """Write a line that stays, terminal or not."""
        with suppress(OSError):
            if self._drawn:
                self._draw("")
            self._stream.write(f"{text}\n")
            self._stream.flush()

    def _draw(self, text: str) -> None:
        self._stream.write(_CLEAR + text)
        self._stream.flush()


def line(stage: str, done: int, total: int) -> str:
    """Return what is drawn: `Reading articles [######      ] 4,321/10,000`."""
    if not total:
        return stage
    full = _BAR * min(done, total) // total
    return f"{stage} [{'#' * full}{' ' * (_BAR - full)}] {done:,}/{total:,}"
