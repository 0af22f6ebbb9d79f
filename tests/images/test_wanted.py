"""Which images articles refer to."""

from __future__ import annotations

from datetime import UTC, datetime

from feedmill.images.wanted import wanted_images
from feedmill.model import Article, Image, Provider

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def article(path: str, *images: Image, icon: str | None = None) -> Article:
    """Give an article with these images."""
    icons = (Image(url=icon),) if icon else ()
    return Article(
        path=path,
        id=path,
        title=path,
        link=f"https://example.org/{path}",
        published=NOON,
        updated=NOON,
        images=images,
        provider=Provider(domain="example.com", name="E", images=icons),
    )


A, B = Image(url="https://example.com/a", cached=True), Image(url="https://example.com/b")


def test_wanted() -> None:
    """Each URL has the articles that use it; both are in order."""
    articles = [article("2.md", B, A, icon="https://example.com/icon"), article("1.md", A, A)]

    expected = {A.url: ("1.md", "2.md"), "https://example.com/icon": ("2.md",)}
    assert expected == wanted_images(articles)
    assert list(expected) == list(wanted_images(articles))
    assert {A.url, B.url, "https://example.com/icon"} == wanted_images(articles, "all").keys()


def test_files_of_the_site_are_not_wanted() -> None:
    """Their length and type are known."""
    image = Image(url="https://example.org/a.png", cached=True, length=9, type="image/png")

    assert {} == wanted_images([article("a", image)], "all")
