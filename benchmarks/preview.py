"""`feedmill serve`: from saving an article to the reloaded page, and a thousand readers at once.

    python benchmarks/preview.py [articles] [edits] [readers]

The page counts as reloaded when an open page was told and the new title came with its next
request. Readers connect first, and all of them ask then, each with the ETag that it has.
"""

from __future__ import annotations

import asyncio
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.client import HTTPResponse
from pathlib import Path

import corpus
from ours import CONFIG

_SERVE = [sys.executable, "-m", "feedmill", "serve", "--port", "0"]


def main(articles: int = 10_000, edits: int = 20, readers: int = 1000) -> None:
    """Print both, and how long the preview took to start."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "site"
        root.mkdir()
        files = {"config.yaml": f"{CONFIG}pages: true\n"}
        newest = root / corpus.write_repository(root, articles, files)
        for start in ("cold", "warm"):
            began = time.monotonic()
            preview = subprocess.Popen(_SERVE, cwd=root, stdout=subprocess.PIPE, text=True)
            assert preview.stdout is not None
            said = next(line for line in preview.stdout if "http://" in line)
            say(f"{start} start: {time.monotonic() - began:.2f} s")
            if start == "cold":
                preview.terminate()
                preview.wait()
        url = re.findall(r"http://[^ ]*", said)[0]
        try:
            times = [edit(url, newest, f"Edit {number} of it") for number in range(edits)]
            middle, most = statistics.median(times), max(times)
            say(f"saved to reloaded: median {middle * 1000:.0f} ms, most {most * 1000:.0f} ms")
            asyncio.run(ask_at_once(url, readers))
            with get(f"{url}_feedmill/events"):
                began = time.monotonic()
                preview.send_signal(signal.SIGINT)
                preview.wait()
                say(f"ended, with a page open: {time.monotonic() - began:.2f} s")
        finally:
            preview.kill()
            preview.wait()


def edit(url: str, article: Path, title: str) -> float:
    """Change an article's title; return the seconds until the page of all feeds has it."""
    with get(f"{url}_feedmill/events") as events:
        next(line for line in events if line.startswith(b"data: "))
        text = re.sub(
            r"^title: .*", f"title: {title}", article.read_text(), count=1, flags=re.MULTILINE
        )
        began = time.monotonic()
        article.write_text(text)
        next(line for line in events if line.startswith(b"data: "))
        with get(f"{url}feeds/all.html") as page:
            assert title in page.read().decode()
        return time.monotonic() - began


async def ask_at_once(url: str, readers: int) -> None:
    """Print how many of the readers got which answer, and how long it took."""
    with get(f"{url}feeds/all.atom") as feed:
        tag = feed.headers["ETag"]
    host, _, port = url.split("/")[2].rpartition(":")
    request = f"GET /feeds/all.atom HTTP/1.1\r\nHost: {host}\r\nIf-None-Match: {tag}\r\n\r\n"
    open_ = [asyncio.open_connection(host, int(port)) for _ in range(readers)]
    connections = await asyncio.gather(*open_)
    began = time.monotonic()
    for _, writer in connections:
        writer.write(request.encode())
    answers = await asyncio.gather(*(reader.readline() for reader, _ in connections))
    took = time.monotonic() - began
    found = {one.decode().strip(): answers.count(one) for one in set(answers)}
    say(f"{readers} readers at once: {found} in {took:.2f} s")
    for _, writer in connections:
        writer.close()


def get(url: str) -> HTTPResponse:
    """Ask for what is at an address, and wait for the head of the answer."""
    answer: HTTPResponse = urllib.request.urlopen(url)  # noqa: S310 (our own)
    return answer


def say(text: str) -> None:
    """Print a figure."""
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
