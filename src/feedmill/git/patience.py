"""End a git process that does not answer: one that waits for ever or reads without end.

A repository may hold a fifo where git expects a file, or a link to a device. Git then waits, or
reads until the memory is gone.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from subprocess import Popen, TimeoutExpired
from threading import Event, Thread
from typing import Self

_LOOK = 1.0  # seconds between two looks at a git that is still busy
_IDLE = 5.0  # seconds asleep without any processor time, when nobody makes it wait
_MOST_MEMORY = 2**31  # bytes that a git may fill; files that it maps do not count


class GitPatience:
    """How long a git may take: `seconds` in all, and far less if it does nothing."""

    def __init__(self, call: Popen[bytes], seconds: float) -> None:
        self._call = call
        self._left = self._seconds = seconds
        self._idle = 0.0
        self._used: str | None = None

    def renew(self) -> None:
        """Begin once more: git has answered."""
        self._left, self._idle, self._used = self._seconds, 0.0, None

    def is_over(self, passed: float) -> bool:
        """Look at git, when `passed` seconds have passed since the last look."""
        _limit_memory(self._call.pid)
        used = _time_used(self._call.pid)
        self._idle = self._idle + passed if used is not None and used == self._used else 0.0
        self._used = used
        self._left -= passed
        return self._left <= 0 or self._idle >= _IDLE


class GitWatch:
    """Kills a git whose answers are read from its pipe, if one takes too long. Close it.

    It watches while a question is open: from `asked` to `answered`.
    """

    def __init__(self, call: Popen[bytes], seconds: float) -> None:
        self._call = call
        self._patience = GitPatience(call, seconds)
        self._turns = 0  # odd: a question is open
        self._closed = Event()
        Thread(target=self._run, daemon=True).start()

    def __enter__(self) -> Self:
        self.asked()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def asked(self) -> None:
        """Note that git has something to do."""
        self._turns += 1

    def answered(self) -> None:
        """Note that it has done so."""
        self._turns += 1

    def close(self) -> None:
        """Watch no longer."""
        self._closed.set()

    def _run(self) -> None:
        last = 0
        while not self._closed.wait(_LOOK):
            if self._turns != last or self._turns % 2 == 0:
                last = self._turns
                self._patience.renew()
            elif self._patience.is_over(_LOOK):
                self._call.kill()
                return


def answer_of(call: Popen[bytes], seconds: float) -> tuple[bytes, bytes] | None:
    """Wait for all that git writes, to its end; None if it had to be ended."""
    patience = GitPatience(call, seconds)
    while True:
        try:
            output, complaints = call.communicate(timeout=min(_LOOK, seconds))
        except TimeoutExpired:
            if patience.is_over(_LOOK):
                return None
        else:
            return output, complaints or b""


def _time_used(pid: int) -> str | None:
    """Return what grows with the processor time of a process that sleeps; None if it does not.

    Only Linux says it: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        return " ".join(fields[11:13]) if fields[0] == "S" else None
    except (OSError, IndexError):
        return None


def _limit_memory(pid: int) -> None:
    """Limit what a process may fill with data, where that can be said of another one."""
    if sys.platform == "linux":
        import resource

        with suppress(OSError, ValueError):  # it has ended, or its limit is lower
            resource.prlimit(pid, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
