"""Addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.urls import absolute, encode_host, join, on_site


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/a/b?c=d&e#f", "https://example.org/a/b?c=d&e#f"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        (" https://example.org/ ", "https://example.org/"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("https://example.org./", "https://example.org/"),
        ("https://example.org/%41%zz", "https://example.org/%41%25zz"),
        (
            "https://example.org/été?q=東京#ß",
            "https://example.org/%C3%A9t%C3%A9?q=%E6%9D%B1%E4%BA%AC#%C3%9F",
        ),
        ('https://example.org/<a>"{b}|\\^`', "https://example.org/%3Ca%3E%22%7Bb%7D%7C%5C%5E%60"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://b%C3%BCcher.example/", "https://xn--bcher-kva.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://my_site.example/", "https://my_site.example/"),
        ("https://127.0.0.1/", "https://127.0.0.1/"),
        ("https://[2001:DB8::1]:80/", "https://[2001:db8::1]:80/"),
        ("https://localhost/", "https://localhost/"),
        ("https://example.org/a b?c d#e\u00a0f", "https://example.org/a%20b?c%20d#e%C2%A0f"),
    ],
)
def test_absolute(written: str, address: str) -> None:
    """A usable address comes out as ASCII that any reader takes."""
    assert address == absolute(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "example.org",
        "/a",
        "//example.org/",
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "data:text/html,x",
        "https:example.org",
        "https:///a",
        "https://user:pass@example.org/",
        "https://user@example.org/",
        "https://example.org/a\nb",
        "https://example.org/a\u2028b",
        "https://example.org/\x00",
        "https://exa mple.org/",
        "https://-a-.example/",
        "https://a..b/",
        "https://xn--a/",
        "https://xn--a-ecp.ru/",
        "https://*.example/",
        "https://example.org:port/",
        "https://example.org:99999/",
        "https://[::1/",
        "https://[nonsense]/",
        "https://" + "a." * 200 + "org/",
        "https://example.org/" + "a" * 9000,
        "https://example。org\uff0fx/",
    ],
)
def test_unusable(written: str) -> None:
    """What no reader could or should follow is refused."""
    with pytest.raises(ValueError, match=r"^(is|has|holds) "):
        absolute(written)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("/i.png", "https://example.org/i.png"),
        ("i j.png", "https://example.org/a/i%20j.png"),
        ("../i.png", "https://example.org/i.png"),
        ("../../../i.png", "https://example.org/i.png"),
        ("//cdn.example/i.png", "https://cdn.example/i.png"),
        ("#f", "https://example.org/a/b#f"),
        ("https://other.example/x y", "https://other.example/x%20y"),
        ("https://other.example/\n  x\ty", "https://other.example/%20%20xy"),
        ("https:\\\\other.example\\x?a\\b#c\\d", "https://other.example/x?a%5Cb#c%5Cd"),
    ],
)
def test_join(written: str, address: str) -> None:
    """A relative address is resolved."""
    assert address == join("https://example.org/a/b", written)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (" /about/ ", "https://example.org/blog/about/"),
        ("/", "https://example.org/blog/"),
        ("/a b", "https://example.org/blog/a%20b"),
        ("https://other.example/x", "https://other.example/x"),
    ],
)
def test_on_site(written: str, address: str) -> None:
    """A path is added to the site's address, with the site's own path; any other stays."""
    assert address == on_site("https://example.org/blog", written)


@pytest.mark.parametrize("written", ["", "about/", "../about/", "//other.example/x", "/a\tb"])
def test_not_on_site(written: str) -> None:
    """What is neither a path from the site's root nor an absolute address is refused."""
    with pytest.raises(ValueError, match=r"^(is|has|holds) "):
        on_site("https://example.org/blog", written)


def test_join_lets_nothing_else_in() -> None:
    """Resolving is no way round the rules."""
    for written in ("javascript:x", "data:image/png;base64,x", "https://u:p@example.org/"):
        with pytest.raises(ValueError, match=r"^(is|has|holds) "):
            join("https://example.org/", written)


@given(st.text(max_size=40).map("https://".__add__) | st.text(max_size=40))
def test_what_comes_out_needs_no_more(written: str) -> None:
    """An address is ASCII without spaces, and reading it again gives the same."""
    try:
        address = absolute(written)
    except ValueError:
        return
    assert re.fullmatch(r"https?://[!-~]+", address)
    assert address == absolute(address)


@given(st.text(max_size=30))
def test_a_host_is_safe_in_a_path(written: str) -> None:
    """Whatever a stranger calls a domain, what comes out has no slash and is not a dot."""
    try:
        name = encode_host(written)
    except ValueError:
        return
    assert "/" not in name
    assert name.strip(".")
