"""Which feeds an article is in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.config import parse_config
from feedmill.feeds.grouper import Grouper
from feedmill.feeds.groups import Groups
from feedmill.model import Article, FeedKey, Person, Provider

SITE = "site: {title: S, url: https://s.org/, authority: 's.org,2021'}\n"
DAY = datetime(2026, 1, 1, tzinfo=UTC)


def an_article(*topics: str, domain: str | None = None, **fields: object) -> Article:
    """Make an article about topics, from a provider."""
    provider = Provider(domain=domain, name=domain) if domain else None
    return Article(
        path="a.md",
        id="tag:s.org,2021:a",
        title="A",
        link="https://s.org/a",
        published=DAY,
        updated=DAY,
        topics=topics,
        provider=provider,
        **fields,
    )


def keys(config: str, article: Article) -> list[FeedKey]:
    """Sort an article by a config's sections beside `site`."""
    parsed = parse_config(SITE + config, "config.yaml")
    groups = Groups(parsed)
    grouper = Grouper(parsed, groups)
    return grouper.feed_keys(article, groups.members(article, grouper.asked))


def by(dimension: str, article: Article, more: str = "") -> list[str]:
    """Give the groups of one dimension that an article is in."""
    return [key.groups[0] for key in keys(f"feeds: {{families: [{dimension}]}}\n{more}", article)]


def test_families() -> None:
    """Each family takes what it is about; one about nothing takes every article."""
    config = "feeds: {families: [all, topic, provider, {by: [topic, provider]}]}"
    found = keys(config, an_article("AI", "C++", domain="fox.org"))
    assert found == [
        FeedKey(0),
        FeedKey(1, ("ai",)),
        FeedKey(1, ("c++",)),
        FeedKey(2, ("fox.org",)),
        FeedKey(3, ("ai", "fox.org")),
        FeedKey(3, ("c++", "fox.org")),
    ]


def test_nothing_to_go_by() -> None:
    """An article without topics and provider stands in no feed of those."""
    config = "feeds: {families: [topic, provider, {by: [topic, provider]}]}"
    assert keys(config, an_article()) == []


def test_one_topic_in_two_spellings() -> None:
    """Names that differ in case and spacing only are one topic."""
    assert by("topic", an_article("Big  Data", "big data")) == ["big data"]


@pytest.mark.parametrize(
    ("topics", "found"),
    [
        ("Cats: {parent: Pets, roll_up: true}", ["cats", "pets"]),
        ("Cats: {parent: Pets}", ["cats"]),
        (
            "Cats: {parent: Pets, roll_up: true}, Pets: {parent: Life, roll_up: true}",
            ["cats", "pets", "life"],
        ),
    ],
)
def test_roll_up(topics: str, found: list[str]) -> None:
    """A topic that rolls up stands in its parent's feed, and in its parent's parent's."""
    assert by("topic", an_article("cats"), f"topics: {{{topics}}}") == found


def test_author() -> None:
    """An article is in the feed of each of its authors, by name; one of two spellings once."""
    ann, other = Person(name="Ann Lee", uri="https://ann.example/"), Person(name="ann lee")
    article = an_article(authors=(ann, other, Person(name="Bo")))
    assert by("author", article) == ["ann lee", "bo"]
    assert by("author", an_article()) == []


@pytest.mark.parametrize(
    ("language", "found"), [("de", ["de"]), ("en-GB", ["en-gb"]), (None, ["en"])]
)
def test_language(language: str | None, found: list[str]) -> None:
    """An article that names no language is in the site's."""
    assert by("language", an_article(language=language)) == found


def test_language_rolls_up() -> None:
    """A variant is in its language's feed if config says so."""
    article = an_article(language="de-AT")
    groups = "groups: {language: {de-at: {parent: de, roll_up: true}}}"
    assert by("language", article, groups) == ["de-at", "de"]


def test_a_dimension_of_the_config() -> None:
    """Feeds are grouped by the values of any front-matter field, as topics are."""
    config = (
        "dimensions: {series: {field: Series}}\n"
        "feeds: {families: [series, {by: [language, series]}]}\n"
        "groups: {series: {Rust: {parent: Languages, roll_up: true}}}"
    )
    article = an_article(language="de", fields={"series": ("Rust", "rust", "Part one")})
    assert keys(config, article) == [
        FeedKey(0, ("rust",)),
        FeedKey(0, ("languages",)),
        FeedKey(0, ("part one",)),
        FeedKey(1, ("de", "rust")),
        FeedKey(1, ("de", "languages")),
        FeedKey(1, ("de", "part one")),
    ]
    assert keys(config, an_article()) == []


@pytest.mark.parametrize(
    ("where", "article", "taken"),
    [
        ("topics: {any: [AI, C]}", an_article("ai"), True),
        ("topics: {any: [AI, C]}", an_article("C++"), False),
        ("topics: {all: [AI, C]}", an_article("AI", "c"), True),
        ("topics: {all: [AI, C]}", an_article("AI"), False),
        ("topics: {none: [AI]}", an_article("C"), True),
        ("topics: {none: [AI]}", an_article("C", "AI"), False),
        ("topics: {any: [Parent]}", an_article("Child"), True),
        ("providers: [fox.org]", an_article(domain="fox.org"), True),
        ("providers: [fox.org]", an_article(domain="sun.org"), False),
        ("providers: [fox.org]", an_article(), False),
        ("types: [Video]", an_article(type="video"), True),
        ("types: [video]", an_article(), False),
        ("languages: [en]", an_article(language="en-GB"), True),
        ("languages: [en-GB]", an_article(language="en"), False),
        ("languages: [en]", an_article(language="eng"), False),
        ("languages: [en]", an_article(), True),
        ("languages: [de]", an_article(), False),
        ("languages: {none: [en]}", an_article(language="en-GB"), False),
        ("languages: {none: [en-GB]}", an_article(language="en-US"), True),
        ("topics: AI", an_article("ai"), True),
        ("providers: {none: [fox.org]}", an_article(domain="fox.org"), False),
        ("authors: [ann lee]", an_article(authors=(Person(name="Ann Lee"),)), True),
        ("authors: {all: [Ann, Bo]}", an_article(authors=(Person(name="Ann"),)), False),
        ("groups: {author: Ann}", an_article(authors=(Person(name="ann"),)), True),
        ("groups: {series: [A, B]}", an_article(fields={"part": ("b",)}), True),
        ("groups: {series: [A, B]}", an_article(fields={"part": ("c",)}), False),
        ("groups: {series: {none: [A]}}", an_article(), True),
        ("fields: {Pinned: true}", an_article(fields={"pinned": ("yes",)}), True),
        ("fields: {pinned: true}", an_article(fields={"pinned": ("False",)}), False),
        ("fields: {pinned: true}", an_article(), False),
        ("fields: {pinned: false}", an_article(), True),
        ("fields: {pinned: [false, maybe]}", an_article(fields={"pinned": ("Maybe",)}), True),
        ("fields: {level: 1}", an_article(fields={"level": ("1",)}), True),
        ("fields: {level: 1}", an_article(fields={"level": ("yes",)}), False),
        ("fields: {to: [devs, ops]}", an_article(fields={"to": ("users", "Ops")}), True),
        ("fields: {a: x, b: y}", an_article(fields={"a": ("x",)}), False),
        ("min_quality: 60", an_article(quality=60), True),
        ("min_quality: 60", an_article(quality=59), False),
        ("min_quality: 0", an_article(), False),
        ("min_heat: 5", an_article(heat=6), True),
        ("min_heat: 5, types: [video]", an_article(heat=6), False),
    ],
)
def test_selection(where: str, article: Article, taken: bool) -> None:
    """A selection takes what meets all of its conditions."""
    config = (
        f"feeds: {{families: [{{name: chosen, where: {{{where}}}}}]}}\n"
        "topics: {Child: {parent: Parent, roll_up: true}}\n"
        "dimensions: {series: {field: part}}"
    )
    assert keys(config, article) == ([FeedKey(0)] if taken else [])
