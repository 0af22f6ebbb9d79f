"""Servers on loopback, and a fetch from them into a store of the test's own."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.config.schema import Images
from feedmill.http import connection
from feedmill.images.fetching.fetch import FetchOptions, fetch_wanted
from feedmill.images.fetching.limits import Limits
from feedmill.images.outcome import Fetched
from feedmill.images.store import Store
from imagefetch import LOCAL, Fetching, Opening, quick
from imageserver import Server

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on 127.0.0.1, which `fetch_from` allows."""
    one = Server()
    one.start()
    yield one
    one.stop()


@pytest.fixture
def private_server() -> Iterator[Server]:
    """A server on 127.0.0.2, which nobody allows."""
    one = Server("127.0.0.2")
    one.start()
    yield one
    one.stop()


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch) -> Iterator[ssl.SSLContext]:
    """What a server needs to be images.example.org, whose certificate clients trust."""
    certificate = Path(__file__).with_name("tls.pem")  # made for these tests, good for a century
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    connection._tls.cache_clear()
    yield context
    connection._tls.cache_clear()


@pytest.fixture
def secure_server(tls: ssl.SSLContext) -> Iterator[Server]:
    """A server on 127.0.0.1 with a certificate for images.example.org, which clients trust."""
    one = Server(tls=tls)
    one.start()
    yield one
    one.stop()


@pytest.fixture
def fetching(tmp_path: Path) -> Fetching:
    """Give a function that fetches URLs into the store of this test."""

    def fetch_from(
        *urls: str, images: Images = LOCAL, limits: Limits | None = None, **options: object
    ) -> Fetched:
        uses = dict.fromkeys(urls, ("articles/a.md", "articles/b.md"))
        how = FetchOptions(**{"now": NOW, "limits": limits or quick()} | options)
        return fetch_wanted(uses, images, tmp_path, tmp_path / "state", how)

    return fetch_from


@pytest.fixture
def opened(tmp_path: Path) -> Opening:
    """Give a function that opens the store of this test, as it is then."""
    return lambda: Store.open(tmp_path / "store")
