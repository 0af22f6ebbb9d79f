"""Lists of feeds, topics, providers and articles."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from feedmill.config.schema import Articles, Config, Site
from feedmill.model import Article, Provider
from feedmill.parsing.parser import Reading
from feedmill.survey.listing import as_lines, as_table, listings
from feedmill.survey.site import FeedInfo, GroupInfo, Survey

NOW = datetime(2021, 3, 1, tzinfo=UTC)
THEN = datetime(2021, 2, 12, 21, 28, tzinfo=UTC)
SITE = Site(title="News", url="https://example.org/", authority="example.org,2021")


def article(path: str, published: datetime) -> Reading:
    """Make the reading of an article."""
    one = Article(
        path=path,
        id=f"tag:example.org,2021:{path}",
        title="Robots\tthat see",
        link=f"https://example.org/{path}",
        published=published,
        updated=published,
        provider=Provider(domain="fox9.com", name="Fox 9"),
        topics=("AI",),
    )
    return Reading(path=path, article=one, problems=(), skipped=None)


LISTINGS = listings()
AI = GroupInfo(
    identity="ai",
    name="AI",
    slug="ai",
    articles=2,
    newest=THEN,
    declared=True,
    title="A. I.",
    key="topics/ai",
)
SURVEY = Survey(
    readings=(
        article("a.md", THEN),
        article("b.md", datetime(2021, 3, 2, tzinfo=UTC)),
        Reading(path="c.md", article=None, problems=(), skipped="draft"),
        Reading(path="d.md", article=None, problems=(), skipped=None),
    ),
    problems=(),
    feeds=(
        FeedInfo(
            key="topics/ai",
            title="News: AI",
            entries=2,
            newest=THEN,
            urls={"atom": "https://example.org/feeds/topics/ai.atom"},
            bytes={"atom": 20480, "rss": 1024},
        ),
    ),
    groups={"topic": (AI,), "provider": (), "author": (), "language": ()},
)


def records(kind: str, config: Config | None = None) -> list[dict[str, object]]:
    """List one kind of thing of SURVEY."""
    return LISTINGS[kind].records(SURVEY, config or Config(site=SITE), NOW)


@pytest.mark.parametrize("kind", LISTINGS)
def test_records_are_json_and_have_the_columns(kind: str) -> None:
    """Each record can be written as JSON and has what its table shows."""
    for record in records(kind):
        assert record == json.loads(json.dumps(record))
        assert set(LISTINGS[kind].columns) <= set(record)


def test_articles_have_a_state() -> None:
    """Each file is listed with what becomes of it."""
    states = [record["state"] for record in records("articles")]
    assert states == ["published", "waiting", "draft", "refused"]
    future = Config(site=SITE, articles=Articles(future=True))
    assert records("articles", future)[1]["state"] == "published"


def test_feed_record() -> None:
    """Of a feed, its addresses and the size of each format are told."""
    assert records("feeds") == [
        {
            "key": "topics/ai",
            "title": "News: AI",
            "entries": 2,
            "newest": "2021-02-12T21:28:00Z",
            "url": "https://example.org/feeds/topics/ai.atom",
            "urls": {"atom": "https://example.org/feeds/topics/ai.atom"},
            "also_at": [],
            "bytes": {"atom": 20480, "rss": 1024},
        }
    ]


def test_table_is_short() -> None:
    """People get days, sizes with a unit, yes and no."""
    assert as_table(records("feeds"), LISTINGS["feeds"].columns, 80, colour=False).split("\n") == [
        "KEY        ENTRIES  NEWEST      URL",
        "topics/ai        2  2021-02-12  https://example.org/feeds/topics/ai.atom",
    ]
    table = as_table(records("topics"), LISTINGS["topics"].columns, 80, colour=False)
    assert table.split("\n")[1].split() == ["AI", "ai", "2", "2021-02-12", "yes", "topics/ai"]


def test_lines_are_whole() -> None:
    """Programs get whole values with a tab between, and nothing that breaks a line."""
    assert as_lines(records("feeds"), LISTINGS["feeds"].columns) == (
        "topics/ai\t2\t2021-02-12T21:28:00Z\thttps://example.org/feeds/topics/ai.atom"
    )
    lines = as_lines(records("articles"), LISTINGS["articles"].columns).split("\n")
    assert lines[0] == "2021-02-12T21:28:00Z\tpublished\tfox9.com\tRobots\\tthat see\ta.md"
    assert lines[2] == "\tdraft\t\t\tc.md"
