"""Where pages are, and how they link to one another."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.pages.paths import Places, relative

PATHS = st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map("/".join)


@pytest.mark.parametrize(
    ("page", "target", "expected"),
    [
        ("index.html", "topics/ai.html", "topics/ai.html"),
        ("topics/ai.html", "topics/ai.atom", "ai.atom"),
        ("topics/ai/x.html", "topics/ai.html", "../ai.html"),
        ("topics/ai.html", "providers/x.html", "../providers/x.html"),
        ("html/topics/ai.html", "topics/ai.atom", "../../topics/ai.atom"),
    ],
)
def test_relative(page: str, target: str, expected: str) -> None:
    """A link goes up no further than it must."""
    assert expected == relative(page, target)


@given(PATHS, PATHS)
def test_relative_leads_there(page: str, target: str) -> None:
    """A browser finds the file, whatever folder both are in."""
    base = "https://example.org/feeds/"
    assert base + target == urljoin(base + page, relative(page, target))


def test_places() -> None:
    """Addresses below the feeds are relative; only hosts of the site are its own."""
    places = Places(
        folder="html/",
        feeds_url="https://example.org/feeds/",
        own_urls=("https://example.org/", "https://img.example.org/x/"),
    )
    assert ("html/index.html", "html/style.css", "html/a/b.html") == (
        places.index,
        places.style,
        places.of_feed("a/b"),
    )
    assert "../../all.atom" == places.href("html/a/b.html", "https://example.org/feeds/all.atom")
    assert "https://example.org/x" == places.href("html/a.html", "https://example.org/x")
    assert places.serves("https://EXAMPLE.org/y.jpg")
    assert places.serves("https://img.example.org/y.jpg")
    assert not places.serves("https://example.org.evil.test/y.jpg")
    assert not places.serves("http://example.org:8080/y.jpg")
