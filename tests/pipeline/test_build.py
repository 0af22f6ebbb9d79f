"""The build as a whole: what it writes, and that nothing else has a say in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from checkout import ROOT, copy_tracked, tracked_tree
from feedmill.errors import PublishError, SourceError
from feedmill.formats import _feedgen
from feedmill.formats.stencils import STENCILS, recall_stencils
from sites import CONFIG, NOW, article, build_site, tree, write_site


def articles(number: int = 3) -> dict[str, str]:
    """Give articles that differ in all that matters for order, in topics and provider."""
    return {
        f"{at}.md": article(
            f"Article {at}",
            webUrl=f"https://example.org/{at}",
            publishedDateTime=f"2026-01-{1 + at % 20:02}",
            topics="[AI, Éclairs]" if at % 2 else "[ai]",
            provider="{name: Fox, domain: fox.org}",
        )
        for at in range(number)
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LC_ALL", "C"),
        ("TZ", "Asia/Kathmandu"),
        ("PYTHONHASHSEED", "1"),
        ("PYTHONHASHSEED", "2"),
        ("PYTHONUTF8", "0"),
        ("COLUMNS", "20"),
    ],
)
def test_same_bytes_elsewhere(tmp_path: Path, variable: str, value: str) -> None:
    """The sample site's feeds are the same in another locale, zone, hash seed and folder."""
    site = tmp_path / "a päth with spaces"
    site.mkdir()
    shutil.copy(ROOT / "config.yaml", site)
    copy_tracked("articles", site / "articles")
    copy_tracked("feeds/images", site / "feeds/images")
    environment = {**os.environ, variable: value, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    command = [sys.executable, "-m", "feedmill", "build", "--config", site / "config.yaml"]
    subprocess.run(command, cwd="/", env=environment, check=True, capture_output=True)
    assert tracked_tree("feeds") == tree(site / "feeds")


@pytest.mark.slow
def test_same_bytes_with_workers(tmp_path: Path) -> None:
    """Several processes make what one makes, and Ctrl-C or a crash of theirs is not lost."""
    write_site(tmp_path, articles(700), CONFIG + "feeds: {limit: 0, content: full}\n")
    build_site(tmp_path)
    alone = tree(tmp_path / "feeds")
    shutil.rmtree(tmp_path / ".feedmill")
    shutil.rmtree(tmp_path / "feeds")
    command = [sys.executable, "-m", "feedmill", "build"]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert alone == tree(tmp_path / "feeds")


def test_a_second_build_rewrites_nothing(tmp_path: Path) -> None:
    """Files that are right keep their inode and time."""
    write_site(tmp_path, articles())
    build_site(tmp_path)

    def stamps() -> dict[Path, tuple[int, int]]:
        found = (path for path in (tmp_path / "feeds").rglob("*") if path.is_file())
        return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}

    before = stamps()
    time.sleep(0.05)  # older than the clock's tick
    build_site(tmp_path)
    again = build_site(tmp_path)
    assert (again.written, again.read, before) == ((), 0, stamps())
    shutil.rmtree(tmp_path / ".feedmill")
    assert (build_site(tmp_path).written, before) == ((), stamps())


def test_only_what_changed_is_read_and_written(tmp_path: Path) -> None:
    """One edit: one article read, and the feeds written that hold it."""
    write_site(tmp_path, articles(8))
    time.sleep(0.05)  # older than the clock's tick
    build_site(tmp_path)
    write_site(tmp_path, {"1.md": articles(8)["1.md"].replace("Article 1", "Edited")})
    done = build_site(tmp_path)
    changed = {path.rpartition(".")[0] for path in done.written}
    touched = {"feeds", "all", "topics/ai", "topics/eclairs", "providers/fox.org"}
    assert (done.read, changed) == (1, touched)


def test_an_edit_asks_feedgen_for_nothing_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later process fills in what feedgen wrote in the first one: the bytes of a full build."""
    write_site(tmp_path, articles(8))
    _forget_stencils()
    build_site(tmp_path)
    _forget_stencils()
    write_site(tmp_path, {"1.md": articles(8)["1.md"].replace("Article 1", "Edited & <new>")})
    with monkeypatch.context() as patch:
        patch.setattr(_feedgen, "FeedGenerator", None)
        assert build_site(tmp_path).written
    found = tree(tmp_path / "feeds")
    for name in (".feedmill", "feeds"):
        shutil.rmtree(tmp_path / name)
    _forget_stencils()
    build_site(tmp_path)
    assert tree(tmp_path / "feeds") == found


def _forget_stencils() -> None:
    for stencils in STENCILS.values():
        stencils.clear()
    recall_stencils.cache_clear()


@pytest.mark.parametrize("field", ["heat", "quality", "secured", "category"])
def test_an_edit_that_nobody_can_see(tmp_path: Path, field: str) -> None:
    """What no subscriber sees changes no file."""
    write_site(tmp_path, articles(2))
    time.sleep(0.05)  # older than the clock's tick
    build_site(tmp_path)
    write_site(tmp_path, {"1.md": articles(2)["1.md"].replace("title:", f"{field}: 7\ntitle:")})
    done = build_site(tmp_path)
    assert (done.read, done.written) == (1, ())


def test_a_feed_that_is_no_more(tmp_path: Path) -> None:
    """Its files are deleted, and its folder; files of others stay."""
    write_site(tmp_path, articles(2))
    build_site(tmp_path)
    (tmp_path / "feeds/topics/mine.txt").write_text("mine")
    write_site(tmp_path, {name: text.replace("[ai]", "[C]") for name, text in articles(1).items()})
    (tmp_path / "articles/1.md").unlink()
    done = build_site(tmp_path)
    assert {"topics/ai.atom", "topics/eclairs.rss"} <= set(done.deleted)
    kept = {path for path in tree(tmp_path / "feeds") if path.startswith("topics")}
    assert kept == {"topics/c.atom", "topics/c.json", "topics/c.rss", "topics/mine.txt"}


def test_check_writes_nothing(tmp_path: Path) -> None:
    """`check` names what would change, and touches no feed."""
    write_site(tmp_path, articles(2))
    build_site(tmp_path)
    before = tree(tmp_path / "feeds")
    assert build_site(tmp_path, check=True).exit_status == 0
    write_site(tmp_path, {"1.md": article("New", webUrl="https://example.org/1")})
    done = build_site(tmp_path, check=True)
    assert (done.exit_status, "all.atom" in done.written) == (1, True)
    assert "topics/eclairs.atom" in done.deleted
    assert before == tree(tmp_path / "feeds")
    assert build_site(tmp_path).written == done.written


def test_strict_writes_nothing(tmp_path: Path) -> None:
    """With `strict`, an article with an error keeps the feeds as they are."""
    write_site(tmp_path, articles(2))
    build_site(tmp_path)
    before = tree(tmp_path / "feeds")
    write_site(tmp_path, {"bad.md": article(webUrl="file:///x"), "new.md": article("New")})
    done = build_site(tmp_path, strict=True)
    assert (done.exit_status, done.stopped, done.written) == (1, True, ())
    assert before == tree(tmp_path / "feeds")


def test_a_future_article_waits(tmp_path: Path) -> None:
    """It comes when it is due, though no file has changed, and goes if the clock goes back."""
    write_site(tmp_path, {**articles(1), "f.md": article("Later", publishedDateTime="2027-01-01")})

    def entries(now: datetime) -> list[str]:
        build_site(tmp_path, now=now)
        return [entry.title for entry in feedparser.parse(tmp_path / "feeds/all.atom").entries]

    assert entries(NOW) == ["Article 0"]
    assert entries(NOW + timedelta(days=60)) == ["Later", "Article 0"]
    assert entries(NOW) == ["Article 0"]


def test_time_alone_writes_nothing(tmp_path: Path) -> None:
    """An unchanged build some hours later leaves the index as it is; what is due then comes."""
    write_site(tmp_path, {**articles(1), "f.md": article("Later", publishedDateTime="2027-01-01")})
    time.sleep(0.05)  # older than the clock's tick
    build_site(tmp_path)
    build_site(tmp_path)  # with all files as the first one left them
    index = tmp_path / ".feedmill/index.sqlite"
    before = index.read_bytes()
    for hours in (1, 2):
        build_site(tmp_path, now=NOW + timedelta(hours=hours))
        assert before == index.read_bytes()
    done = build_site(tmp_path, now=NOW + timedelta(days=60))
    assert done.waiting == 0
    assert "all.atom" in done.written
    assert before != index.read_bytes()


def test_order(tmp_path: Path) -> None:
    """Newest first; of one time, by id; the limit cuts after that."""
    names = ("b", "a", "d", "c")
    texts = {f"{name}.md": article(name, webUrl=f"https://example.org/{name}") for name in names}
    texts["old.md"] = article("old", publishedDateTime="2020-01-01")
    write_site(tmp_path, texts, CONFIG + "feeds: {limit: 3}\n")
    build_site(tmp_path)
    feed = feedparser.parse(tmp_path / "feeds/all.rss")
    assert [entry.title for entry in feed.entries] == ["a", "b", "c"]


def test_a_site_without_articles(tmp_path: Path) -> None:
    """The feed of everything is there, empty, and dated to the day since which ids are minted."""
    write_site(tmp_path, {})
    (tmp_path / "articles").mkdir()
    done = build_site(tmp_path)
    assert [(problem.code, problem.severity) for problem in done.problems] == [
        ("no-articles", "warning")
    ]
    feed = feedparser.parse(tmp_path / "feeds/all.atom")
    assert (feed.bozo, feed.entries, feed.feed.updated) == (0, [], "2021-01-01T00:00:00+00:00")


def test_title_of_an_undeclared_topic(tmp_path: Path) -> None:
    """It is the name most used, the first of equals; config has the last word."""

    def title(config: str = CONFIG) -> str:
        write_site(tmp_path, {}, config)
        build_site(tmp_path)
        return feedparser.parse(tmp_path / "feeds/topics/ai.atom").feed.title

    write_site(tmp_path, articles(2))
    assert title() == "Example: AI"
    write_site(tmp_path, articles(3))
    assert title() == "Example: ai"
    assert title(CONFIG + "topics: {Ai: {}}\n") == "Example: Ai"
    assert title(CONFIG + "topics: {Ai: {title: Machines}}\n") == "Example: Machines"


def test_an_index_that_cannot_be_kept(tmp_path: Path) -> None:
    """Where there is no room for an index, the build does without, and says so."""
    write_site(tmp_path, articles(2))
    (tmp_path / ".feedmill").write_text("")
    for _ in range(2):
        done = build_site(tmp_path)
        assert done.published == 2
        assert done.notices == (".feedmill is a file, not a folder: not used",)


@pytest.mark.parametrize("damage", [b"", b"rubbish", b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_index(tmp_path: Path, damage: bytes) -> None:
    """It is noticed, said, and made anew; the feeds stay as they are."""
    write_site(tmp_path, articles(2))
    build_site(tmp_path)
    before = tree(tmp_path / "feeds")
    (tmp_path / ".feedmill/index.sqlite").write_bytes(damage)
    done = build_site(tmp_path)
    assert (done.read, done.written, before) == (2, (), tree(tmp_path / "feeds"))
    assert len(done.notices) == (1 if damage else 0)


def test_a_folder_of_articles_that_is_gone(tmp_path: Path) -> None:
    """A typo or a failed checkout does not empty the feeds: the build stops."""
    write_site(tmp_path, articles(2))
    build_site(tmp_path)
    before = tree(tmp_path / "feeds")
    (tmp_path / "articles").rename(tmp_path / "elsewhere")
    with pytest.raises(SourceError, match="there is no folder articles/"):
        build_site(tmp_path)
    assert before == tree(tmp_path / "feeds")


@pytest.mark.parametrize("output", ["articles", "articles/feeds", "..", ".git/feeds"])
def test_an_output_that_is_no_place_for_feeds(tmp_path: Path, output: str) -> None:
    """Feeds are not written among the articles, nor over them, nor into what is git's."""
    site = write_site(tmp_path / "site", articles(1))
    with pytest.raises(PublishError, match="choose another output folder"):
        build_site(site, output=site / output)
