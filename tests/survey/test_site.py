"""The whole site at a glance, from files."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedmill.adopt.pins import pin_ids
from feedmill.config import load_config
from feedmill.images.commands import list_images
from feedmill.pipeline.run import Options
from feedmill.survey.site import Survey, survey
from sites import NOW, article, build_site, write_site

ARTICLES: dict[str, str | bytes] = {
    "a.md": article("One"),
    "b/c.md": article("Two", topics="[AI]"),
    "d.md": article("From its body", excerpt=None, body="The *first* sentence."),
    "draft.md": article("Three", draft="true"),
    "refused.md": b"---\na: [\n---\n",
}
_opened: list[str] | None = None


def _listen(event: str, args: tuple[object, ...]) -> None:
    if _opened is not None and event == "open":
        _opened.append(str(args[0]))


sys.addaudithook(_listen)  # cannot be taken back


@pytest.fixture
def opened() -> Iterator[list[str]]:
    """The paths of all files that are opened from now on."""
    global _opened
    _opened = []
    yield _opened
    _opened = None


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was never built."""
    return write_site(tmp_path / "site", ARTICLES)


def look(root: Path, *, bodies: bool = True) -> Survey:
    """Survey a site in this process."""
    options = Options(now=NOW, jobs=1)
    return survey(load_config(root / "config.yaml"), root, options, bodies=bodies)


def times_read(opened: list[str]) -> Counter[str]:
    """Count how often each article was opened, by its path below `articles/`."""
    articles = [path.partition("/articles/")[2] for path in opened if "/articles/" in path]
    return Counter(path for path in articles if path.endswith(".md"))


@pytest.mark.parametrize("bodies", [True, False])
def test_a_cold_index_costs_no_second_look(site: Path, opened: list[str], bodies: bool) -> None:
    """What has never been built is read once for both, the feeds and the readings."""
    (site / "articles/d.md").write_text(ARTICLES["a.md"])  # bodies are read for feeds alone, later
    opened.clear()
    look(site, bodies=bodies)
    assert dict.fromkeys(ARTICLES, 1) == times_read(opened)


def test_a_body_is_read_for_the_feeds_that_show_it(site: Path, opened: list[str]) -> None:
    """Only an article without a summary is opened again, as in every build."""
    look(site)
    assert {**dict.fromkeys(ARTICLES, 1), "d.md": 2} == times_read(opened)


def test_a_warm_index(site: Path, opened: list[str]) -> None:
    """Each article is read once, too, if the index knows some and others have changed since."""
    time.sleep(0.05)  # the stamp of a file as young as the clock's tick is not trusted
    build_site(site)
    (site / "articles/a.md").write_text(article("One, edited"))
    opened.clear()
    found = look(site)
    assert dict.fromkeys(ARTICLES, 1) == times_read(opened)
    assert sorted(f"articles/{path}" for path in ARTICLES) == [one.path for one in found.readings]


def test_groups_count_what_is_published(site: Path) -> None:
    """An article that waits for its date names a group, and is not counted there yet."""
    later = article("Later", topics="[AI]", publishedDateTime="2031-01-01")
    (site / "articles/later.md").write_text(later)
    (ai,) = look(site).groups["topic"]
    assert ("AI", 1, True) == (ai.name, ai.articles, ai.newest is not None and ai.newest <= NOW)


@pytest.mark.parametrize("built", [False, True])
def test_the_index_makes_no_difference(site: Path, built: bool) -> None:
    """What a survey says does not depend on what was known before."""
    if built:
        build_site(site)
    found = look(site)
    assert look(site) == found
    summaries = {one.path: one.article.summary for one in found.readings if one.article}
    assert "The first sentence." == summaries["articles/d.md"]
    assert "An excerpt." == summaries["articles/a.md"]


def test_images_and_pins(site: Path, opened: list[str]) -> None:
    """They read each article once."""
    config = load_config(site / "config.yaml")
    assert [] == list_images(config, site, NOW)
    assert dict.fromkeys(ARTICLES, 1) == times_read(opened)
    opened.clear()
    assert 3 == len(pin_ids(config, site, [], dry_run=True).pinned)
    assert dict.fromkeys(ARTICLES, 1) == times_read(opened)
