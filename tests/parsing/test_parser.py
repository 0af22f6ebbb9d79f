"""One fact of one article a row: front matter in, value and problems out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from feedmill.config.articles import Articles, PermalinkRule
from feedmill.config.schema import PreviewConfig, Site
from feedmill.model import Image, Link, Provider
from feedmill.parsing.parser import PROBLEMS, Reader, Reading

Read = Callable[..., Reading]
ReadField = Callable[..., tuple[Any, list[str]]]


def test_a_whole_article(read: Read) -> None:
    """All that front matter says comes out in one value."""
    reading = read(
        """\
---
title: "A &amp; B"
excerpt: <b>Short</b>
publishedDateTime: 2021-02-12T21:28:00Z
webUrl: https://www.example.com/a
type: article
quality: 50
heat: 60
published: true
provider:
  name: Example
  domain: example.com
topics:
  - AI
images:
  - url: /i.jpg
    width: 932
    height: 470
    isCached: true
related:
  - title: Other
    originalUrl: https://other.example/
secured: "c2VjcmV0"
featuredContent: <iframe></iframe>
---
text
""",
        name="2021-02-12-a.md",
    )
    article = reading.article
    assert article is not None
    moment = datetime(2021, 2, 12, 21, 28, tzinfo=UTC)
    assert () == reading.problems
    assert date(2021, 2, 12) == reading.name_date
    assert not reading.naive_date
    assert "articles/2021-02-12-a.md" == article.path
    assert "tag:example.org,2021:2021-02-12-a" == article.id
    assert ("A & B", "Short") == (article.title, article.summary)
    assert "https://www.example.com/a" == article.link
    assert (moment, moment) == (article.published, article.updated)
    assert (None, True) == (article.content, article.has_body)
    assert Provider(domain="example.com", name="Example") == article.provider
    image = Image(url="https://www.example.com/i.jpg", width=932, height=470, cached=True)
    assert (image,) == article.images
    assert (Link(url="https://other.example/", title="Other"),) == article.related
    assert (("AI",), "article", 50, 60) == (
        article.topics,
        article.type,
        article.quality,
        article.heat,
    )
    assert "c2VjcmV0" not in repr(article)
    assert "iframe" not in repr(article)


@pytest.mark.parametrize(
    ("yaml", "skipped", "codes"),
    [
        ("published: false", "unpublished", []),
        ("published: No", "unpublished", []),
        ("published: 0", "unpublished", []),
        ("published: TRUE", None, []),
        ("published: ~", None, ["bad-flag"]),
        ("published:", None, ["bad-flag"]),
        ("published: ' '", None, ["bad-flag"]),
        ("published: []", None, ["bad-flag"]),
        ("published: {}", None, ["bad-flag"]),
        ("published: [true]", None, ["bad-flag"]),
        ("published: 2021-13-01", None, ["bad-flag"]),
        ("published: 2021-01-01", None, []),
        ("draft: true", "draft", []),
        ("draft: maybe", None, ["bad-flag"]),
        ("draft: [true]", None, ["bad-flag"]),
        ("draft: {on: true}", None, ["bad-flag"]),
        ("draft: 2021-01-01", None, ["bad-flag"]),
        ("draft:\nhidden: []\nremoved: {}\nstatus: ~", None, []),
        ("hidden: soon", None, ["bad-flag"]),
        ("removed: on", "removed", []),
        ("hidden: yes", "hidden", []),
        ("status: draft", "draft", []),
        ("Status: Hidden", "hidden", []),
        ("status: published", None, []),
        ("status: Deprecated", None, []),
        ("status: private", None, ["bad-flag"]),
        ("status: pending", None, ["bad-flag"]),
        ("status: [published]", None, ["bad-flag"]),
        ("status: {a: b}", None, ["bad-flag"]),
        ("status: published\nStatus: draft", "draft", ["bad-flag"]),
        ("status: private\ndraft: true", "draft", ["bad-flag"]),
        ("extra: {draft: true}", "draft", []),
        ("draft: false\nDraft: true", "draft", ["bad-flag"]),
        ("DRAFT: true\ndraft: false", "draft", ["bad-flag"]),
        ("draft: true\nDraft: true", "draft", []),
        ("draft: false\nDraft: false", None, []),
        ("published: false\nPublished: true", "unpublished", ["bad-flag"]),
        ("published: 2021-01-01\nPublished: false", "unpublished", ["bad-flag"]),
        ("draft: false\nparams: {draft: true}", "draft", ["bad-flag"]),
        ("draft: false\nparams: {Draft: false, DRAFT: yes}", "draft", ["bad-flag"]),
        ("params: {a: b}\nParams: {draft: true}", "draft", []),
        ("draft: true\nparams: {draft: false}", "draft", ["bad-flag"]),
        ("draft: false\nextra: {draft: perhaps}", None, ["bad-flag"]),
        ("removed: true\nparams: {removed: false}", "removed", ["bad-flag"]),
        ("removed: perhaps\ndraft: true", "draft", ["bad-flag"]),
        ("published: false\ntitle: [x]\nlink: nonsense", "unpublished", []),
    ],
)
def test_what_keeps_an_article_out(
    read: Read, yaml: str, skipped: str | None, codes: list[str]
) -> None:
    """Flags keep an article out, and so does a flag that leaves it in doubt."""
    needed = "title: T\ndate: 2021-01-01\nlink: https://example.org/\n"
    reading = read(f"---\n{needed if 'title' not in yaml else ''}{yaml}\n---\n")
    assert (skipped, codes) == (reading.skipped, [problem.code for problem in reading.problems])
    assert (reading.article is None) == bool(skipped or codes)


def test_a_status_that_the_config_knows_publishes(read: Read) -> None:
    """`articles.statuses` adds words that mean published; case and spaces do not matter."""
    data = "---\ntitle: T\ndate: 2021-01-01\nlink: https://a.example/\nstatus: Ever  GREEN\n---\n"
    assert "bad-flag" in [problem.code for problem in read(data).problems]
    assert read(data, statuses=("ever green",)).article is not None


def test_several_keys_of_one_flag_are_all_read(read: Read) -> None:
    """Where the config names two keys for a flag, the one that keeps the article out wins."""
    data = "---\ntitle: T\ndate: 2021-01-01\nlink: https://a.example/\ndraft: no\nwip: yes\n---\n"
    reading = read(data, fields={"draft": ("draft", "wip")})
    assert ("draft", ["bad-flag"]) == (reading.skipped, [one.code for one in reading.problems])


@pytest.mark.parametrize(
    "data",
    [
        "---\ntitle: T\ndraft: false\ndraft: true\n---\n",
        "---\ntitle: T\nSTATUS: published\nSTATUS: published\n---\n",
        '{"title": "T", "published": true, "published": false}\n',
        "Title: T\nStatus: published\nStatus: draft\n\n",
    ],
)
def test_a_flag_that_stands_twice(read: Read, data: str) -> None:
    """Whatever it says, it does not say it clearly."""
    assert (None, ["bad-flag"]) == (read(data).article, [one.code for one in read(data).problems])


@pytest.mark.parametrize(
    ("yaml", "day"),
    [("published: 2021-03-04", 4), ("published: 2021-03-04\ndate: 2021-03-05", 5)],
)
def test_a_date_in_published_is_a_date(read: Read, yaml: str, day: int) -> None:
    """Hugo and Astro know `published:` as a date; another key of the date goes before it."""
    article = read(f"---\ntitle: T\nlink: https://a.example/\n{yaml}\n---\n").article
    assert article is not None
    assert datetime(2021, 3, day, tzinfo=UTC) == article.published


@pytest.mark.parametrize(
    ("name", "data", "skipped"),
    [
        ("_index.md", "---\ntitle: A\n---\n", "section"),
        ("blog/_index.en.md", "no front matter", "section"),
        ("about.md", "---\nlayout: page\n---\n# About\n", "section"),
        ("empty.md", "---\n---\n", "section"),
        ("README.md", "# Read me\n", "no-front-matter"),
    ],
)
def test_what_is_no_article(read: Read, name: str, data: str, skipped: str) -> None:
    """Sections and files with neither title nor date are passed over, not refused."""
    reading = read(data, name)
    assert (None, skipped) == (reading.article, reading.skipped)
    assert "error" not in {problem.severity for problem in reading.problems}


@pytest.mark.parametrize(
    ("name", "yaml", "published", "naive", "codes"),
    [
        ("2021-02-12-a.md", "title: T", "2021-02-12T00:00", False, []),
        ("2021/02/12/a.md", "title: T", "2021-02-12T00:00", False, []),
        ("2021-02-12-a/index.md", "title: T", "2021-02-12T00:00", False, []),
        ("2021-02-12-a.md", "date: soon\ntitle: T", "2021-02-12T00:00", False, ["name-date"]),
        ("2021-02-12-a.md", "date: 2022-01-01\ntitle: T", "2022-01-01T00:00", True, []),
        ("a.md", "title: T", None, False, ["no-date"]),
        ("2021-13-45-a.md", "title: T", None, False, ["no-date"]),
    ],
)
def test_where_dates_come_from(
    read: Read, name: str, yaml: str, published: str | None, naive: bool, codes: list[str]
) -> None:
    """The front matter's date counts; the name's stands in for none, or for an unreadable one."""
    reading = read(f"---\n{yaml}\nlink: https://example.org/\n---\n", name)
    found = reading.article.published if reading.article else None
    assert published == (found and f"{found:%Y-%m-%dT%H:%M}")
    assert (naive, codes) == (reading.naive_date, [problem.code for problem in reading.problems])


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("# The *first* `heading` #\n", "The first heading"),
        ("text\n\nSetext\n======\n", "Setext"),
        ("<h1 class='x'>A &amp; <b>B</b></h1>\n", "A & B"),
        ("```\n# code\n```\n\n## Real\n", "Real"),
        ("#not a heading\n\n## Yes [link](/x)\n", "Yes link"),
        ("no heading\n", None),
    ],
)
def test_a_title_from_the_body(read: Read, body: str, title: str | None) -> None:
    """Without a title, the body's first heading is it; without a heading, that is a problem."""
    reading = read(f"---\ndate: 2021-01-01\nlink: https://example.org/\n---\n{body}")
    assert title == (reading.article.title if reading.article else None)
    assert (["no-title"] if title is None else []) == [p.code for p in reading.problems]


def test_places(read: Read) -> None:
    """All mistakes of an article are told at once, each with its line in the file."""
    reading = read(
        "---\ntitle: T\n# c\ndate: never\ntopics: {a: b}\nlink: 'ftp://x'\n---\n", "d/x.md"
    )
    assert [
        "articles/d/x.md:4: error[bad-date]: date 'never' is not a date",
        "articles/d/x.md:6: error[bad-link]: link 'ftp://x' is not an absolute http(s) address",
        "articles/d/x.md:5: error[bad-topic]: topics is a map; write a list of names",
    ] == [str(problem) for problem in reading.problems]


def test_no_link_says_what_to_do(read: Read) -> None:
    """The one problem names the keys to set, and a pattern that would do."""
    (problem,) = read("---\ntitle: T\ndate: 2021-01-01\n---\n").problems
    assert "no-link" == problem.code
    assert "set webUrl, originalUrl, link, url, or articles.permalink" in problem.message
    assert "https://example.org/{year}/{month}/{slug}/" in problem.message


def test_config_replaces_keys(read: Read, read_field: ReadField) -> None:
    """Keys of the config count instead of the usual ones, flags included."""
    assert ("b", []) == read_field(
        "summary", "abstract: b\nsummary: s", fields={"summary": ("Abstract",)}
    )
    text = "---\ntitle: T\ndate: 2021-01-01\nlink: https://example.org/\nlive: false\n---\n"
    assert "unpublished" == read(text, fields={"published": ("live",)}).skipped


def test_the_zone_of_naive_dates(read_field: ReadField) -> None:
    """Dates without a zone are of `articles.timezone`."""
    value, _ = read_field("published", "date: 2021-07-01", timezone="Europe/Paris")
    assert datetime(2021, 6, 30, 22, tzinfo=UTC) == value


def test_a_path_that_is_not_utf8(make_reader: Callable[..., Reader]) -> None:
    """A name with bytes that no feed could carry is a problem that can be printed."""
    (problem,) = make_reader().read("articles/\udcff.md", b"---\ntitle: T\n---\n").problems
    assert "bad-path" == problem.code
    str(problem).encode()


def test_problems_are_described() -> None:
    """Each code has a severity and one sentence."""
    assert all(severity in ("error", "warning") for severity, _ in PROBLEMS.values())
    assert all(text[0].isupper() and text[-1] == "." for _, text in PROBLEMS.values())


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("draft: true", "Draft: Said"),
        ("status: draft", "Draft: Said"),
        ("published: false", None),
        ("draft: true\nhidden: true", None),
        ("draft: true\nremoved: true", None),
        ("draft: true\nstatus: draft", "Draft: Said"),
        ("hidden: true", None),
        ("removed: true", None),
        ("draft: perhaps", None),
        ("", "Said"),
    ],
)
def test_drafts_in_a_preview(flags: str, expected: str | None) -> None:
    """A preview shows drafts, and says so; their links are those that they will have."""
    site = Site(title="Example", url="https://example.org/", authority="example.org,2021")
    articles = Articles(permalink=(PermalinkRule(pattern="https://example.org/{slug|title}/"),))
    reader = Reader(PreviewConfig(site=site, articles=articles, drafts=True))
    text = f"---\ntitle: Said\ndate: 2026-01-02\n{flags}\n---\n"
    article = reader.read("articles/x.md", text.encode()).article
    assert expected == (article and article.title)
    assert article is None or article.link == "https://example.org/said/"
