"""Reading on an existing Dask cluster, through the executor that its client offers.

Only reading goes there: a worker needs Feedmill and the way to the articles, and nothing of the
index or the feeds; the scheduler needs Feedmill, too (distributed.dask.org).
"""

from __future__ import annotations

import logging
import socket
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import urlsplit

from feedmill import __version__
from feedmill.errors import ClusterError
from feedmill.state.cache_key import of_code

from .pool import Pool

T = TypeVar("T")

_TRANSPORTS = {"dask": "tcp", "dask+tls": "tls"}
_GLANCE = 1.0  # seconds between two looks whether the cluster is still there
_CONNECT = 10.0  # seconds


class Cluster(Pool):
    """A pool whose processes are the workers of a cluster, such as `dask://10.0.0.1:8786`.

    It connects when there is work for more than one of them. What a worker had in hand when it
    died, another one does. Raises ClusterError if the cluster cannot be used, or if none of its
    workers is left for `patience` seconds.
    """

    def __init__(self, address: str, *, patience: float = 30.0) -> None:
        super().__init__(jobs=1)
        self._address = address
        self._scheduler = scheduler(address)
        self._patience = patience
        self._client: Any = None  # Dask's client, which has no types

    def __exit__(self, *error: object) -> None:
        if self._client is not None:
            self._client.close(timeout=_GLANCE)  # nobody waits for what is under way
        super().__exit__(*error)

    def map(
        self, work: Callable[..., T], fixed: Sequence[Any], items: Sequence[Any], *, size: int
    ) -> Iterator[T]:
        """Call `work(*fixed, chunk)` for chunks of `items`, on workers that are as we are."""
        return super().map(checked, (of_code(), work, *fixed), items, size=size)

    def executor(self, chunks: int) -> Executor | None:
        """Return the cluster's, or None where it is quicker not to ask. Raises ClusterError."""
        if chunks < 2:
            return None
        self._client = self._client or _connected(self._scheduler, self._address)
        try:
            self._client.wait_for_workers(1, timeout=self._patience)
        except TimeoutError:
            raise self._deserted() from None
        except OSError:
            raise self._gone() from None
        self.jobs = sum(self._threads().values()) or 1
        executor: Executor = self._client.get_executor(pure=False)
        return executor

    def result(self, future: Future[T]) -> T:
        """Wait for a result for as long as there is somebody to bring it. Raises ClusterError."""
        alive = monotonic()
        while not wait([future], timeout=_GLANCE).done:
            if self._threads():
                alive = monotonic()
            elif monotonic() - alive > self._patience:
                raise self._deserted()
        try:
            return future.result()
        except CancelledError:
            raise self._gone() from None
        except _killed() as error:
            raise ClusterError(f"{self._address}: {error}") from None
        except (ImportError, RuntimeError) as error:
            # The scheduler looks at what is to be called, too, and wraps what goes wrong there.
            missing = error if isinstance(error, ImportError) else error.__cause__
            if not isinstance(missing, ImportError):
                raise
            needs = f"scheduler and workers need Feedmill {__version__}, too"
            raise ClusterError(f"{self._address}: {needs} ({missing})") from None

    def _threads(self) -> dict[str, int]:
        """Return the threads of each worker; nothing if the scheduler does not answer."""
        try:
            found: dict[str, int] = self._client.nthreads()
        except OSError:
            return {}
        return found

    def _gone(self) -> ClusterError:
        return ClusterError(f"{self._address}: the scheduler is gone")

    def _deserted(self) -> ClusterError:
        return ClusterError(f"{self._address}: has no worker; waited {self._patience:g} s for one")


def scheduler(address: str) -> str:
    """Return the scheduler's address as Dask writes it: `dask://10.0.0.1:8786` → `tcp://…`.

    `dask+tls://` is for a scheduler that talks TLS. Raises ClusterError.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        port = None
    if port is None or not parts.hostname or parts.scheme not in _TRANSPORTS or parts.path:
        raise ClusterError(f"{address!r} is not a cluster; expected dask://HOST:PORT")
    return f"{_TRANSPORTS[parts.scheme]}://{parts.netloc}"


def checked(code: bytes, work: Callable[..., T], *values: Any) -> T:
    """Call `work(*values)` if this process has the code that `of_code` gave elsewhere.

    Another version could read an article in another way, and nobody would know why a feed differs.
    Raises ClusterError if it has other code.
    """
    if of_code() != code:
        ours = f"Feedmill {__version__} on Python {sys.version_info[0]}.{sys.version_info[1]}"
        raise ClusterError(
            f"a worker ({ours}) runs another version of Feedmill than this machine, or of what "
            "it builds on; install the same on both"
        )
    return work(*values)


def _connected(scheduler: str, address: str) -> Any:
    try:
        import distributed
    except ImportError:
        needs = "needs more than is installed: pip install 'feedmill[cluster]'"
        raise ClusterError(f"{address}: {needs}") from None
    # What goes wrong is an exception, or a worker's that another one makes up for.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        place = urlsplit(scheduler)
        socket.create_connection((place.hostname or "", place.port or 0), _CONNECT).close()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: ours, which matter, are compared later
            connect: Any = distributed.Client
            return connect(scheduler, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or f"{error}".partition("\n")[0]
        raise ClusterError(f"{address}: no scheduler there ({reason})") from error


def _killed() -> Any:
    from distributed import KilledWorker

    return KilledWorker
