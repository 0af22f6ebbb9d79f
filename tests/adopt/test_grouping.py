"""Feeds that differ in their group alone become one family, as a person would write it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import yaml

from feedmill.adopt.plan import make_plan
from feedmill.config import parse_config
from feedmill.live.known import KnownEntry, KnownFeed

HOME = "https://old.example.org"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
CONFIG = """\
site:
  title: Old Site
  url: https://old.example.org
  authority: "old.example.org,2021"
  feeds_url: https://old.example.org/
articles: {include: ["content/*.md"], generator: hugo, permalink: "/{stem}/", timezone: UTC}
feeds:
  output: static
  families: # which feeds there are
    - all
    - topic # one for each topic
"""
TAGS = {
    1: ["the art of it", "R&D"],
    2: ["the art of it", "C++"],
    3: ["C++", "iOS"],
    4: ["iOS", "R&D"],
    5: ["the art of it"],
}


def articles(more: str = "") -> dict[str, bytes]:
    """Return articles with their tags, one a year."""
    return {
        f"content/{name}.md": (
            f"---\ntitle: Number {number}\ndate: 202{number}-01-01\n"
            f"tags: {tags}\n{more}---\nText.\n".encode()
        )
        for number, name, tags in ((number, f"n{number}", TAGS[number]) for number in TAGS)
    }


def feed(path: str, title: str, numbers: list[int], **said: Any) -> KnownFeed:
    """Return a feed with some articles, as Hugo makes it."""
    entries = tuple(
        KnownEntry(
            id=f"{HOME}/n{one}/",
            title=f"Number {one}",
            link=f"{HOME}/n{one}/",
            published=datetime(2020 + one, 1, 1, tzinfo=UTC),
        )
        for one in numbers
    )
    about = {"format": "rss", "language": "en", **said}
    return KnownFeed(source=path, url=f"{HOME}/{path}", title=title, entries=entries, **about)


def term_feeds() -> list[KnownFeed]:
    """Return the feeds of all tags."""
    return [
        feed("tags/the-art-of-it/index.xml", "The Art of It on Old Site", [5, 2, 1]),
        feed("tags/c++/index.xml", "C++ on Old Site", [3, 2]),
        feed("tags/ios/index.xml", "IOS on Old Site", [4, 3]),
        feed("tags/rd/index.xml", "R&D on Old Site", [4, 1]),
    ]


def planned(
    feeds: list[KnownFeed],
    *,
    is_first: bool = True,
    data: dict[str, bytes] | None = None,
    config: str = CONFIG,
) -> dict[str, Any]:
    """Return the config that continues feeds, as values."""
    plan = make_plan(config, "config.yaml", data or articles(), feeds, NOW, is_first=is_first)
    parse_config(plan.text, "config.yaml")
    assert {} == plan.refused
    values: dict[str, Any] = yaml.safe_load(plan.text)
    return values


def test_one_family_for_all_tags() -> None:
    """Path and title have a placeholder, in the place of the family that made no feed so far."""
    families = planned(term_feeds())["feeds"]["families"]
    assert {
        "by": "topic",
        "title": "{topic:title} on {site}",
        "formats": ["rss"],
        "path": {"rss": "tags/{topic:hugo-slug}/index.xml"},
        "limit": 0,
    } == families[1]
    assert 2 == len(families)


def test_what_differs_is_said_of_the_group() -> None:
    """A title that no rule makes, and a limit of its own, are exceptions."""
    feeds = term_feeds()
    feeds[2] = feed("tags/ios/index.xml", "Apples", [4, 3])
    values = planned(feeds)
    assert {"iOS": {"feed_title": "Apples"}} == values["topics"]


def test_published_feeds_keep_their_family() -> None:
    """Where Feedmill's own feeds of topics have subscribers, tags are a dimension of their own."""
    values = planned(term_feeds(), is_first=False)
    assert ["all", "topic"] == values["feeds"]["families"][:2]
    assert "tag" == values["feeds"]["families"][2]["by"]
    assert {"rss": "tags/{tag:hugo-slug}/index.xml"} == values["feeds"]["families"][2]["path"]
    assert {"tag": {"field": "tags"}} == values["dimensions"]


def test_formats_of_a_group_share_a_family() -> None:
    """Atom beside RSS is one more path; ids of feeds have a placeholder, too."""
    atoms = [
        feed(
            f"feeds/{name}.atom.xml",
            one.title,
            [int(entry.title.rpartition(" ")[2]) for entry in one.entries],
            format="atom",
            id=f"{HOME}/tags/{name}/",
        )
        for one in term_feeds()
        for name in [one.url.split("/")[-2]]
    ]
    family = planned([*term_feeds(), *atoms])["feeds"]["families"][1]
    assert ["atom", "rss"] == family["formats"]
    assert "feeds/{topic:hugo-slug}.atom.xml" == family["path"]["atom"]
    assert f"{HOME}/tags/{{topic:hugo-slug}}/" == family["id"]


def test_an_article_that_no_feed_has_is_one_exception() -> None:
    """What the old generator hid everywhere is marked once, not feed by feed."""
    data = articles()
    data["content/n0.md"] = (
        b"---\ntitle: Zero\ndate: 2020-01-01\ntags: [C++, iOS]\n---\nNever in a feed.\n"
    )
    data["content/n6.md"] = b"---\ntitle: Six\ndate: 2025-06-01\ntags: [R&D, iOS]\n---\nNor this.\n"
    values = planned(term_feeds(), data=data)
    assert {"in-topic": ["true"]} == values["feeds"]["families"][1]["where"]["fields"]
    assert {"match": ["content/n0.md", "content/n6.md"], "values": {"in-topic": ["false"]}} in (
        values["articles"]["defaults"]
    )


def test_a_limit_is_that_of_all() -> None:
    """Feeds that are cut off have the limit that the others have, too."""
    feeds = term_feeds()
    feeds[0] = feed("tags/the-art-of-it/index.xml", "The Art of It on Old Site", [5, 2])
    assert 2 == planned(feeds)["feeds"]["families"][1]["limit"]


def test_two_feeds_of_many_are_no_pattern() -> None:
    """Feeds of a few chosen tags stay what they are: nobody asked for those of the others."""
    families = planned(term_feeds()[:1])["feeds"]["families"]
    assert ["all", "topic", "tags-the-art-of-it"] == [
        one if isinstance(one, str) else one["name"] for one in families
    ]


def test_categories_are_told_from_tags() -> None:
    """Feeds of another field are by that field."""
    data = {
        path: text.replace(b"tags:", b"tags: [Old]\nseries:") for path, text in articles().items()
    }
    feeds = [
        feed(one.url.removeprefix(f"{HOME}/").replace("tags", "series"), one.title,
             [int(entry.title.rpartition(" ")[2]) for entry in one.entries])
        for one in term_feeds()
    ]  # fmt: skip
    values = planned(feeds, data=data)
    assert "series/{series:hugo-slug}/index.xml" == values["feeds"]["families"][2]["path"]["rss"]
    assert {"series": {"field": "series"}} == values["dimensions"]


def test_feeds_of_each_language() -> None:
    """Hugo's feeds have articles of one language each: no limit is made up to explain that."""
    data = articles("lang: en\n")
    data |= {
        path.replace(".md", ".de.md"): text.replace(b"lang: en", b"lang: de").replace(
            b"Number", b"Nummer"
        )
        for path, text in data.items()
    }
    german = [
        KnownFeed(
            source="x", url=one.url.replace("/tags", "/de/tags"), title=f"{one.title}!",
            format="rss", language="de",
            entries=tuple(
                entry._replace(
                    id=entry.id.replace("/n", "/de/n"), link=entry.link.replace("/n", "/de/n"),
                    title=entry.title.replace("Number", "Nummer"),
                )
                for entry in one.entries
            ),
        )
        for one in term_feeds()
    ]  # fmt: skip
    config = CONFIG.replace('"/{stem}/"', '[{match: "**/*.de.md", pattern: "/de/{name}/"}, '
                            '{pattern: "/{name}/"}]')  # fmt: skip
    families = planned([*term_feeds(), *german], data=data, config=config)["feeds"]["families"]
    by_tag = [one for one in families if isinstance(one, dict) and one["path"] and "by" in one]
    assert {"en": (0, ["en"]), "de": (0, ["de"])} == {
        one["language"]: (one["limit"], one["where"]["languages"]) for one in by_tag
    }


def test_another_group_makes_room() -> None:
    """Of two tags whose names make one address, the one whose feed that is keeps it."""
    data = articles()
    data["content/old.md"] = b"---\ntitle: Old\ndate: 2020-01-01\ntags: [C++', C++']\n---\nx\n"
    values = planned(term_feeds(), data=data)
    assert {
        "C++'": {"slug": "cplusplus-2", "path": {"rss": "tags/cplusplus-2/index.xml"}}
    } == values["topics"]


def test_a_feed_that_only_looks_like_one_of_a_tag() -> None:
    """Where the pattern would also write a feed that is no such one, each is a family."""
    odd = feed("tags/swift/index.xml", "Chosen by hand", [5, 1])
    data = articles()
    data["content/n0.md"] = b"---\ntitle: Zero\ndate: 2020-01-01\ntags: [Swift]\n---\nx\n"
    families = planned([*term_feeds(), odd], data=data)["feeds"]["families"]
    assert 5 == sum("name" in one for one in families if isinstance(one, dict))
