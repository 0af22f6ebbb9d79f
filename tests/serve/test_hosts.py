"""Whom a preview answers."""

from __future__ import annotations

import pytest

from feedmill.serve.hosts import is_loopback, may_ask


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("LOCALHOST.", True),
        ("feeds.localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("laptop.local", False),
        ("localhost.evil.test", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    """Addresses and names that never leave the machine."""
    assert expected == is_loopback(host)


@pytest.mark.parametrize(
    ("host", "bound", "expected"),
    [
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("localhost:8000", "127.0.0.1", True),
        ("localhost", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("evil.test:8000", "127.0.0.1", False),
        ("127.0.0.1.evil.test", "127.0.0.1", False),
        ("evil.test", "0.0.0.0", False),
        ("192.168.1.5:8000", "127.0.0.1", False),
        ("192.168.1.5:8000", "0.0.0.0", True),
        ("laptop.local:8000", "laptop.local", True),
        ("other.local:8000", "laptop.local", False),
        ("", "127.0.0.1", False),
        ("localhost:8000:x", "127.0.0.1", False),
        ("localhost/evil.test", "127.0.0.1", False),
        ("evil.test@localhost", "127.0.0.1", False),
    ],
)
def test_names(host: str, bound: str, expected: bool) -> None:
    """Names are answered only if nobody else can have them."""
    assert expected == may_ask(host, bound)
