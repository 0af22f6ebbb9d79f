"""Decoding in processes of its own, with limits on time and memory that hold.

Most pictures are small, and a few processes look at them side by side. One that needs more memory
than these have is looked at alone, with all the memory that a fetch may take.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import AsyncExitStack, suppress
from importlib.util import find_spec
from pathlib import Path

from msgspec.structs import replace

from feedmill.http.refusal import FetchRefused

from .jobs import (
    HEAD,
    TOO_MUCH_MEMORY,
    TOO_SLOW,
    Job,
    Picture,
    Verdict,
    decode_verdict,
    message,
    message_length,
    too_much_memory,
)
from .limits import Limits

_MOST = 3  # processes: more than these wait for pictures, not for processors
_SMALL = 32 * 2**20  # bytes for a picture, where others are looked at, too
_LEAST = 64 * 2**20  # bytes for one that is looked at alone, however large this process is
_OWN = 32 * 2**20  # bytes of a process itself
_USUAL = 64 * 2**20  # bytes of this process, where they are not known
_MARGIN = 16 * 2**20  # bytes
_SLOWEST = 8  # times the processor's time that a picture may take by the clock
_CODE = (
    "import json, sys; sys.path += json.loads(sys.argv[1]); "
    "from feedmill.images.fetching.decoder import decode_main; decode_main()"
)
_NEEDED = ("feedmill", "msgspec", "PIL", "lxml")
# How a process ends that has used up its time; Windows has no such signal.
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0)
_UNKNOWN = 255  # what asyncio says where the system has given the status to somebody else


_DAMAGED = "damaged"


class _Ended(Exception):  # noqa: N818 (an outcome)
    """A process came to its end over a picture, with this status."""

    def __init__(self, status: int | None) -> None:
        self.status = status


class Decoders:
    """Looks at pictures; for use within one event loop, and to be closed.

    All processes together, this one with them, stay below `limits.memory`.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._number = max(1, min(_MOST, os.cpu_count() or 1))
        self._turns = asyncio.Semaphore(self._number)
        self._alone = asyncio.Lock()
        self._waiting: list[Process] = []
        self._all: set[Process] = set()

    async def examine(self, path: Path, *, svg: bool, thumbnail: int | None) -> Picture:
        """Return what a file holds.

        Raises FetchRefused unless it is a whole, reasonable picture.
        """
        job = Job(
            path=str(path.absolute()),
            max_pixels=self._limits.max_pixels,
            svg=svg,
            thumbnail=thumbnail,
            memory=_SMALL,
            seconds=self._limits.decoding,
        )
        async with self._turns:
            verdict = await self._look(job)
        # A library that gets no memory may say that the picture is damaged.
        if verdict.code in (TOO_MUCH_MEMORY, _DAMAGED):
            verdict = await self._look_alone(job)
        if verdict.picture is None:
            raise FetchRefused(verdict.code, verdict.message)
        return verdict.picture

    async def close(self) -> None:
        """End all processes, whatever they do."""
        for process in [*self._all]:
            await self._end(process)

    async def _look_alone(self, job: Job) -> Verdict:
        """Look at a picture while no other process takes memory."""
        async with self._alone, AsyncExitStack() as stack:
            for _ in range(self._number):
                await stack.enter_async_context(self._turns)
            while self._waiting:
                await self._end(self._waiting.pop())
            memory = self._limits.memory - _resident() - _OWN - _MARGIN
            verdict = await self._look(replace(job, memory=max(memory, _LEAST)))
            while self._waiting:
                await self._end(self._waiting.pop())
            return verdict

    async def _look(self, job: Job) -> Verdict:
        """Hand a job to a process that waits for one, or to a new one."""
        process = self._waiting.pop() if self._waiting else await self._start()
        try:
            verdict = await self._ask(process, job)
        except _Ended as ended:
            return self._verdict(job, ended.status)
        except BaseException:
            await self._end(process)
            raise
        if verdict.code == TOO_MUCH_MEMORY:  # it ends itself
            await self._end(process)
        else:
            self._waiting.append(process)
        return verdict

    async def _ask(self, process: Process, job: Job) -> Verdict:
        assert process.stdin is not None
        assert process.stdout is not None
        begun = time.monotonic()
        try:
            async with asyncio.timeout(_SLOWEST * job.seconds):
                process.stdin.write(message(job))
                await process.stdin.drain()
                head = await process.stdout.readexactly(HEAD)
                return decode_verdict(await process.stdout.readexactly(message_length(head)))
        except TimeoutError:
            await self._end(process)
            raise _Ended(_OUT_OF_TIME) from None
        except (OSError, EOFError):
            status = await self._end(process)
            if status == _UNKNOWN and time.monotonic() - begun >= job.seconds:
                status = _OUT_OF_TIME
            raise _Ended(status) from None

    def _verdict(self, job: Job, status: int | None) -> Verdict:
        """Say what it means that a process has ended over a picture."""
        if status == _OUT_OF_TIME:
            what = f"takes more than {job.seconds:g} s of processor time to decode"
            return Verdict(code=TOO_SLOW, message=what)
        if job.memory == _SMALL:  # where a library gets no memory, it may do anything
            return too_much_memory(_SMALL)
        return Verdict(code=_DAMAGED, message="is damaged: its decoder crashes")

    async def _start(self) -> Process:
        where = json.dumps(_places())
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _CODE, where), stdin=PIPE, stdout=PIPE, stderr=DEVNULL
        )
        self._all.add(process)
        return process

    async def _end(self, process: Process) -> int | None:
        """End a process; return its status."""
        self._all.discard(process)
        with suppress(ProcessLookupError):
            process.kill()
        return await process.wait()


def _resident() -> int:
    """Return how many bytes of memory this process has, as far as the system says."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return _USUAL
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def _places() -> list[str]:
    """Return where the modules of a new process are, which takes none from where it is started."""
    found = (find_spec(name) for name in _NEEDED)
    places = (Path(spec.origin).parent.parent for spec in found if spec and spec.origin)
    return sorted({str(place.absolute()) for place in places})
