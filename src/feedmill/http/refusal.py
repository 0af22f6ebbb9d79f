"""Why a URL does not give what was asked for: a value that travels as an exception. Pure."""

from __future__ import annotations


class FetchRefused(Exception):  # noqa: N818 (it is an outcome, reported as a line, not an error)
    """One URL cannot be had. `code` is the stable name of the reason, `message` is for people.

    `retry`: asking again may help; `paused`: the server said when, and its host waits.
    """

    def __init__(self, code: str, message: str, *, retry: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry = retry
        self.paused = False
