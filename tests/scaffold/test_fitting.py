"""Patterns that fit what proves the links."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.config import parse_config
from feedmill.generators.proposal import Proposal
from feedmill.scaffold.answers import Answers
from feedmill.scaffold.evidence import Evidence, KnownPage
from feedmill.scaffold.fitting import FitVerdict, with_address
from feedmill.scaffold.fitting import fit_pattern as fit_with

ANSWERS = Answers(
    title="A", url="https://a.example/", authority="a.example,2026", include=("posts/**/*.md",)
)
PLAIN = Proposal(include=ANSWERS.include, permalink=(("", "/posts/{folder}/{slug}/"),))
WHEN = datetime(2026, 1, 2, tzinfo=UTC)


def fit(
    found: Proposal, answers: Answers, articles: dict[str, bytes], proofs: list[Evidence]
) -> tuple[Proposal, list[FitVerdict]]:
    """Fit a proposal as `feedmill init` does."""
    return fit_with(found, answers, articles, proofs, lambda text: parse_config(text, "x.yaml"))


def data(*names: str) -> dict[str, bytes]:
    """Return articles of the 2nd of January, the 3rd, … whose titles follow from their names."""
    return {
        f"posts/{name}.md": f"---\ntitle: The {name.rpartition('/')[2]} of C++\n"
        f"date: 2026-01-{number:02}\ncategories: [Big News]\n---\n".encode()
        for number, name in enumerate(names, start=2)
    }


def site(*urls: str) -> list[Evidence]:
    """Return a sitemap of these addresses, and of a page that is no article."""
    pages = (*urls, "https://a.example/about/")
    return [Evidence("sitemap.xml", tuple(map(KnownPage, pages)), is_complete=True)]


@pytest.mark.parametrize(
    ("urls", "pattern"),
    [
        (("/one/", "/two/"), "/{path}/"),
        (("/blog/2026/01/02/one", "/blog/2026/01/03/two"), "/blog/{year}/{month}/{day}/{path}"),
        (
            ("/p/2026-01-02-one.html", "/p/2026-01-03-two.html"),
            "/p/{year}-{month}-{day}-{name}.html",
        ),
        (("/the-one-of-c/", "/the-two-of-c/"), "/{title:hugo}/"),
        (("/2026/1/one/", "/2026/1/two/"), "/{year}/{i_month}/{path}/"),
    ],
)
def test_patterns_from_a_sitemap(urls: tuple[str, ...], pattern: str) -> None:
    """The pattern that makes the addresses of the sitemap is found without any generator."""
    articles = data("one", "two")
    proofs = site(*(f"https://a.example{url}" for url in urls))
    found, (verdict,) = fit(PLAIN, ANSWERS, articles, proofs)
    assert (2, ()) == (verdict.judged, verdict.wrong)
    assert pattern in (found.permalink[0][1], found.permalink[0][1].replace("{slug|", "{"))
    assert 1 == len(found.permalink)


def test_titles_of_a_feed() -> None:
    """A feed says which page an article is by its title and day, whatever the address."""
    pages = (
        KnownPage("https://a.example/n/big-news/one/", "The one of C++", WHEN),
        KnownPage("https://a.example/n/big-news/other/", "Nobody's", WHEN),
    )
    articles = data("one", "two")
    found, (verdict,) = fit(PLAIN, ANSWERS, articles, [Evidence("feed.xml", pages)])
    assert (1, ()) == (verdict.judged, verdict.wrong)
    assert "/n/big-news/" in found.permalink[0][1]


def test_links_that_stay_wrong_are_named() -> None:
    """What no pattern makes right is named, with its page where the feed says it."""
    pages = (
        KnownPage("https://a.example/posts/one/", "The one of C++", WHEN),
        KnownPage("https://a.example/elsewhere/", "The two of C++", WHEN),
    )
    found, (verdict,) = fit(PLAIN, ANSWERS, data("one", "two"), [Evidence("feed.xml", pages)])
    assert PLAIN == found
    assert [("posts/two.md", "https://a.example/posts/two/", "https://a.example/elsewhere/")] == [
        tuple(one) for one in verdict.wrong
    ]


def test_a_proposal_that_is_right_stays() -> None:
    """Links that the evidence has are not touched."""
    proofs = site("https://a.example/posts/x/one/", "https://a.example/posts/two/")
    found, (verdict,) = fit(PLAIN, ANSWERS, data("x/one", "two"), proofs)
    assert (PLAIN, 2, ()) == (found, verdict.judged, verdict.wrong)


def test_a_folder_of_other_pages_proves_nothing() -> None:
    """A folder with one page is not the site of a hundred articles."""
    articles = data(*(f"n{number}" for number in range(20)))
    few = [Evidence("public", (KnownPage("/404.html"),), is_complete=True)]
    assert (PLAIN, []) == fit(PLAIN, ANSWERS, articles, few)


def test_the_address_of_the_site() -> None:
    """Where the settings say no address, that of the feed's entries is taken."""
    proofs = [Evidence("x", (KnownPage("https://b.example/a/"), KnownPage("/c/")))]
    assert "https://b.example/" == with_address(PLAIN, proofs).url
    known = Proposal(include=PLAIN.include, url="https://a.example/x")
    assert known == with_address(known, proofs)


def test_links_between_articles() -> None:
    """The addresses that articles link to each other at give the pattern, where most agree."""
    pages = ("/2026/one", "/2026/two", "/tags/three")
    proof = Evidence("links between articles", tuple(map(KnownPage, pages)))
    found, (verdict,) = fit(PLAIN, ANSWERS, data("one", "two", "three"), [proof])
    assert (2, ()) == (verdict.judged, verdict.wrong)
    assert found.permalink[0][1].startswith("/{year}/{")
