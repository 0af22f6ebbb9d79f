"""The whole way, by example: each folder of `cases/` is a site with the feeds it should make.

`pytest tests/test_cases.py --update-golden` writes the feeds anew, to be reviewed as a diff.
What a person expects of a case stands in its EXPECT.md.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from checkout import copy_tracked, find_tracked, tracked_tree
from sites import build_site, tree

CASES = find_tracked("tests/cases/*/config.yaml")


@pytest.mark.parametrize("config", CASES, ids=lambda path: path.parent.name)
def test_case(config: Path, tmp_path: Path, update_golden: bool) -> None:
    """A site makes exactly the expected feeds, and says exactly the expected problems."""
    case = config.parent
    site = tmp_path / case.name
    copy_tracked(f"tests/cases/{case.name}", site)
    shutil.rmtree(site / "expected", ignore_errors=True)
    report = build_site(site)
    problems = "".join(f"{problem}\n" for problem in report.problems)
    made = {**tree(site / "feeds"), "problems.txt": problems.encode()}
    expected = case / "expected"
    if update_golden:
        shutil.rmtree(expected, ignore_errors=True)
        for path, data in made.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_bytes(data)
    kept = tree(expected) if update_golden else tracked_tree(f"tests/cases/{case.name}/expected")
    assert kept == made
