"""Output folders that hold other files, such as a generator's `static` or a site's root."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from feedmill.publishing.moving import move_into_place
from feedmill.publishing.plan import Plan
from feedmill.report import Report
from feedmill.state.directory import Directory
from sites import CONFIG, article, build_site, tree, write_site

ARTICLES = {"a.md": article(topics="[AI]"), "b.md": article("B", webUrl="https://example.org/b")}
FEEDS = """\
feeds:
  output: {output}
  families:
    - {{name: all, path: {{rss: feed.xml}}, also_at: {{rss: [old/feed.xml]}}, formats: [rss, json]}}
    - topic
"""


def site(root: Path, output: str = "static") -> Path:
    """Write a site whose output folder has files of somebody else."""
    write_site(root, ARTICLES, CONFIG + FEEDS.format(output=output))
    (root / output / "css").mkdir(parents=True)
    (root / output / "css" / "site.css").write_text("mine")
    (root / output / "robots.txt").write_text("mine")
    return root


def codes(report: Report) -> list[tuple[str, str]]:
    """Return path and code of all problems."""
    return [(one.path, one.code) for one in report.problems]


@pytest.mark.parametrize("output", ["static", "."])
def test_other_files_stay(tmp_path: Path, output: str) -> None:
    """Feeds come and go among the files of others, which are never touched."""
    root = site(tmp_path, output)
    before = tree(root)
    assert [] == codes(build_site(root))
    there = {path.removeprefix("static/") for path in tree(root)}
    assert {"feed.xml", "old/feed.xml", "all.json", "topics/ai.atom"} < there
    assert before.items() <= tree(root).items()
    assert (root / output / "feed.xml").read_bytes() == (
        root / output / "old/feed.xml"
    ).read_bytes()
    assert [] == list(build_site(root).written)
    for one in (root / "articles").iterdir():
        one.unlink()
    build_site(root, allow_empty=True)
    assert {
        path: data for path, data in before.items() if path.count("articles/") == 0
    }.items() <= (tree(root).items())
    assert not (root / output / "topics").exists()


@pytest.mark.parametrize("place", ["feed.xml", "old/feed.xml", "topics/ai.atom", "index.opml"])
@pytest.mark.parametrize("is_folder", [False, True])
def test_a_file_in_the_way(tmp_path: Path, place: str, is_folder: bool) -> None:
    """What is not ours is an error at every build until it is gone; all else is published."""
    root = site(tmp_path)
    there = root / "static" / place
    (there if is_folder else there.parent).mkdir(parents=True, exist_ok=True)
    mine = there / "x" if is_folder else there
    mine.write_text("mine")
    for _ in range(3):
        report = build_site(root)
        assert [(f"static/{place}", "foreign-file")] == codes(report)
        assert 1 == report.exit_status
    assert "mine" == mine.read_text()
    manifest = json.loads((root / "static" / "feeds.json").read_text())
    files = [one for feed in manifest["feeds"] for one in (*feed["files"], *feed.get("copies", ()))]
    assert place not in [one["path"] for one in files]
    for one in files:
        assert (root / "static" / one["path"]).exists()
    mine.unlink()
    if is_folder:
        there.rmdir()
    assert [] == codes(build_site(root))
    assert there.read_bytes() != b"mine"


def test_its_bytes_are_ours(tmp_path: Path) -> None:
    """A file that has the bytes it should have is taken over, as after a manifest was lost."""
    root = site(tmp_path)
    build_site(root)
    (root / "static" / "feeds.json").unlink()
    assert [] == codes(build_site(root))


def test_pages_leave_other_pages_alone(tmp_path: Path) -> None:
    """The site's own index.html is not overwritten by an index of feeds."""
    root = site(tmp_path)
    with (root / "config.yaml").open("a") as file:
        file.write("pages: true\n")
    (root / "static" / "index.html").write_text("mine")
    (root / "static" / "all.html").write_text("mine")
    expected = [("static/all.html", "foreign-file"), ("static/index.html", "foreign-file")]
    assert expected == codes(build_site(root))
    assert expected == codes(build_site(root))
    assert "mine" == (root / "static" / "index.html").read_text()
    assert (root / "static" / "topics" / "ai.html").exists()


def test_strict(tmp_path: Path) -> None:
    """With `--strict` nothing is written."""
    root = site(tmp_path)
    (root / "static" / "feed.xml").write_text("mine")
    before = tree(root / "static")
    report = build_site(root, strict=True)
    assert (True, [("static/feed.xml", "foreign-file")]) == (report.stopped, codes(report))
    assert before == tree(root / "static")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the three are one file")
def test_a_path_in_other_case(tmp_path: Path) -> None:
    """A file that stays is not deleted under its old name, where both are one file."""
    for name in ("staging", "root"):
        (tmp_path / name).mkdir()
    new, old = tmp_path / "root" / "feed.xml", tmp_path / "root" / "Feed.xml"
    new.write_text("feed")
    old.hardlink_to(new)  # as a file system without case shows it
    (tmp_path / "root" / "FEED.xml").write_text("another file")
    plan = Plan(keep=("feed.xml",), delete=("FEED.xml", "Feed.xml"), gone=("FEED.xml", "Feed.xml"))
    with (
        Directory.open(tmp_path / "root") as root,
        Directory.open(tmp_path / "staging") as staging,
    ):
        move_into_place(root, plan, staging)
    assert {"feed.xml", "Feed.xml"} == tree(tmp_path / "root").keys()
