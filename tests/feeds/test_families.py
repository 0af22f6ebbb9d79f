"""Which feeds an article stands in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from feedmill.config import parse_config
from feedmill.feeds.families import Grouper, Ref
from feedmill.model import Article, Provider

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


def refs(config: str, article: Article) -> list[Ref]:
    """Sort an article by a config's sections beside `site`."""
    return Grouper(parse_config(SITE + config, "config.yaml")).refs(article)


def test_families() -> None:
    """Each family takes what it is about; one about nothing takes every article."""
    config = "feeds: {families: [all, topic, provider, {by: [topic, provider]}]}"
    found = refs(config, an_article("AI", "C++", domain="fox.org"))
    assert found == [
        Ref(0),
        Ref(1, "ai"),
        Ref(1, "c++"),
        Ref(2, "", "fox.org"),
        Ref(3, "ai", "fox.org"),
        Ref(3, "c++", "fox.org"),
    ]


def test_nothing_to_go_by() -> None:
    """An article without topics and provider stands in no feed of those."""
    config = "feeds: {families: [topic, provider, {by: [topic, provider]}]}"
    assert refs(config, an_article()) == []


def test_one_topic_in_two_spellings() -> None:
    """Names that differ in case and spacing only are one topic."""
    assert refs("feeds: {families: [topic]}", an_article("Big  Data", "big data")) == [
        Ref(0, "big data")
    ]


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
    config = f"feeds: {{families: [topic]}}\ntopics: {{{topics}}}"
    assert refs(config, an_article("cats")) == [Ref(0, topic) for topic in found]


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
        "topics: {Child: {parent: Parent, roll_up: true}}"
    )
    assert refs(config, article) == ([Ref(0)] if taken else [])
