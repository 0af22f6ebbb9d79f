"""What the guard counts beyond entries: families that are emptied."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from feedmill.config import load_config
from feedmill.diff.comparison import compare_with
from feedmill.diff.difference import Difference
from feedmill.pipeline.run import Options
from repository import commit, repository
from sites import CONFIG, NOW, article, write_site

FAMILIES = f"{CONFIG}feeds: {{families: [all, {{%s, where: {{topics: {{any: [%s]}}}}}}]}}\n"


def compared(root: Path, **limits: int) -> Difference:
    """Compare the work tree with its last commit."""
    path = root / "config.yaml"
    config = load_config(path)
    guard = replace(config.guard, **limits)
    return compare_with(config, path, "HEAD", guard, Options(now=NOW, jobs=1))


@pytest.mark.parametrize(
    ("family", "label"), [("name: robots", "robots"), ("by: topic", "the feeds by topic")]
)
def test_a_family_that_its_where_empties(family: str, label: str, tmp_path: Path) -> None:
    """It counts against `max_emptied`, and the advice names it."""
    articles = {"a.md": article(topics="[AI]")}
    root = write_site(repository(tmp_path), articles, FAMILIES % (family, "AI"))
    commit(root)
    assert ((), ()) == (compared(root).excess, compared(root).emptied_families)
    write_site(root, {}, FAMILIES % (family, "Robots"))
    found = compared(root)
    assert ("max_emptied: 1 families emptied by their `where`, 0 allowed",) == found.excess
    assert (label,) == found.emptied_families
    (one,) = (problem for problem in found.problems if problem.code == "emptied-family")
    assert ("error", "config.yaml") == (one.severity, one.path)
    lax = compared(root, max_emptied=1)
    assert ((), 0) == (lax.excess, lax.exit_status)
    assert "error" not in {problem.severity for problem in lax.problems}


def test_a_family_that_was_empty_before(tmp_path: Path) -> None:
    """Nothing changes for its subscribers."""
    root = write_site(repository(tmp_path), {"a.md": article()}, FAMILIES % ("name: x", "Robots"))
    commit(root)
    write_site(root, {}, FAMILIES % ("name: x", "Cats"))
    assert () == compared(root).emptied_families
