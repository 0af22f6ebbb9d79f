"""Front matter that the config gives to articles."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feedmill.config.articles import Defaults
from feedmill.model import Person
from feedmill.parsing.parser import Reading

Read = Callable[..., Reading]
TEXT = "---\ntitle: A\ndate: 2026-01-02\nlink: https://e.org/\n{more}\n---\n"
RULES = (
    Defaults(match=("articles/de/**",), values={"lang": ("de",), "Tags": ("x", "y")}),
    Defaults(match=("articles/**",), values={"lang": ("en",), "tags": ("z",)}),
)


@pytest.mark.parametrize(
    ("generator", "name", "more", "language", "topics"),
    [
        (None, "de/a.md", "", "de", ("x", "y")),
        (None, "a.md", "", "en", ("z",)),
        (None, "de/a.md", "lang: fr\ntags: [own]", "fr", ("own",)),
        (None, "de/a.md", "lang:\ntags: []", "de", ("x", "y")),
        ("eleventy", "de/a.md", "tags: own", "de", ("x", "y", "own")),
        ("eleventy", "de/a.md", "tags: [own, x]", "de", ("x", "y", "own")),
        ("jekyll", "de/a.md", "tags: own more", "de", ("own", "more")),
    ],
)
def test_defaults(
    read: Read,
    generator: str | None,
    name: str,
    more: str,
    language: str,
    topics: tuple[str, ...],
) -> None:
    """The first rule that has a key counts, if the article has none; some lists are added to."""
    text = TEXT.format(more=more)
    article = read(text, name, defaults=RULES, generator=generator).article
    assert article is not None
    assert (language, topics) == (article.language, article.topics)


def test_defaults_can_keep_an_article_out(read: Read) -> None:
    """Flags count as if they were in the front matter."""
    reading = read(TEXT.format(more=""), defaults=(Defaults(values={"draft": ("true",)}),))
    assert ("draft", None) == (reading.skipped, reading.article)


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("jd", (Person(name="Jane Doe", uri="https://jane.example/"),)),
        ("[JD, Ann]", (Person(name="Jane Doe", uri="https://jane.example/"), Person(name="Ann"))),
        (
            "'[Marja](https://m.example), optimizer'",
            (Person(name="Marja", uri="https://m.example"),),
        ),
        (
            "'[A](https://a.example), and [B](https://b.example/x)'",
            (
                Person(name="A", uri="https://a.example"),
                Person(name="B", uri="https://b.example/x"),
            ),
        ),
        (
            "'Mark D ([@md](https://m.example)), lord of links, Di Elf, and Ann'",
            (
                Person(name="Mark D", uri="https://m.example"),
                Person(name="Di Elf"),
                Person(name="Ann"),
            ),
        ),
        (
            "'Bo Bee [@bo](https://b.example), Software Engineer'",
            (Person(name="Bo Bee", uri="https://b.example"),),
        ),
        (
            "'[A](https://a.example), [B](https://b.example), Cy Dee'",
            (
                Person(name="A", uri="https://a.example"),
                Person(name="B", uri="https://b.example"),
                Person(name="Cy Dee"),
            ),
        ),
        ("'[A](https://a.example), Red Hat'", (Person(name="A", uri="https://a.example"),)),
        ("'By [Ann](https://a.example)'", (Person(name="Ann", uri="https://a.example"),)),
        ("'[No](javascript:alert)'", (Person(name="[No](javascript:alert)"),)),
    ],
)
def test_authors(read: Read, written: str, authors: tuple[Person, ...]) -> None:
    """Authors are names with addresses, never keys or Markdown."""
    known = {"jd": Person(name="Jane Doe", uri="https://jane.example/")}
    article = read(TEXT.format(more=f"author: {written}"), authors=known).article
    assert article is not None
    assert authors == article.authors


def test_several_keys_of_topics(read: Read) -> None:
    """Keys that are joined give their items together, and one name that is singular stays one."""
    keys = {"topics": ("topics", "tags+categories+category")}
    more = "tags: [a, b]\ncategories: [c, a]\ncategory: Two Words"
    article = read(TEXT.format(more=more), fields=keys, generator="jekyll").article
    assert article is not None
    assert ("a", "b", "c", "Two Words") == article.topics


def test_titles_of_jekyll(read: Read) -> None:
    """A post of Jekyll without a title has one by its file's name."""
    text = "---\nlink: https://e.org/\n---\n"
    article = read(text, "2026-01-02-hello-you.md", generator="jekyll").article
    assert article is not None
    assert "Hello You" == article.title


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("Text.\n\n## Below\n", "hello-you"),
        ("\n# The title\n\nText.\n", "The title"),
        ("", "hello-you"),
    ],
)
def test_titles_of_docusaurus(read: Read, body: str, title: str) -> None:
    """A post of Docusaurus without a title has its first heading only if it begins with that."""
    text = f"---\nlink: https://e.org/\n---\n{body}"
    article = read(text, "2026-01-02-hello-you.md", generator="docusaurus").article
    assert article is not None
    assert title == article.title


def test_lines_that_are_no_yaml(read: Read) -> None:
    """Pelican's lines may stand between `---`, where YAML would refuse them; only Pelican's."""
    text = "---\ntitle: This: that\ndate: 2026-01-02\nlink: https://e.org/\n---\n"
    article = read(text, generator="pelican").article
    assert article is not None
    assert "This: that" == article.title
    assert ["yaml"] == [one.code for one in read(text).problems]
