"""Ids written into articles: nothing is lost, and no reader notices."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedmill.adopt.pins import Pins, pin_ids, pins_text
from feedmill.config import load_config
from feedmill.parsing.parser import Reader
from sites import CONFIG, article, build_site, tree, write_site

ID = "tag:example.org,2021:"


def pinned(root: Path, *places: str, dry_run: bool = False) -> Pins:
    """Pin the ids of a site."""
    config = load_config(root / "config.yaml")
    return pin_ids(config, root, [root / place for place in places], dry_run=dry_run)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with articles of several kinds."""
    return write_site(
        tmp_path,
        {
            "a.md": article("A"),
            "b/c.md": article("C", webUrl="https://example.org/c"),
            "b/own.md": article("Own", id="tag:example.org,2021:own"),
            "guid.md": article("Guid", guid="mine"),
            "draft.md": article("Draft", draft="true"),
            "gone.md": article("Gone", removed="true"),
            "_index.md": "---\ntitle: Section\n---\n",
        },
    )


def test_pin(site: Path) -> None:
    """Every article that has no id of its own gets it, whatever it was made from; once."""
    build_site(site)
    feeds = tree(site / "feeds")
    before = tree(site / "articles")
    done = pinned(site)
    after = tree(site / "articles")
    assert [("articles/a.md", 2), ("articles/b/c.md", 2)] == [
        (one.path, one.line) for one in done.pinned
    ]
    assert (2, 3, (), 0) == (done.had, done.kept_out, done.problems, done.exit_status)
    changed = {path for path in before if before[path] != after[path]}
    assert {"a.md", "b/c.md"} == changed
    assert before["a.md"].replace(b"---\n", f"---\nid: {ID}a\n".encode(), 1) == after["a.md"]
    assert () == build_site(site).written
    assert feeds == tree(site / "feeds")
    again = pinned(site)
    assert ((), 4) == (again.pinned, again.had)
    assert after == tree(site / "articles")


def test_a_pinned_article_may_move(site: Path) -> None:
    """After a rename its entry is what it was."""
    build_site(site)
    feeds = tree(site / "feeds")
    pinned(site, "articles/a.md")
    (site / "articles/a.md").rename(site / "articles/b/new name.md")
    build_site(site)
    assert feeds == tree(site / "feeds")


def test_dry_run(site: Path) -> None:
    """Nothing is written, and the same is said."""
    before = tree(site / "articles")
    would = pinned(site, dry_run=True)
    assert before == tree(site / "articles")
    assert would.pinned == pinned(site).pinned
    assert (
        "Would pin the ids of 2 articles; 2 already had one; 3 not published"
        == (list(pins_text(would))[-1])
    )


def test_places(site: Path) -> None:
    """Files and folders choose; what is no article is a problem, and the others are pinned."""
    before = tree(site)
    done = pinned(site, "articles/b", "config.yaml", "articles/b/c.md", ".git")
    assert ["articles/b/c.md"] == [one.path for one in done.pinned]
    assert [
        "config.yaml: error[pin]: is not an article that articles.include matches",
        ".git: error[pin]: is not an article that articles.include matches",
    ] == [str(problem) for problem in done.problems]
    assert 1 == done.exit_status
    assert {"articles/b/c.md"} == {
        path for path, data in tree(site).items() if before[path] != data
    }
    assert ["articles/a.md"] == [one.path for one in pinned(site, ".").pinned]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"---\ntitle: [\n---\n", "yaml"),
        (b"---\n{title: x, date: 2026-01-01, link: 'https://e.org/'}\n---\n", "by hand"),
        (
            article("A", id="").encode(),
            "already a line for id: replace it with `id: tag:example.org,2021:x`",
        ),
        (article("A", webUrl=None).encode(), "no-link"),
        (b"\xff", "encoding"),
    ],
)
def test_what_cannot_be_pinned(tmp_path: Path, data: bytes, message: str) -> None:
    """What has an error, or no place for one more line, is reported and stays as it is."""
    root = write_site(tmp_path, {"x.md": data})
    done = pinned(root)
    assert (1, ()) == (done.exit_status, done.pinned)
    assert message in str(done.problems[0])
    assert data == (root / "articles/x.md").read_bytes()


def test_a_file_without_front_matter(tmp_path: Path) -> None:
    """Where those are articles, too, such a file is reported: it has no place for an id."""
    config = "articles: {bare: true, permalink: '/{slug}/'}\n"
    root = write_site(tmp_path, {"2024-01-02-x.md": "# Title\n\nText\n"}, f"{CONFIG}{config}")
    done = pinned(root)
    assert ["articles/2024-01-02-x.md"] == [problem.path for problem in done.problems]
    assert (1, ()) == (done.exit_status, done.pinned)


def test_mode_and_links_stay(site: Path) -> None:
    """A file keeps its mode, a link goes on leading to it, and nothing else is left behind."""
    (site / "store").mkdir()
    (site / "articles/a.md").rename(site / "store/a.md")
    (site / "articles/a.md").symlink_to("../store/a.md")
    (site / "store/a.md").chmod(0o640)
    pinned(site, "articles/a.md")
    assert (site / "articles/a.md").is_symlink()
    assert 0o640 == (site / "store/a.md").stat().st_mode & 0o777
    assert f"id: {ID}a\n".encode() in (site / "store/a.md").read_bytes()
    assert [site / "store/a.md"] == list((site / "store").iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(site: Path) -> None:
    """A file that cannot be replaced is a problem, and the others are pinned."""
    (site / "articles/b").chmod(0o555)
    done = pinned(site)
    (site / "articles/b").chmod(0o755)
    assert ["articles/a.md"] == [one.path for one in done.pinned]
    assert ["articles/b/c.md: error[pin]: cannot be written: Permission denied"] == [
        str(problem) for problem in done.problems
    ]


def test_a_key_of_ones_own(tmp_path: Path) -> None:
    """Where config reads ids from another key, that key is written."""
    config = CONFIG + "articles: {fields: {id: [Uid, id]}}\n"
    root = write_site(tmp_path, {"a.md": article("A"), "b.md": article("B", id="x")}, config)
    (line,) = pinned(root).pinned
    assert ("articles/a.md", f"Uid: {ID}a") == (line.path, line.text)
    assert 2 == pinned(root).had


NAMES = st.from_regex(r"[a-zé(][a-z é:#'\"(]{0,8}", fullmatch=True)
TITLES = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=NAMES,
    title=TITLES,
    ending=st.sampled_from(["\n", "\r\n"]),
    style=st.sampled_from(["yaml", "toml", "pelican"]),
)
def test_the_same_article(tmp_path: Path, name: str, title: str, ending: str, style: str) -> None:
    """A pinned article reads as before, but from anywhere."""
    root = write_site(tmp_path, {})
    front = {
        "yaml": ["---", f"title: '{title}'", "date: 2026-01-01", "link: https://e.org/", "---"],
        "toml": [
            *("+++", f"title = '{title}'", "date = 2026-01-01", 'link = "https://e.org/"', "+++")
        ],
        "pelican": [f"Title: {title}", "Date: 2026-01-01", "Link: https://e.org/", ""],
    }[style]
    place = root / "articles" / f"{name}.md"
    for other in root.glob("articles/*"):
        other.unlink()
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(ending.join([*front, "Body", ""]).encode())
    reader = Reader(load_config(root / "config.yaml"))
    before = reader.read(f"articles/{name}.md", place.read_bytes())
    done = pinned(root)
    data = place.read_bytes()
    assert before.article == reader.read(f"articles/{name}.md", data).article
    if before.article is not None and not done.problems:
        moved = reader.read("articles/elsewhere.md", data).article
        assert moved is not None
        assert before.article.id == moved.id
