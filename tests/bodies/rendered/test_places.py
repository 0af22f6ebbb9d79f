"""Where the page of an article is looked for."""

from __future__ import annotations

import pytest

from feedmill.bodies.rendered.places import page_places

HOME = "https://example.org/"


@pytest.mark.parametrize(
    ("link", "paths"),
    [
        ("https://example.org/", ["index.html"]),
        ("https://example.org/x/", ["x/index.html", "x.html", "x"]),
        ("https://example.org/x", ["x.html", "x/index.html", "x"]),
        ("https://example.org/a/x.html", ["a/x.html"]),
        (
            "https://example.org/2026/01/1.0",
            ["2026/01/1.0.html", "2026/01/1.0/index.html", "2026/01/1.0"],
        ),
        ("http://EXAMPLE.org/x.html#part", ["x.html"]),
        ("https://example.org/c%2B%2B.html", ["c++.html", "c%2B%2B.html"]),
        ("https://example.org/%C3%BC.html", ["ü.html", "%C3%BC.html"]),
        ("https://example.org/%FF.html", ["%FF.html"]),
        ("https://example.org/a%2Fb.html", ["a%2Fb.html"]),
        ("https://example.org/a%00.html", ["a%00.html"]),
        ("https://example.org/a%5Cb.html", ["a%5Cb.html"]),
        ("https://example.org/%2e%2e/x.html", ["%2e%2e/x.html"]),
        ("https://example.org/../x.html", []),
        ("https://example.org//x.html", ["x.html"]),
        ("https://example.org/a//x.html", []),
        ("https://example.org/?p=12", []),
    ],
)
def test_a_page_is_where_servers_look_for_it(link: str, paths: list[str]) -> None:
    """`/x/` is x/index.html, x.html or x; nothing is above the folder of pages."""
    assert paths == [place.path for place in page_places(link, HOME) or ()]


def test_pages_of_a_site_below_a_path_are_with_it_or_without() -> None:
    """Most generators leave the path of the site out of the folder."""
    found = page_places("https://example.org/blog/x.html", "https://example.org/blog/")
    assert ["x.html", "blog/x.html"] == [place.path for place in found or ()]
    found = page_places("https://example.org/blogs/x.html", "https://example.org/blog")
    assert ["blogs/x.html"] == [place.path for place in found or ()]


def test_addresses_elsewhere_are_no_pages_of_the_site() -> None:
    """An article at another host has no page here."""
    assert page_places("https://other.example/x/", HOME) is None
    assert page_places("https://bücher.example/x/", "https://xn--bcher-kva.example/") is not None


def test_links_start_at_the_address_that_servers_send_visitors_to() -> None:
    """`/x` of x/index.html is shown at `/x/`."""
    bases = {place.path: place.base for place in page_places("https://example.org/x", HOME) or ()}
    assert {
        "x.html": "https://example.org/x",
        "x/index.html": "https://example.org/x/",
        "x": "https://example.org/x",
    } == bases
