"""One command, as a whole process: how long, how much work, how much memory."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, NamedTuple

_PAUSE = 0.005  # seconds between two looks at the memory
# Python keeps what it compiled, as it does unless it is told not to.
_ENVIRONMENT = {key: text for key, text in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


class Run(NamedTuple):
    """Seconds on the clock, and of all cores together; the memory in bytes, if it was asked."""

    wall: float
    cpu: float
    memory: int = 0


class FailedError(Exception):
    """The command ended with an error; the text has its last lines."""


class TooLongError(Exception):
    """The command was stopped at its limit; the text says so."""


def measure(
    command: Sequence[str | Path],
    folder: Path,
    *,
    limit: float = 3600,
    memory: bool = False,
) -> Run:
    """Run a command in a folder, and everything it starts.

    CPU time is what the kernel counts (wait4), of children, too. With `memory` the shares of
    memory (PSS: a page that several processes have counts once) of all processes are added up
    every few milliseconds, and the highest sum is given; that slows the command down, so the
    times of such a run are not to be used.
    """
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=_ENVIRONMENT,
            start_new_session=True,  # so that all of it can be stopped
        )
        try:
            peak = _watch(process.pid, start + limit) if memory else 0
            cpu, status = _wait(process, start + limit)
        except BaseException as error:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(error, TimeoutError):
                raise TooLongError(f"did not finish in {limit / 60:g} minutes") from None
            raise
        wall = time.perf_counter() - start
        if status:
            raise FailedError(f"{command[0]}: status {status}: {_last_lines(output)}")
        return Run(wall, cpu, peak)


def new_file_cost(folder: Path, count: int = 500) -> float:
    """Return how many seconds one new file of 4 KB costs where `folder` is: the best of five.

    A cold build writes thousands, and disks differ in this by a factor of a hundred.
    """
    folder.mkdir(parents=True, exist_ok=True)
    best = float("inf")
    for _ in range(5):
        with tempfile.TemporaryDirectory(dir=folder) as place:
            start = time.perf_counter()
            for number in range(count):
                Path(place, str(number)).write_bytes(bytes(4096))
            best = min(best, time.perf_counter() - start)
    return best / count


def _wait(process: subprocess.Popen[bytes], deadline: float) -> tuple[float, int]:
    """Wait for the end without polling; give CPU seconds and exit status."""
    signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, max(deadline - time.perf_counter(), 0.001))
    try:
        _, status, used = os.wait4(process.pid, 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime, process.returncode


def _time_is_up(_number: int, _frame: object) -> None:
    raise TimeoutError


def _watch(pid: int, deadline: float) -> int:
    """Give the highest memory of a process and its descendants until it ends."""
    peak = 0
    while not _has_ended(pid):
        if time.perf_counter() > deadline:
            raise TimeoutError
        peak = max(peak, sum(map(_share, _family(pid))))
        time.sleep(_PAUSE)
    return peak


def _has_ended(pid: int) -> bool:
    """Say whether a child of ours has ended; who waits for it learns the rest."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _family(pid: int) -> list[int]:
    """Give a process and all that descend from it."""
    found = [pid]
    for parent in found:
        for thread in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found.extend(map(int, thread.read_text().split()))
            except OSError:
                continue  # it ended meanwhile
    return found


def _share(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def _last_lines(output: IO[bytes]) -> str:
    output.seek(0)
    return " / ".join(output.read().decode(errors="replace").strip().splitlines()[-3:])
