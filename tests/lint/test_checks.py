"""The data doctor: each check finds what it is for, and nothing in good articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from feedmill.config.feeds import DimensionSettings, GroupSettings
from feedmill.config.schema import Articles, Config, Feeds, Site
from feedmill.dimensions import DIMENSIONS
from feedmill.lint.checks import CHECKS, examine
from feedmill.model import Article, Image, Person, Problem
from feedmill.names import fold
from feedmill.parsing.parser import Reading
from feedmill.survey.site import FeedInfo, GroupInfo, Survey

NOW = datetime(2021, 3, 1, tzinfo=UTC)
CONFIG = Config(
    site=Site(title="News", url="https://example.org/", authority="example.org,2021"),
)


def article(name: str, **fields: Any) -> Article:
    """Make an article that no check minds, but for `fields`."""
    good = {
        "path": f"articles/{name}.md",
        "id": f"tag:example.org,2021:{name}",
        "title": f"Council bans {name}",
        "link": f"https://example.org/{name}",
        "published": datetime(2021, 2, 12, 21, 28, tzinfo=UTC),
        "updated": datetime(2021, 2, 12, 21, 28, tzinfo=UTC),
        "summary": "An ordinance passed by the council.",
        "content": "<p>An ordinance passed.</p>",
        "topics": ("AI",),
        "images": (Image(url=f"https://example.org/{name}.jpg", width=900, height=400),),
    }
    return Article(**{**good, **fields})


def reading(one: Article, **fields: Any) -> Reading:
    """Wrap an article as the reader does."""
    good = {"path": one.path, "article": one, "problems": (), "skipped": None}
    return Reading(**{**good, "naive_date": False, "name_date": None, **fields})


def topic(name: str, articles: int = 1, *, declared: bool = False) -> GroupInfo:
    """Make what a survey says of a topic."""
    return GroupInfo(
        identity=fold(name),
        name=name,
        slug=name.lower(),
        articles=articles,
        newest=NOW,
        declared=declared,
        title=name,
        key=f"topics/{name.lower()}",
    )


def survey(*articles: Article | Reading, **fields: Any) -> Survey:
    """Make a survey of articles, in order of their paths."""
    readings = [one if isinstance(one, Reading) else reading(one) for one in articles]
    found = tuple(sorted(readings, key=lambda one: one.path))
    groups = dict.fromkeys(DIMENSIONS, ()) | {"topic": tuple(fields.pop("topics", ()))}
    return Survey(**{"problems": (), "feeds": (), "groups": groups, "readings": found, **fields})


def findings(
    code: str, site: Survey, config: Config = CONFIG, now: datetime = NOW
) -> list[tuple[str, str]]:
    """Run one check; give path and message of what it found."""
    return [tuple(found) for found in CHECKS[code].find(site, config, now)]


def paths(code: str, *articles: Article | Reading, config: Config = CONFIG) -> Sequence[str]:
    """Run one check over articles; give the paths that it names."""
    return [path for path, _ in findings(code, survey(*articles), config)]


def test_good_articles_are_fine() -> None:
    """Nothing is found in a healthy site, refused and skipped files included."""
    refused = reading(article("refused"), article=None)
    skipped = reading(article("draft"), article=None, skipped="draft")
    one = reading(article("one"), name_date=date(2021, 2, 12))
    site = survey(one, article("two"), refused, skipped, topics=(topic("AI", 2),))
    assert () == examine(site, CONFIG, NOW)


def test_examine_puts_all_in_order() -> None:
    """The survey's problems and the checks' warnings come together, by path and line."""
    late = Problem(path="articles/z.md", line=3, code="bad-link", message="…")
    early = Problem(path="articles/a.md", line=3, code="bad-link", message="…")
    site = survey(article("b", title="TODO"), article("z", title="TODO"), problems=(late, early))
    found = examine(site, CONFIG, NOW)
    assert [
        ("articles/a.md", 3, "error", "bad-link"),
        ("articles/b.md", None, "warning", "placeholder-text"),
        ("articles/z.md", None, "warning", "placeholder-text"),
        ("articles/z.md", 3, "error", "bad-link"),
    ] == [(one.path, one.line, one.severity, one.code) for one in found]


@pytest.mark.parametrize(
    "text",
    [
        "Placeholder.",
        "TODO",
        "to do",
        "TODO: write a summary",
        "Lorem ipsum dolor sit amet.",
        "test",
        "Testing!",
        "Untitled",
        "Coming soon …",
        "N/A",
        "xxx",
        "…",
        "{{ page.title }}",
        "Description goes here.",
    ],
)
def test_placeholder_text(text: str) -> None:
    """A title or a summary that says nothing is found."""
    found = findings("placeholder-text", survey(article("a", title=text), article("b")))
    assert [("articles/a.md", f"the title is just {text!r}")] == found
    assert ["articles/a.md"] == paths("placeholder-text", article("a", summary=text))


@pytest.mark.parametrize(
    "text",
    [
        "Test drives resume",
        "A placeholder no more",
        "What is Power Fx?",
        "Todos los santos",
        "Nonebot",
        "新聞",
        "C",
    ],
)
def test_real_text_is_no_placeholder(text: str) -> None:
    """Text that only holds or begins with such a word is fine."""
    assert [] == paths("placeholder-text", article("a", title=text))


def test_missing_text() -> None:
    """An article needs a summary or a body."""
    nothing = article("a", summary="", content="")
    assert ["articles/a.md"] == paths("missing-text", nothing, article("b", summary=""))


def test_shared_link_is_told_once() -> None:
    """Articles on one page are one finding; scheme and last slash make no difference."""
    link = "https://example.org/same"
    same = [article("a", link=link), article("b", link="http://example.org/same/")]
    found = findings("shared-link", survey(*same, article("c"), article("d")))
    assert [("articles/a.md", f"has the same link as articles/b.md: {link}")] == found


def test_long_groups_are_shortened() -> None:
    """Of many articles with one link, three others are named and the rest are counted."""
    found = findings("shared-link", survey(*(article(f"{n}", link="https://x/") for n in range(9))))
    names = "articles/1.md, articles/2.md, articles/3.md and 5 more"
    assert [("articles/0.md", f"has the same link as {names}: https://x/")] == found


def test_similar_id() -> None:
    """Ids that differ in case are found; one id twice is the survey's error already."""
    a, b, c = article("a", id="urn:One"), article("b", id="urn:one"), article("c", id="urn:two")
    found = findings("similar-id", survey(a, b, c, article("d", id="urn:two")))
    message = "its id urn:One differs only in case from that of articles/b.md"
    assert [("articles/a.md", message)] == found


def test_similar_path() -> None:
    """Names that a case-insensitive or normalising file system confuses are found."""
    skipped = reading(article("A"), article=None, skipped="draft")
    nfc, nfd = article("é"), article("e\u0301")
    assert ["articles/A.md", nfd.path] == paths("similar-path", article("a"), skipped, nfc, nfd)


def test_naive_date_is_told_once() -> None:
    """All dates without a zone are one finding, which names the zone that is taken."""
    site = survey(
        *(reading(article(name), naive_date=True) for name in "abc"), reading(article("d"))
    )
    config = Config(site=CONFIG.site, articles=Articles(timezone="Europe/Rome"))
    message = (
        "its date has no time zone; Europe/Rome is used (`articles.timezone`); "
        "the same in 2 more articles"
    )
    assert [("articles/a.md", message)] == findings("naive-date", site, config)


def test_future_date() -> None:
    """An article that waits is told with its day, unless the config publishes it."""
    soon = article("soon", published=NOW + timedelta(days=40))
    message = "waits until it is published, 2021-04-10"
    assert [("articles/soon.md", message)] == findings("future-date", survey(soon, article("a")))
    future = Config(site=CONFIG.site, articles=Articles(future=True))
    assert [] == paths("future-date", soon, config=future)


@pytest.mark.parametrize("year", [1, 1970, 1989, 2023, 9999])
@pytest.mark.parametrize("field", ["published", "updated"])
def test_implausible_date(year: int, field: str) -> None:
    """Dates older than the Web or over a year ahead are told, once an article."""
    odd = article("odd", **{field: datetime(year, 5, 1, tzinfo=UTC)})
    found = findings("implausible-date", survey(odd, article("a")))
    message = f"is dated {year:04}-05-01 ({field}), which is unlikely"
    assert [("articles/odd.md", message)] == found


def test_a_date_is_told_by_one_check_only() -> None:
    """What is implausibly late is not told to wait, too."""
    far = article("far", published=datetime(2030, 1, 1, tzinfo=UTC))
    assert [] == paths("future-date", far)


def test_file_name_date() -> None:
    """The day in a file's name must be the article's day in the site's time zone."""
    late = datetime(2021, 2, 12, 23, 30, tzinfo=UTC)
    other = reading(article("a", published=late), name_date=date(2021, 2, 13))
    found = findings("file-name-date", survey(other, article("b")))
    assert [("articles/a.md", "its name says 2021-02-13, its date is 2021-02-12 (UTC)")] == found
    rome = Config(site=CONFIG.site, articles=Articles(timezone="Europe/Rome"))
    assert [] == paths("file-name-date", other, config=rome)


def test_undeclared_topic() -> None:
    """If the config names topics, each other topic is told once, with its first article."""
    config = Config(site=CONFIG.site, groups={"topic": {"AI": GroupSettings()}})
    site = survey(
        article("a"),
        article("b", topics=("AI", "robots")),
        article("c", topics=("Robots",)),
        topics=(topic("AI", 2, declared=True), topic("Robots", 2)),
    )
    message = "the topic 'Robots' (2 articles) is not among the config's `topics`"
    assert [("articles/b.md", message)] == findings("undeclared-topic", site, config)
    assert [] == findings("undeclared-topic", site)


def test_similar_topic_names_the_rare_one() -> None:
    """Of two nearly equal topics the one with fewer articles is told, at its first article."""
    topics = (topic("Power App"), topic("Power Apps", 2), topic("Robotics"))
    site = survey(
        article("a", topics=("Power Apps",)),
        article("b", topics=("Power Apps", "Robotics")),
        article("c", topics=("Power App",)),
        topics=topics,
    )
    message = "the topic 'Power App' (1 article) is nearly 'Power Apps' (2 articles)"
    assert [("articles/c.md", message)] == findings("similar-topic", site)


def test_declared_topics_may_be_similar() -> None:
    """Two topics that the config names both are meant to be two; unused ones are no matter."""
    names = ("Power App", "Power Apps")
    site = survey(article("a", topics=names), topics=[topic(name, declared=True) for name in names])
    assert [] == findings("similar-topic", site)
    unused = survey(article("a", topics=names[:1]), topics=[topic(names[0]), topic(names[1], 0)])
    assert [] == findings("similar-topic", unused)


def test_image_without_type() -> None:
    """An image whose URL's path has no known ending is told once, however often it is used."""
    url = "https://example.org/photo.ece/Build-2021?as=.jpg"
    image = Image(url=url, width=1, height=1)
    site = survey(article("a", images=(image, image)), article("b", images=(image,)), article("c"))
    message = f"the ending of an image's URL does not show its type (in 2 articles): {url}"
    assert [("articles/a.md", message)] == findings("image-without-type", site)


def test_image_not_stored() -> None:
    """An image that is to be enclosed, and that nobody knows the length of, is told."""
    image = Image(url="https://example.org/a.jpg", width=1, height=1, cached=True)
    known = Image(url="https://example.org/b.jpg", cached=True, length=9, type="image/jpeg")
    other = Image(url="https://example.org/c.jpg", width=1, height=1)
    site = survey(article("a", images=(image, known, other)), article("b", images=(image,)))
    ((path, message),) = findings("image-not-stored", site)
    assert "articles/a.md" == path
    assert message.endswith("gets it (in 2 articles): https://example.org/a.jpg")


@pytest.mark.parametrize(("width", "height"), [(None, 3), (3, None), (None, None), (0, 3)])
def test_image_without_size(width: int | None, height: int | None) -> None:
    """An image that lacks its width or height is told."""
    image = Image(url="https://example.org/a.jpg", width=width, height=height)
    message = f"an image has no width and height: {image.url}"
    site = survey(article("a", images=(image,)), article("b"))
    assert [("articles/a.md", message)] == findings("image-without-size", site)


@pytest.mark.parametrize(
    ("used", "others", "is_told"), [(11, 0, True), (10, 0, False), (11, 300, False)]
)
def test_overused_image(used: int, others: int, is_told: bool) -> None:
    """An image in over 10 articles and over 5 % of all is told once, with the count."""
    image = Image(url="https://example.org/social.png", width=1, height=1)
    articles = [article(f"a{n:02}", images=(image, image)) for n in range(used)]
    site = survey(*articles, *(article(f"b{n}") for n in range(others)))
    told = ("articles/a00.md", f"its image is that of 11 of 11 articles: {image.url}")
    assert ([told] if is_told else []) == findings("overused-image", site)


def test_large_feed() -> None:
    """A feed is told once, at its largest file, with the sizes of those over 512 KiB."""
    url = "https://example.org/feeds/topics/ai"
    feed = FeedInfo(
        key="topics/ai",
        title="AI",
        entries=50,
        newest=NOW,
        urls={"atom": f"{url}.atom", "rss": f"{url}.rss", "json": f"{url}.json"},
        bytes={"atom": 600 * 1024, "rss": 700 * 1024, "json": 512 * 1024},
    )
    message = "is large (atom 600 KiB, rss 700 KiB), some readers stop at 512 KiB: lower `limit`"
    site = survey(article("a"), feeds=(feed,))
    assert [("feeds/topics/ai.rss", message)] == findings("large-feed", site)
    full = Config(site=CONFIG.site, feeds=Feeds(content="full"))
    longer = message + " or leave out bodies"
    assert [("feeds/topics/ai.rss", longer)] == findings("large-feed", site, full)


def test_checks_have_a_name_and_a_description() -> None:
    """Each row of the table can stand in the documentation."""
    for code, check in CHECKS.items():
        assert code == code.lower().replace("_", "-")
        assert check.description.endswith((".", "`"))


def test_similar_names_of_any_dimension() -> None:
    """Names that people write are compared: those of authors, and those of the config's own groups.

    Domains and languages are not: there, a letter makes another one.
    """
    config = msgspec.structs.replace(
        CONFIG, dimensions={"series": DimensionSettings(field="series")}
    )
    names = ("Ann Leigh", "Ann Leigh", "Anne Leigh")
    articles = [
        article(str(number), authors=(Person(name=name),), fields={"series": (f"{name}s",)})
        for number, name in enumerate(names)
    ]
    infos = [topic("Ann Leigh", 2), topic("Anne Leigh")]
    series = [topic("Ann Leighs", 2), topic("Anne Leighs")]
    found = survey(*articles)
    found = msgspec.structs.replace(found, groups={"author": infos, "series": series})
    for code, dimension in (("similar-author", "author"), ("similar-group", "series")):
        ((path, message),) = findings(code, found, config)
        assert "articles/2.md" == path
        assert message.startswith(f"the {dimension} 'Anne Leigh")
        assert "is nearly" in message
    assert not {"similar-provider", "similar-language"} & CHECKS.keys()
