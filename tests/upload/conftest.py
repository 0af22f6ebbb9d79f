"""A small site with an image, and an S3 server for all tests of a module."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from objectstore import Gate, S3Server
from sites import CONFIG, article, build_site, write_site

IMAGE_URL = "https://pictures.example.org/a.png"


def png(shade: int) -> bytes:
    """Give a picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes([0, shade]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def store_image(root: Path, data: bytes) -> str:
    """Put a picture into the site's image cache, as the only one; give its path below feeds/."""
    digest = hashlib.sha256(data).hexdigest()
    file = f"{digest[:2]}/{digest}.png"
    place = root / "feeds" / "images" / file
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    line = {"url": IMAGE_URL, "file": file, "bytes": len(data), "type": "image/png",
            "width": 1, "height": 1, "fetched": "2026-01-01T00:00:00Z"}  # fmt: skip
    (root / "feeds" / "images" / "images.jsonl").write_text(json.dumps(line) + "\n")
    return f"images/{file}"


def make_site(root: Path, more: str = "", **articles: str) -> Path:
    """Write and build a site with pages, and `more` in its config; an article for each name."""
    texts = {f"{name}.md": text for name, text in articles.items()} or {
        "a.md": article("One", topics="[AI]", images=f"[{{url: {IMAGE_URL}, isCached: true}}]"),
        "b.md": article("Two", topics="[Go]"),
    }
    write_site(root, dict(texts), f"{CONFIG}pages: true\n{more}")
    store_image(root, png(1))
    build_site(root)
    return root


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that is built."""
    return make_site(tmp_path / "site")


@pytest.fixture(scope="module")
def server() -> Iterator[S3Server]:
    """An S3 server that this process finds in its environment."""
    made = S3Server()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in made.environment.items():
            patch.setenv(name, value)
        yield made
    made.stop()


@pytest.fixture
def empty(server: S3Server) -> S3Server:
    """The same with nothing in its bucket."""
    for key in server.names():
        server.delete(key)
    return server


@pytest.fixture
def gate(empty: S3Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """A gate before it, which this process goes through."""
    from feedserver import running

    made = Gate(empty)
    for name, value in made.environment.items():
        monkeypatch.setenv(name, value)
    with running(made):
        yield made
