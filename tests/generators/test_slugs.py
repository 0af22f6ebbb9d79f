"""The slug rules, against what the generators themselves made of the same titles."""

from __future__ import annotations

import pytest

from feedmill.generators.hugo.titles import title_case
from feedmill.generators.table import SLUG_RULES

# Rows: a title, and what each program made of it (Hugo 0.168, Jekyll 4.3.1, Pelican 4,
# Material for MkDocs 9, github-slugger 2, @sindresorhus/slugify 1, slugify 1).
RULES = ("hugo", "hugo-slug", "jekyll", "jekyll-pretty", "pelican", "mkdocs", "github", "eleventy")
TITLES = {
    "What's new in C++ & Go 1.2?": (
        *("whats-new-in-c-go-1.2", "whats-new-in-c++-go-1.2", "what-s-new-in-c-go-1-2"),
        *("What's-new-in-C++-&-Go-1.2", "whats-new-in-c-go-12", "whats-new-in-c--go-12"),
        *("whats-new-in-c--go-12", "whats-new-in-c-and-go-1-2"),
    ),
    "It's here: Überblick": (
        *("its-here-überblick", "its-here-überblick", "it-s-here-überblick"),
        *("It's-here-Überblick", "its-here-uberblick", "its-here-überblick"),
        *("its-here-überblick", "its-here-ueberblick"),
    ),
    "a/b c": ("a-b-c", "a/b-c", "a-b-c", "a-b-c", "ab-c", "ab-c", "ab-c", "a-b-c"),
    "x+y=z": ("x-yz", "x+yz", "x-y-z", "x+y=z", "xyz", "xyz", "xyz", "x-y-z"),
    "a--b": ("a--b", "a--b", "a-b", "a-b", "a-b", "a--b", "a--b", "a-b"),
    "trail-": ("trail-", "trail", "trail", "trail", "trail-", "trail-", "trail-", "trail"),
    "<b>bold</b> x": (
        *("bbold-b-x", "bbold/b-x", "b-bold-b-x", "b-bold-b-x", "bold-x", "bold-x"),
        *("bboldb-x", "b-bold-b-x"),
    ),
    "Привет мир": (
        *("привет-мир", "привет-мир", "привет-мир", "Привет-мир", "privet-mir", "привет-мир"),
        *("привет-мир", "privet-mir"),
    ),
    "हिन्दी शब्द": (
        *("हिन्दी-शब्द", "हिन्दी-शब्द", "हिन्दी-शब्द", "हिन्दी-शब्द", "hindii-shbd", "हनद-शबद"),
        *("हिन्दी-शब्द", ""),
    ),
    "R&D (new) [x] #1": (
        *("rd-new-x-#1", "rd-new-x-#1", "r-d-new-x-1", "R&D-(new)-x-1", "rd-new-x-1"),
        *("rd-new-x-1", "rd-new-x-1", "r-and-d-new-x-1"),
    ),
}


@pytest.mark.parametrize("title", TITLES)
def test_titles(title: str) -> None:
    """A title becomes what the generator makes of it."""
    assert dict(zip(RULES, TITLES[title], strict=True)) == {
        rule: SLUG_RULES[rule](title) for rule in RULES
    }


@pytest.mark.parametrize(
    ("rule", "text", "slug"),
    [
        ("hugo-path", "a+b & c", "a+b--c"),
        ("hugo-path", "a  b", "a--b"),
        ("hugo-path", "İstanbul", "istanbul"),
        ("hugo-path-cased", "a  B", "a-B"),
        ("hugo-cased", "C# vs F#", "C#-vs-F#"),
        ("hugo-unaccented", "ŁÓDŹ", "łodz"),
        ("hugo-path-unaccented", "naïve", "naive"),
        ("jekyll-latin", "Ünïcödé Ñandú", "unicode-nandu"),
        ("zola", "Hello_You 1.2", "hello-you-1-2"),
        ("zola-safe", " what? a:b. ", "what ab"),
        ("mkdocs-cased", "PQ-Certs", "PQ-Certs"),
        ("mkdocs-fold", "ß", "ss"),
        ("markdown", "Über – C++ & Go", "uber-c-go"),
        ("eleventy-slug", "What's new in C++ & Go 1.2?", "what's-new-in-c++-and-go-1.2"),
        ("eleventy-slug", "50€ & £3", "50euro-and-pound3"),
        ("raw", "a B", "a B"),
        ("lower", "a B", "a b"),
    ],
)
def test_other_rules(rule: str, text: str, slug: str) -> None:
    """Rules for other values than titles, and for other settings."""
    assert slug == SLUG_RULES[rule](text)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("the art of it", "The Art of It"),
        ("out of the box", "Out of the Box"),
        ("war-and-peace", "War-and-Peace"),
        ("mother-in-law", "Mother-in-Law"),
        ("part: a new hope", "Part: A New Hope"),
        ("x-a-b", "X-a-B"),
        ("v. big", "V. Big"),
        ("how to", "How To"),
        ("iPhone", "IPhone"),
        ("(beta) release", "(Beta) Release"),
        ("fast.ai", "Fast.ai"),
        ("what's new", "What's New"),
        ("foo_bar", "Foo_bar"),
        ("über alles", "Über Alles"),
        ("1st of may", "1st of May"),
        ("on", "On"),
    ],
)
def test_hugos_capitals(name: str, title: str) -> None:
    """A tag has the capitals that Hugo 0.168 gives it in the title of its feed."""
    assert title == title_case(name)
