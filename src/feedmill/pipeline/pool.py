"""Run the same functions over chunks: in this process for little, in several for much."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self, TypeVar

from feedmill.errors import FeedmillError

if TYPE_CHECKING:  # slow to import, and most builds need none
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from multiprocessing.process import BaseProcess

T = TypeVar("T")


class Pool:
    """Runs functions on up to `jobs` processes, which start when they first pay.

    `threads` says that there are others in this process: what they hold would be held for ever
    in a fork of it.
    """

    def __init__(self, jobs: int | None = None, *, threads: bool = False) -> None:
        self.jobs = jobs or available_cores()
        # A forked worker starts in a hundredth of the time.
        self._way = "fork" if sys.platform == "linux" and not threads else "spawn"
        self._own: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *about: object) -> None:
        if self._own is None:
            return
        if isinstance(about[1], KeyboardInterrupt):  # at once
            for process in _children():
                process.kill()
            # A worker killed while it hands over a result leaves a thread that waits for ever:
            # the command line ends without waiting for it.
            self._own.shutdown(wait=False, cancel_futures=True)
        else:
            self._own.shutdown(wait=True, cancel_futures=True)

    def map(
        self, work: Callable[..., T], fixed: Sequence[Any], items: Sequence[Any], *, size: int
    ) -> Iterator[T]:
        """Call `work(*fixed, chunk)` for chunks of `items`, `size` at most; results in order."""
        chunks = [items[at : at + size] for at in range(0, len(items), size)]
        executor = self.executor(len(chunks))
        if executor is None:
            for chunk in chunks:
                yield work(*fixed, chunk)
            return
        # No more under way than keeps the workers busy: results wait in memory to be fetched.
        running: deque[Future[T]] = deque()
        for chunk in chunks:
            running.append(executor.submit(work, *fixed, chunk))
            if len(running) > 3 * self.jobs:
                yield self.result(running.popleft())
        while running:
            yield self.result(running.popleft())

    def executor(self, chunks: int) -> Executor | None:
        """Return who is to do so much, None if it pays to do it here."""
        return self._processes() if chunks > self.jobs > 1 else None

    def result(self, future: Future[T]) -> T:
        """Wait for a result. Raises FeedmillError if the worker was killed."""
        from concurrent.futures import BrokenExecutor

        try:
            return future.result()
        except BrokenExecutor as error:
            raise FeedmillError(
                "a worker was killed, perhaps because memory ran out; try again with --jobs 1"
            ) from error

    def _processes(self) -> ProcessPoolExecutor:
        if self._own is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            if self._way == "spawn":  # workers begin in the site: they must not import from there
                os.environ["PYTHONSAFEPATH"] = "1"
            self._own = ProcessPoolExecutor(self.jobs, get_context(self._way), _begin)
        return self._own


def _children() -> list[BaseProcess]:
    """Return our own workers."""
    from multiprocessing import active_children

    return active_children()


def _begin() -> None:
    """Make a worker leave Ctrl-C to the build, and end when the build does, even if killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def available_cores() -> int:
    """Return how many processes can run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
