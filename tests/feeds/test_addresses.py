"""Feeds at addresses that the config names: each file is one feed's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sites import CONFIG, article, build_site, tree, write_site

KEYS = ("topics/a", "topics/b", "all")
BOTH = """\
feeds:
  formats: [rss]
  families:
    - {by: topic, path: {rss: "x/{topic:lower}.xml"}}
    - {by: author, path: {rss: "X/{author:raw}.xml"}}
"""


def test_two_feeds_for_one_file(tmp_path: Path) -> None:
    """The family that comes first keeps the file, whatever came first into the index."""
    root = write_site(tmp_path, {"a.md": article(authors="[bo]")}, CONFIG + BOTH)
    assert not build_site(root).problems
    other = article("B", webUrl="https://example.org/b", topics="[Bo]")
    (root / "articles" / "b.md").write_text(other)
    for _ in range(2):
        (problem,) = build_site(root).problems
        assert ("articles/a.md", "path-collision") == (problem.path, problem.code)
        assert "'Example: bo': its file 'x/bo.xml' is that of 'Example: Bo'" in problem.message
    files = {path for path in tree(root / "feeds") if path.endswith(".xml")}
    assert {"x/bo.xml"} == files
    (root / "articles" / "b.md").unlink()
    assert not build_site(root).problems
    assert {"X/bo.xml"} == {path for path in tree(root / "feeds") if path.endswith(".xml")}


@pytest.mark.parametrize("name", ["con", "feeds", ".", "a:b", "x" * 300])
def test_a_name_that_is_no_file(tmp_path: Path, name: str) -> None:
    """A group whose name can't be a file, or is a file of Feedmill's, has no feed; others have."""
    config = (
        f"{CONFIG}feeds: {{families: [{{by: author, path: {{json: '{{author:raw}}.json'}}}}]}}\n"
    )
    root = write_site(tmp_path, {"a.md": article(authors=f'["{name}", Ann]')}, config)
    report = build_site(root)
    assert {"path-collision", "bad-slug"} >= {one.code for one in report.problems} != set()
    assert "Ann.json" in tree(root / "feeds")


def test_a_limit_of_a_group_and_of_its_family(tmp_path: Path) -> None:
    """What a group says counts before what its family says, and that before all feeds' settings."""
    more = """\
feeds:
  formats: [json]
  limit: 1
  families: [{by: topic, limit: 3}, all]
topics: {A: {limit: 2}}
"""
    articles = {
        f"{n}.md": article(f"T{n}", topics="[A, B]", webUrl=f"https://example.org/{n}")
        for n in range(4)
    }
    root = write_site(tmp_path, articles, CONFIG + more)
    build_site(root)
    read = {key: json.loads((root / f"feeds/{key}.json").read_text()) for key in KEYS}
    assert [2, 3, 1] == [len(read[key]["items"]) for key in KEYS]
