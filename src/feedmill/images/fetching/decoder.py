"""The process that decodes untrusted pictures, and that may be killed at any moment.

It reads a Job from its standard input, and writes what came of it to its standard output, again and
again; each message has its length before it. `decoding.py` starts it, and says how.
"""

from __future__ import annotations

import math
import os
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import BinaryIO

from PIL import AvifImagePlugin, Image

from feedmill.http.refusal import FetchRefused

from .jobs import (
    HEAD,
    TOO_MUCH_MEMORY,
    Job,
    Verdict,
    decode_job,
    message,
    message_length,
    too_much_memory,
)
from .picture import identify_picture

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

_SLACK = 8 * 2**20  # bytes, for what Python itself needs meanwhile


def decode_main() -> None:
    """Look at pictures until there is no more to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this process ends it
    jobs = os.fdopen(os.dup(0), "rb")
    verdicts = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for handle in (0, 1, 2):  # no library can write between the messages
        os.dup2(nothing, handle)
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.init()
    while job := _next(jobs):
        verdict = look(job)
        verdicts.write(message(verdict))
        if verdict.code == TOO_MUCH_MEMORY:  # what is left may be in pieces
            break


def look(job: Job) -> Verdict:
    """Look at one picture, within the limits of this process."""
    Image.MAX_IMAGE_PIXELS = job.max_pixels
    limit(job.memory, job.seconds)
    try:
        picture = identify_picture(
            Path(job.path),
            max_pixels=job.max_pixels,
            svg=job.svg,
            thumbnail=job.thumbnail,
            memory=job.memory,
        )
    except FetchRefused as refused:
        return Verdict(code=refused.code, message=refused.message)
    except MemoryError:
        return too_much_memory(job.memory)
    finally:
        limit(None, None)
    return Verdict(picture=picture)


def limit(memory: int | None, seconds: float | None) -> None:
    """Let this process take so many bytes and seconds of the processor more; None: as it likes."""
    if resource is None:
        return
    unlimited = resource.RLIM_INFINITY
    most = unlimited if seconds is None else math.ceil(time.process_time() + seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_lower(most, hard), hard))
    if sys.platform == "linux":  # elsewhere the limit does not hold, or counts something else
        most = unlimited if memory is None else _size() + memory + _SLACK
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (_lower(most, hard), hard))


def _lower(one: int, hard: int) -> int:
    unlimited = resource.RLIM_INFINITY
    return hard if one == unlimited else one if hard == unlimited else min(one, hard)


def _size() -> int:
    """Return how many bytes of addresses this process has."""
    pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    return int(pages) * resource.getpagesize()


def _next(jobs: BinaryIO) -> Job | None:
    head = jobs.read(HEAD)
    return decode_job(jobs.read(message_length(head))) if len(head) == HEAD else None


if __name__ == "__main__":
    decode_main()
