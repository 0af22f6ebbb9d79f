"""What a config says when nothing is wrong with it, and files that cannot be read."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from checkout import ROOT, find_tracked
from feedmill.config import load_config, parse_config, tree
from feedmill.config.articles import PermalinkRule
from feedmill.config.feeds import (
    DimensionSettings,
    Family,
    Feeds,
    GroupSettings,
    Names,
    Where,
)
from feedmill.config.schema import (
    Articles,
    Config,
    Images,
    Site,
)
from feedmill.errors import ConfigError
from feedmill.model import Person

SITE = """\
site:
  title: Site
  url: https://site.example/
  authority: site.example,2021
"""


def parse(text: str) -> Config:
    """Read a config that needs to say no more of its site."""
    return parse_config(SITE + text, "config.yaml")


def test_defaults() -> None:
    """A config of a site alone has everything filled in."""
    assert parse("") == Config(
        site=Site(
            title="Site",
            url="https://site.example/",
            authority="site.example,2021",
            feeds_url="https://site.example/feeds/",
            author=Person(name="Site"),
        ),
        articles=Articles(),
        feeds=Feeds(
            families=(Family(name="all"), Family(by=("topic",)), Family(by=("provider",))),
        ),
        images=Images(),
    )


def test_everything() -> None:
    """Each kind of value arrives as what it was meant to be."""
    text = """\
articles: {future: TRUE, fields: {link: [webUrl, url], slug: permalink}, exclude: drafts/}
feeds:
  limit: 0
  formats: json
  families:
    - name: robots
      min_entries: 2
      where: {topics: {any: AI, none: [NO, 1.10]}, languages: no, min_heat: -3}
topics:
  Computer   Vision: {parent: AI, roll_up: true, title: "Machines
    that see"}
providers: {fox9.com: {title: "FOX 9"}}
images: {max_bytes: 2048}
"""
    config = parse(text)
    assert config.articles == Articles(
        future=True,
        fields={"link": ("webUrl", "url"), "slug": ("permalink",)},
        exclude=("drafts/",),
    )
    family = Family(
        name="robots",
        min_entries=2,
        where=Where(
            topics=Names(any=("AI",), none=("NO", "1.10")),
            languages=("no",),
            groups={
                "topic": Names(any=("AI",), none=("NO", "1.10")),
                "language": Names(any=("no",)),
            },
            min_heat=-3,
        ),
    )
    assert config.feeds == Feeds(limit=0, formats=("json",), families=(family,))
    assert config.groups == {
        "topic": {
            "Computer Vision": GroupSettings(parent="AI", roll_up=True, title="Machines that see")
        },
        "provider": {"fox9.com": GroupSettings(title="FOX 9")},
    }
    assert config.images == Images(max_bytes=2048)


def test_nothing_counts_as_left_out() -> None:
    """A key with nothing after it, or null, has its default; a topic so named is one."""
    text = "feeds:\narticles: {exclude: ~, timezone: null}\ntopics:\n  AI:\n  NO: {title: }\n"
    config = parse(text)
    assert parse("").feeds == config.feeds
    assert Articles() == config.articles
    assert {"AI": GroupSettings(), "NO": GroupSettings()} == config.groups["topic"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("all", Family(name="all")),
        ("{by: all, limit: 3}", Family(name="all", limit=3)),
        ("{name: all}", Family(name="all")),
        ("topic", Family(by=("topic",))),
        ("{by: provider}", Family(by=("provider",))),
        ("{by: [topic]}", Family(by=("topic",))),
        ("{by: [provider, topic]}", Family(by=("topic", "provider"))),
        ("{by: [topic, language]}", Family(by=("topic", "language"))),
        ("{by: [language, topic]}", Family(by=("language", "topic"))),
    ],
)
def test_families(written: str, expected: Family) -> None:
    """The short forms of families are written out, so that nobody else need know them."""
    assert parse(f"feeds: {{families: [{written}]}}").feeds.families == (expected,)
    if "{" not in written:
        assert parse(f"feeds: {{families: {written}}}").feeds.families == (expected,)


@pytest.mark.parametrize(
    ("url", "feeds_url", "expected"),
    [
        ("https://site.example", "", "https://site.example/feeds/"),
        ("https://site.example/blog/", "", "https://site.example/blog/feeds/"),
        ("https://site.example/", "https://cdn.example/f", "https://cdn.example/f/"),
        ("http://site.example:8080/", "", "http://site.example:8080/feeds/"),
        ("http://[::1]/", "", "http://[::1]/feeds/"),
        ("https://müller.example/", "", "https://xn--mller-kva.example/feeds/"),
        ("https://site.example/é é/".replace(" ", "%20"), "", "https://site.example/%C3%A9%20%C3%A9/feeds/"),
    ],
)  # fmt: skip
def test_feeds_url(url: str, feeds_url: str, expected: str) -> None:
    """The feeds are served below the site unless it says where, always with a slash at the end."""
    text = f"site: {{title: T, authority: 'a.example,2021', url: '{url}', feeds_url: {feeds_url}}}"
    assert parse_config(text, "config.yaml").site.feeds_url == expected


def test_permalink() -> None:
    """A permalink without a host is one of the site, wherever that is."""
    site = "site: {title: T, authority: 'a.example,2021', url: 'https://a.example/blog/'}\n"
    for written, expected in [
        ("/{year}/{slug}/", "https://a.example/blog/{year}/{slug}/"),
        ("https://b.example{field[url]}", "https://b.example{field[url]}"),
    ]:
        config = parse_config(f"{site}articles: {{permalink: '{written}'}}", "config.yaml")
        assert config.articles.permalink == (PermalinkRule(pattern=expected),)


def test_white_space() -> None:
    """A text is one line; within a line its blanks are its author's, and many take no time."""
    blanks = " " * 500_000
    config = parse(
        f'images: {{store: " feeds/a  b "}}\ntopics: {{A: {{title: "x{blanks}y\\t\\n z"}}}}'
    )
    assert config.images == Images(store="feeds/a  b")
    assert config.groups["topic"]["A"].title == f"x{blanks}y z"


def test_domains() -> None:
    """Domains are compared in lower case and ASCII, so they are kept that way."""
    config = parse(
        "providers: {FOX9.com: {parent: Müller.Example}}\n"
        "feeds: {families: [{name: x, where: {providers: FOX9.COM.}}]}\n"
    )
    fox = GroupSettings(parent="xn--mller-kva.example")
    assert config.groups == {"provider": {"fox9.com": fox}}
    [family] = config.feeds.families
    assert isinstance(family, Family)
    assert family.where.groups == {"provider": Names(any=("fox9.com",))}


def test_groups() -> None:
    """What is said of groups in the short form and in the long is the same."""
    long = (
        "groups: {topic: {AI: {slug: ai}}, provider: {FOX9.com: {parent: Sun.org}}}\n"
        "feeds: {families: [{name: x, where: {groups: {topic: {any: AI}, provider: FOX9.com}}}]}"
    )
    short = (
        "topics: {AI: {slug: ai}}\nproviders: {FOX9.com: {parent: Sun.org}}\n"
        "feeds: {families: [{name: x, where: {topics: AI, providers: {any: FOX9.com}}}]}"
    )
    assert parse(long).groups == parse(short).groups
    [one], [other] = parse(long).feeds.families, parse(short).feeds.families
    assert one.where.groups == other.where.groups


def test_dimensions() -> None:
    """A dimension of the config's own is one to group by, to select by and to say things of."""
    config = parse(
        "dimensions: {series: {field: Series}}\n"
        "feeds:\n  families:\n    - series\n    - {by: [series, topic]}\n"
        "    - {name: x, where: {groups: {series: A}}}\n"
        "groups: {series: {A  B: {slug: ab}}}\n"
    )
    assert config.dimensions == {"series": DimensionSettings(field="Series")}
    assert config.groups == {"series": {"A B": GroupSettings(slug="ab")}}
    assert [family.by for family in config.feeds.families] == [
        ("series",),
        ("series", "topic"),
        None,
    ]


@pytest.mark.parametrize(
    "articles",
    [
        "include: '**/*.md'",
        "include: '*/*.md'",
        "{include: '**/*', exclude: feeds/}",
        "include: content/posts/*.md",
        "include: ./feeds-of-others/*.md",
        "include: articles/",
    ],
)
def test_folders_apart(articles: str) -> None:
    """Articles may lie anywhere as long as no pattern reaches what Feedmill writes."""
    assert parse(f"articles:\n  {articles}\n").feeds.output == "feeds"


def test_paths_in_shortest_form() -> None:
    """Paths are kept in their shortest form, so that others can compare them."""
    config = parse(
        "articles: {include: ./news/*.md}\nfeeds: {output: ./public//feeds/}\n"
        "images: {store: public/feeds/img/}\n"
    )
    assert config.articles.include == ("news/*.md",)
    assert config.feeds.output == "public/feeds"
    assert config.images.store == "public/feeds/img"


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: f"---\n{text}...\n",
        lambda text: "# yaml-language-server: $schema=x\n\n" + text,
    ],
    ids=["CRLF", "BOM", "document marks", "comment"],
)
def test_forms_of_text(change: Any, tmp_path: Path) -> None:
    """How editors write files makes no difference."""
    file = tmp_path / "config.yaml"
    file.write_bytes(change(SITE).encode())
    assert parse("") == load_config(file)


def test_without_libyaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML's own parser gives the same, where libyaml is missing."""
    text = (ROOT / "config.yaml").read_text()
    fast = parse_config(text, "config.yaml")
    monkeypatch.setattr(tree, "_LOADER", yaml.SafeLoader)
    assert fast == parse_config(text, "config.yaml")
    with pytest.raises(ConfigError, match=r"config.yaml:1: .* is nested deeper than 50"):
        parse_config("[" * 40_000, "config.yaml")


def test_sample_sites() -> None:
    """The configs that the repository has are all fine."""
    files = find_tracked("config.yaml", "tests/cases/*/config.yaml")
    assert len(files) > 5
    for file in files:
        assert load_config(file).site.title


def test_unreadable_files(tmp_path: Path) -> None:
    """A file that is not one is told by the path that was given, in one line."""
    purpose = "expected a file that names the site and its articles (see docs/config.md)"
    missing = tmp_path / "nothing.yaml"
    fifo = tmp_path / "fifo.yaml"
    os.mkfifo(fifo)
    looped = tmp_path / "loop.yaml"
    looped.symlink_to(looped)
    for path, expected in [
        (missing, f"does not exist; {purpose}"),
        (tmp_path, f"is a folder; {purpose}"),
        (fifo, f"is a fifo; {purpose}"),
        (missing / "config.yaml", f"does not exist; {purpose}"),
        (looped, "cannot be read: Too many levels of symbolic links"),
    ]:
        with pytest.raises(ConfigError) as caught:
            load_config(path)
        assert str(caught.value) == f"{path}: error[config]: {expected}"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_forbidden_file(tmp_path: Path) -> None:
    """A file that we may not read says so."""
    file = tmp_path / "config.yaml"
    file.touch(mode=0o000)
    with pytest.raises(ConfigError, match="cannot be read: Permission denied"):
        load_config(file)


def test_files_of_wrong_bytes(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 are told with their line, and a large file is not read on."""
    file = tmp_path / "config.yaml"
    for data, expected in [
        (b"site:\n  title: \xe9t\xe9\n", ":2: error[config]: is not UTF-8; save it as UTF-8"),
        (SITE.encode("utf-16"), ":1: error[config]: is not UTF-8; save it as UTF-8"),
        (b"#" * (3 * 2**20), ": error[config]: is larger than 1 MiB"),
    ]:
        file.write_bytes(data)
        with pytest.raises(ConfigError) as caught:
            load_config(file)
        assert str(caught.value) == f"config.yaml{expected}"


@pytest.mark.parametrize(
    "unit",
    ["- a\n", "[", "{a: b, ", "[a, ", "&a [", "? ", "x: >\n", "'", "---\n", "%TAG !a! b\n", "é"],
)
def test_bounded_time(unit: str) -> None:
    """No text under 1 MiB keeps the parser busy for long."""
    begun = time.monotonic()
    with pytest.raises(ConfigError):
        parse_config(unit * (2**20 // len(unit.encode())), "config.yaml")
    assert time.monotonic() - begun < 20
