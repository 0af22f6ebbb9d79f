"""Throughput and memory of `feedmill images fetch`, against servers on loopback.

    python benchmarks/images.py [images] [servers] [bytes]

Serves that many different JPEGs (2,000 from 50 ports, of 50,000 bytes each, by default) from a
process of its own, fetches all of them into an empty store, then again with the store full. The
peak of memory must not grow with the number of images.
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from PIL import Image

from feedmill.config.schema import Images
from feedmill.images.fetching.fetch import FetchOptions, fetch_wanted
from feedmill.images.fetching.limits import Limits
from feedmill.images.store import Store


def photo(size: int) -> bytes:
    """Make a JPEG of about that many bytes, 800 pixels wide."""
    noise = Image.frombytes("RGB", (400, 260), random.Random(1).randbytes(400 * 260 * 3))  # noqa: S311 (a picture)
    image = noise.resize((800, 520))
    for quality in range(95, 5, -5):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        if len(file.getvalue()) <= size:
            break
    return file.getvalue()


def numbered(jpeg: bytes, number: bytes) -> bytes:
    """Make a JPEG another one by a comment (ITU T.81, B.2.4.5)."""
    return jpeg[:2] + b"\xff\xfe" + (len(number) + 2).to_bytes(2, "big") + number + jpeg[2:]


def serve(ports: Connection, servers: int, size: int) -> None:
    """Serve JPEGs for ever; each path has its own."""
    jpeg = photo(size)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                body = numbered(jpeg, head.split(b" ", 2)[1])
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            writer.close()

    async def main() -> None:
        started = [await asyncio.start_server(answer, "127.0.0.1", 0) for _ in range(servers)]
        ports.send([one.sockets[0].getsockname()[1] for one in started])
        await asyncio.Event().wait()

    asyncio.run(main())


def measure(urls: list[str], root: Path) -> None:
    """Fetch, and print what it took."""
    uses = dict.fromkeys(urls, ("articles/a.md",))
    images = Images(store="store", allow_hosts=("127.0.0.1",))
    options = FetchOptions(now=datetime(2026, 1, 2, tzinfo=UTC), limits=Limits())
    began, worked = time.perf_counter(), processor()
    done = fetch_wanted(uses, images, root, root / "state", options)
    took, worked = time.perf_counter() - began, processor() - worked
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak, decoder = (resource.getrusage(one).ru_maxrss / 1024 for one in who)
    sys.stdout.write(
        f"{done.added:,} fetched, {done.kept:,} kept, {done.failed:,} failed: {took:.2f} s, "
        f"{worked:.2f} s of processor, {done.wanted / took:,.0f} images/s, "
        f"{done.received / took / 1e6:.1f} MB/s, peak {peak:.0f} MiB, "
        f"and {decoder:.0f} MiB of a process that decodes\n"
    )


def processor() -> float:
    """Return the seconds of the processor so far, of this process and of those that decoded."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main(images: int = 2000, servers: int = 50, size: int = 50_000) -> None:
    """Fetch a tenth, all, and all again."""
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(there, servers, size), daemon=True)
    server.start()
    ports = here.recv()
    urls = [f"http://127.0.0.1:{ports[n % servers]}/{n}.jpg" for n in range(images)]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for some in (urls[: images // 10], urls, urls):
            measure(some, root)
        began = time.perf_counter()
        Store.open(root / "store")
        sys.stdout.write(f"manifest read in {(time.perf_counter() - began) * 1000:.1f} ms\n")
    server.terminate()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
