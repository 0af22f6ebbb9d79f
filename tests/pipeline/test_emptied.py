"""Feeds that would lose all entries: they stay as they were until someone confirms it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.errors import SourceError
from feedmill.report import Report
from sites import CONFIG, article, build_site, tree, write_site

ARTICLES = {
    "a.md": article("A", topics="[AI]"),
    "b.md": article("B", webUrl="https://example.org/b", topics="[AI]"),
}
WHERE = "  families: [all, {name: robots, where: {topics: {any: [%s]}}}]\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of two articles, with its feeds."""
    root = write_site(tmp_path / "site", ARTICLES)
    assert 0 == build_site(root).exit_status
    return root


def delete(root: Path) -> None:
    """Delete all articles, and leave the folder."""
    for path in (root / "articles").iterdir():
        path.unlink()


def hide(root: Path) -> None:
    """Make drafts of all articles."""
    start = "---\ndraft: true\n"
    write_site(root, {name: text.replace("---\n", start, 1) for name, text in ARTICLES.items()})


def spoil(root: Path) -> None:
    """Take all links away."""
    write_site(root, {name: text.replace("webUrl", "weburi") for name, text in ARTICLES.items()})


def exclude(root: Path) -> None:
    """Exclude everything."""
    write_site(root, {}, f"{CONFIG}articles: {{exclude: '**'}}\n")


def include_nothing(root: Path) -> None:
    """Include what there is none of."""
    write_site(root, {}, f"{CONFIG}articles: {{include: 'articles/**/*.mdx'}}\n")


def select_nothing(root: Path) -> None:
    """Ask every feed for what no article has."""
    families = "{by: topic, where: {min_quality: 9}}, {name: x, where: {types: video}}"
    write_site(root, {}, f"{CONFIG}feeds: {{families: [{families}]}}\n")


@pytest.mark.parametrize("empty", [delete, hide, spoil, exclude, include_nothing, select_nothing])
def test_feeds_are_not_emptied_by_mistake(empty: Callable[[Path], None], site: Path) -> None:
    """They stay, every build has status 1 and says why, until it is resolved or confirmed."""
    before = tree(site / "feeds")
    empty(site)

    def errors(report: Report) -> list[str]:
        return [one.code for one in report.problems if one.path == "config.yaml"]

    for _ in range(2):
        report = build_site(site)
        assert (["no-articles"], 1, ()) == (errors(report), report.exit_status, report.written)
        assert before == tree(site / "feeds")
    shutil.rmtree(site / ".feedmill")
    assert (["no-articles"], 1) == (errors(build_site(site)), build_site(site).exit_status)
    assert ["no-articles"] == errors(build_site(site, check=True))
    assert build_site(site, strict=True).stopped
    assert before == tree(site / "feeds")
    confirmed = build_site(site, allow_empty=True)
    assert "error" not in {one.severity for one in confirmed.problems if one.path == "config.yaml"}
    assert before != tree(site / "feeds")
    assert "error" not in {
        one.severity for one in build_site(site).problems if one.path == "config.yaml"
    }


def test_the_message_says_what_became_of_the_articles(site: Path) -> None:
    """States are counted, so that the mistake can be found."""
    hide(site)
    write_site(site, {"c.md": "---\ntitle: C\n---\n"})
    (one,) = (one for one in build_site(site).problems if one.code == "no-articles")
    assert one.message == (
        "no feed has an article left (2 draft, 1 refused); the feeds stay as they were; "
        "build --allow-empty empties them"
    )


def test_a_wrong_clock_empties_nothing(site: Path) -> None:
    """Before the first article's date all of them wait."""
    before = tree(site / "feeds")
    report = build_site(site, now=datetime(1970, 1, 1, tzinfo=UTC))
    (one,) = report.problems
    assert "(2 waiting)" in one.message
    assert (1, before) == (report.exit_status, tree(site / "feeds"))


def test_resolved(site: Path) -> None:
    """With the articles back, there is nothing to say and nothing to write."""
    delete(site)
    build_site(site)
    write_site(site, ARTICLES)
    report = build_site(site)
    assert ((), (), 0) == (report.problems, report.written, report.exit_status)


def test_a_missing_folder_stops_the_build(site: Path) -> None:
    """That is no change of the articles: status 2, and nothing is touched."""
    before = tree(site / "feeds")
    shutil.rmtree(site / "articles")
    with pytest.raises(SourceError):
        build_site(site, allow_empty=True)
    assert before == tree(site / "feeds")


@pytest.mark.parametrize("family", ["name: robots", "by: topic", "by: [topic, provider]"])
def test_a_family_that_its_where_empties(family: str, tmp_path: Path) -> None:
    """That is a warning, once, with the feeds made as the config says."""
    rule = "{%s, where: {topics: {any: [%s]}}}"
    articles = {
        name: text.replace("topics", "provider: {domain: p.example}\ntopics")
        for name, text in ARTICLES.items()
    }
    config = f"{CONFIG}feeds:\n  families: [all, {rule}]\n"
    write_site(tmp_path, articles, config % (family, "AI"))
    assert () == build_site(tmp_path).problems
    write_site(tmp_path, {}, config % (family, "Robots"))
    (one,) = build_site(tmp_path).problems
    assert ("warning", "emptied-family", "config.yaml") == (one.severity, one.code, one.path)
    assert () == build_site(tmp_path).problems


def test_a_family_that_was_always_empty(tmp_path: Path) -> None:
    """A feed that waits for its first entry is no mistake."""
    write_site(tmp_path, ARTICLES, f"{CONFIG}feeds:\n{WHERE % 'Robots'}")
    assert () == build_site(tmp_path).problems
