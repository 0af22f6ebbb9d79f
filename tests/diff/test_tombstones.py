"""Retractions: which feeds say that an article is gone, and for how long (RFC 6721)."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest

from sites import CONFIG, NOW, article, build_site, tree, write_site

ID = "tag:example.org,2021:"
AT = "{http://purl.org/atompub/tombstones/1.0}"
DAY = "2026-01-{:02}T00:00:00Z"


def stones(root: Path, key: str = "all") -> dict[str, str]:
    """Give the tombstones of a feed: `ref` → `when`."""
    parsed = ET.fromstring((root / f"feeds/{key}.atom").read_bytes())
    return {one.attrib["ref"]: one.attrib["when"] for one in parsed.findall(f"{AT}deleted-entry")}


def dated(day: int, **fields: object) -> dict[str, str]:
    """Give an article of a day, about AI and from fox.org unless `fields` say so."""
    usual = {
        "webUrl": f"https://example.org/{day}",
        "publishedDateTime": DAY.format(day),
        "topics": "[AI]",
        "provider": "{name: Fox, domain: fox.org}",
    }
    return {f"{day}.md": article(f"Article {day}", **{**usual, **fields})}


def articles(*days: int) -> dict[str, str]:
    """Give articles of these days."""
    return {name: text for day in days for name, text in dated(day).items()}


def retracted(day: int, **fields: object) -> dict[str, str]:
    """Give an article of a day that is retracted."""
    return dated(day, **{"removed": "true", "id": f"{ID}{day}", **fields})


def test_every_feed_that_would_hold_it(tmp_path: Path) -> None:
    """The Atom feeds of its topic, its provider and of all say so; RSS and JSON do not."""
    root = write_site(tmp_path, {**articles(1, 2, 3), "4.md": article("Other", topics="[Dogs]")})
    build_site(root)
    write_site(root, retracted(2, topics="[Dogs]") | retracted(3))
    build_site(root)
    gone = {f"{ID}3": "2026-01-03T00:00:00+00:00"}
    assert gone == stones(root, "topics/ai")
    assert {**gone, f"{ID}2": "2026-01-02T00:00:00+00:00"} == stones(root)
    assert stones(root) == stones(root, "providers/fox.org")
    others = [data for path, data in tree(root / "feeds").items() if not path.endswith(".atom")]
    assert not any(f"{ID}3".encode() in data for data in others)


def test_when(tmp_path: Path) -> None:
    """It is gone since its last change, else since it was published: never the clock's time."""
    edited = retracted(2, updatedDateTime="2026-03-04T05:06:07+02:00")
    root = write_site(tmp_path, articles(1) | edited | retracted(3))
    build_site(root)
    expected = {f"{ID}2": "2026-03-04T03:06:07+00:00", f"{ID}3": "2026-01-03T00:00:00+00:00"}
    assert list(expected.items()) == list(stones(root).items())
    before = tree(root / "feeds")
    build_site(root, now=NOW + timedelta(days=400))
    assert before == tree(root / "feeds")


@pytest.mark.parametrize(
    "more",
    [
        {"id": None},
        {"draft": "true"},
        {"published": "false"},
        {"hidden": "true"},
        {"status": "draft"},
        {"draft": "perhaps"},
        {"publishedDateTime": "2030-01-01"},
    ],
)
def test_what_was_never_published_is_not_announced(tmp_path: Path, more: dict[str, str]) -> None:
    """No tombstone without an id of its own, of drafts, or before its date."""
    root = write_site(tmp_path, articles(1) | retracted(2, **more))
    build_site(root)
    assert {} == stones(root)
    assert f"{ID}2".encode() not in b"".join(tree(root / "feeds").values())


def test_when_its_date_comes(tmp_path: Path) -> None:
    """One dated later is announced when its entry would have been."""
    root = write_site(tmp_path, articles(1) | retracted(2, publishedDateTime="2026-12-01"))
    for days, expected in ((0, 0), (30, 1), (0, 0)):
        build_site(root, now=NOW + timedelta(days=days))
        assert expected == len(stones(root))


def test_the_span_of_a_feed(tmp_path: Path) -> None:
    """A full feed announces what is not older than its oldest entry; one that is not full, all."""
    config = CONFIG + "feeds: {{limit: {}}}\n"
    root = write_site(tmp_path, articles(3, 5, 7) | retracted(1) | retracted(4) | retracted(6))
    for limit, expected in {0: "641", 4: "641", 3: "64", 2: "6", 1: ""}.items():
        write_site(root, {}, config.format(limit))
        build_site(root)
        assert [f"{ID}{day}" for day in expected] == list(stones(root))


def test_the_span_moves_on(tmp_path: Path) -> None:
    """A tombstone goes when the feed's entries have all become younger."""
    config = CONFIG + "feeds: {limit: 2}\n"
    root = write_site(tmp_path, articles(1, 3) | retracted(2), config)
    build_site(root)
    assert [f"{ID}2"] == list(stones(root))
    write_site(root, articles(4), config)
    build_site(root)
    assert {} == stones(root)


def test_a_living_id(tmp_path: Path) -> None:
    """What is published is never announced as gone; when it goes as well, one tombstone stands."""
    root = write_site(tmp_path, articles(1) | retracted(2))
    alive = article("Alive", id=f"{ID}2", webUrl="https://example.org/z", topics="[AI]")
    write_site(root, {"z.md": alive, "a.md": retracted(2)["2.md"]})
    report = build_site(root)
    assert ({}, ()) == (stones(root), report.problems)
    assert b"Alive" in (root / "feeds/all.atom").read_bytes()
    (root / "articles/z.md").unlink()
    build_site(root)
    assert [f"{ID}2"] == list(stones(root))
    write_site(root, {"z.md": alive})
    build_site(root)
    assert {} == stones(root)


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"webUrl": None}, []),
        ({"excerpt": "[x]"}, []),
        ({"provider": "[x]"}, []),
        ({"topics": "{a: b}"}, []),
        ({"updatedDateTime": "never"}, []),
        ({"id": "[a, b]"}, ["bad-id"]),
    ],
)
def test_a_broken_one(tmp_path: Path, more: dict[str, str | None], codes: list[str]) -> None:
    """Whatever is wrong with a retracted article, only one that has no id is a problem."""
    root = write_site(tmp_path, articles(1) | retracted(2, **{"id": f"{ID}x", **more}))
    report = build_site(root)
    assert codes == [problem.code for problem in report.problems]
    assert ([] if codes else [f"{ID}x"]) == list(stones(root))
    assert {"removed": 1} == report.kept_out


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"publishedDateTime": None}, "no feed can say that it is retracted: no date"),
        ({"publishedDateTime": "never"}, "no feed can say that it is retracted: publisheddatetime"),
        ({"publishedDateTime": None, "id": None}, None),
    ],
)
def test_without_a_date(tmp_path: Path, more: dict[str, None], expected: str | None) -> None:
    """One with an id that no feed can place is warned of; without an id, nobody is to be told."""
    root = write_site(tmp_path, articles(1) | retracted(2, **more))
    report = build_site(root)
    assert {"removed": 1} == report.kept_out
    assert [expected] * (expected is not None) == [
        one.message[: len(expected or "")] for one in report.problems
    ]
    assert {("articles/2.md", "retraction", "warning")} >= {
        (one.path, one.code, one.severity) for one in report.problems
    }


def test_a_feed_without_articles_is_not_kept(tmp_path: Path) -> None:
    """A retracted article makes no feed of its topic, nor a topic of its name."""
    root = write_site(tmp_path, articles(1) | retracted(2, topics="[Cats, ai]"))
    build_site(root)
    assert not (root / "feeds/topics/cats.atom").exists()
    assert b"<title>Example: AI</title>" in (root / "feeds/topics/ai.atom").read_bytes()


def test_nothing_else_changes(tmp_path: Path) -> None:
    """A feed without tombstones is what it always was; one with them reads as if they were not."""
    root = write_site(tmp_path, articles(1, 3))
    build_site(root)
    before = feedparser.parse((root / "feeds/all.atom").read_bytes())
    assert b"tombstones" not in b"".join(tree(root / "feeds").values())
    write_site(root, retracted(2))
    build_site(root)
    after = feedparser.parse((root / "feeds/all.atom").read_bytes())
    assert not after.bozo
    assert before.entries == after.entries
    assert {"ref": f"{ID}2", "when": "2026-01-02T00:00:00+00:00"} == after.feed.pop(
        "at_deleted-entry"
    )
    assert before.feed == after.feed


def test_retract_and_take_it_back(tmp_path: Path) -> None:
    """Retracting, and publishing again, ends where a first build does."""
    root = write_site(tmp_path / "site", articles(1, 2, 3))
    for change in (retracted(2), retracted(3), articles(2), {"3.md": "no article"}, articles(3)):
        write_site(root, change)
        build_site(root)
        fresh = tmp_path / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(root, fresh, ignore=shutil.ignore_patterns(".*", "feeds"))
        build_site(fresh)
        assert tree(fresh / "feeds") == tree(root / "feeds")


def test_form(tmp_path: Path) -> None:
    """`ref` is the entry's id, `when` an RFC 3339 time; they stand before the entries."""
    root = write_site(tmp_path, articles(1) | retracted(2, id='"https://example.org/?a=1&b=2"'))
    build_site(root)
    ((ref, when),) = stones(root).items()
    assert ("https://example.org/?a=1&b=2", 0) == (
        ref,
        datetime.fromisoformat(when).utcoffset() / timedelta(hours=1),
    )
    tags = [child.tag.partition("}")[2] for child in ET.parse(root / "feeds/all.atom").getroot()]
    assert ["deleted-entry", "entry"] == tags[-2:]
