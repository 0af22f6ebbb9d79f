"""A fresh clone with a restored index: git vouches for the feeds, and nothing else is trusted."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedmill.config import load_config
from feedmill.index import open_index
from repository import commit, git, repository
from sites import article, build_site, tree, write_site

FEED = "topics/t7.json"


def articles() -> dict[str, str]:
    """Give articles of so many topics that one would not look at each file of theirs."""
    return {
        f"{at}.md": article(f"Article {at}", webUrl=f"https://example.org/{at}", topics=f"[T{at}]")
        for at in range(24)
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was built, with its feeds committed."""
    site = repository(write_site(tmp_path / "site", articles()))
    commit(site)
    build_site(site)
    commit(site)
    return site


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use an index that was copied, as CI does."""
    monkeypatch.setenv("FEEDMILL_TRUST_STATE", "1")


def cloned(site: Path) -> Path:
    """Give a fresh clone with the site's index, as CI restores it."""
    clone = site.parent / "clone"
    git(site.parent, "clone", "--quiet", "site", "clone")
    shutil.copytree(site / ".feedmill", clone / ".feedmill", dirs_exist_ok=True)
    return clone


_READ: list[str] | None = None


def _listen(event: str, args: tuple[object, ...]) -> None:
    if event == "open" and _READ is not None and isinstance(args[0], str):
        _READ.append(args[0])


sys.addaudithook(_listen)  # cannot be taken back


@contextmanager
def feeds_read() -> Iterator[list[str]]:
    """Gather the names of the published files that are opened, from a handle of their folder."""
    global _READ
    read: list[str] = []
    _READ = []
    try:
        yield read
    finally:
        endings = (".atom", ".rss", ".json", ".opml")
        read += [name for name in _READ if "/" not in name and name.endswith(endings)]
        _READ = None


def names(site: Path) -> set[str]:
    """Give the names of the published files."""
    return {Path(path).name for path in tree(site / "feeds")}


def test_nothing_is_read(site: Path) -> None:
    """Not one of the files is read in the clone, though all have new times; nor later on."""
    clone = cloned(site)
    with feeds_read() as read:
        done = build_site(clone)
    assert ([], (), 0) == (read, done.written, done.read)
    assert 24 * 3 < done.unchanged
    (clone / ".git").rename(clone / "git")  # now that the new times are known, git is not needed
    with feeds_read() as read:
        done = build_site(clone)
    assert ([], ()) == (read, done.written)


def test_one_edit(site: Path, tmp_path: Path) -> None:
    """With one more commit, no feed is read, and the bytes are those of a first build."""
    clone = cloned(site)
    edited = {**articles(), "7.md": article("Edited", topics="[T7, T8]")}
    write_site(clone, edited)
    with feeds_read() as read:
        done = build_site(clone)
    assert set(read) <= {"feeds.json"}
    assert {FEED, "all.rss"} < set(done.written)
    assert "topics/t9.json" not in done.written
    build_site(write_site(tmp_path / "fresh", edited))
    assert tree(tmp_path / "fresh" / "feeds") == tree(clone / "feeds")


def grow(feed: Path) -> None:
    feed.write_bytes(feed.read_bytes() + b" ")


def keep_size(feed: Path) -> None:
    feed.write_bytes(feed.read_bytes()[:-2] + b"!\n")


def keep_size_and_time(feed: Path) -> None:
    found = feed.stat()
    keep_size(feed)
    os.utime(feed, ns=(found.st_atime_ns, found.st_mtime_ns))


@pytest.mark.parametrize("damage", [Path.unlink, grow, keep_size, keep_size_and_time])
@pytest.mark.parametrize("then", [("status",), ("add", "--all"), ("commit", "-qam", "Edit a feed")])
def test_damaged(site: Path, damage: Callable[[Path], None], then: tuple[str, ...]) -> None:
    """A feed with other bytes is repaired, whatever git has recorded meanwhile."""
    clone = cloned(site)
    expected = tree(clone / "feeds")
    damage(clone / "feeds" / FEED)
    git(clone, *then)
    assert (FEED,) == build_site(clone).written
    assert expected == tree(clone / "feeds")


def test_committed_with_other_bytes(site: Path) -> None:
    """A feed that someone edited and committed before the clone was made is repaired."""
    expected = tree(site / "feeds")
    keep_size(site / "feeds" / FEED)
    commit(site)
    clone = cloned(site)
    assert (FEED,) == build_site(clone).written
    assert expected == tree(clone / "feeds")


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_is_told_not_to_look_at(site: Path, flag: str) -> None:
    """Such a file is read, and mended."""
    clone = cloned(site)
    expected = tree(clone / "feeds")
    git(clone, "update-index", flag, f"feeds/{FEED}")
    keep_size(clone / "feeds" / FEED)
    with feeds_read() as read:
        assert (FEED,) == build_site(clone).written
    assert Path(FEED).name in read
    assert expected == tree(clone / "feeds")


def test_line_ends(site: Path) -> None:
    """What git converts on its way out is no feed of ours, though git says that it is the same."""
    expected = tree(site / "feeds")
    (site / ".gitattributes").write_text("*.json text eol=crlf\n")
    commit(site)
    clone = cloned(site)
    assert b"\r\n" in (clone / "feeds" / FEED).read_bytes()
    build_site(clone)
    assert expected == tree(clone / "feeds")


def test_without_git(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git is not installed, all is read, and found to be right."""
    clone = cloned(site)
    monkeypatch.setenv("PATH", str(clone))
    with feeds_read() as read:
        assert () == build_site(clone).written
    assert names(clone) == set(read)


def test_ignored_by_git(site: Path) -> None:
    """Feeds that are copied in, as from a cache, and unknown to git are read."""
    (site / ".gitignore").write_text("feeds/\n")
    git(site, "rm", "-r", "--quiet", "--cached", "feeds")
    commit(site)
    clone = cloned(site)
    shutil.copytree(site / "feeds", clone / "feeds")
    with feeds_read() as read:
        assert () == build_site(clone).written
    assert names(clone) == set(read)


def test_output_in_another_repository(tmp_path: Path) -> None:
    """It is the output folder's own repository that is asked."""
    site = repository(write_site(tmp_path / "articles", articles()))
    published = repository(tmp_path / "site")
    build_site(site, output=published / "feeds")
    commit(published)
    git(tmp_path, "clone", "--quiet", "site", "clone")
    with feeds_read() as read:
        done = build_site(site, output=tmp_path / "clone" / "feeds")
    assert ([], ()) == (read, done.written)


def test_blobs_are_gits(site: Path) -> None:
    """Of each file that a build leaves the index has git's id, after later builds, too."""
    write_site(site, {"7.md": article("Edited", topics="[T7]"), "9.md": ""})
    build_site(site)
    commit(site)
    with open_index(site / ".feedmill", load_config(site / "config.yaml"), []) as index:
        known = {path: file.blob for path, file in index.files().items()}
    records = git(site / "feeds", "ls-files", "--stage").splitlines()
    expected = {path: facts.split()[1] for facts, path in (line.split("\t") for line in records)}
    assert expected == known


@pytest.mark.parametrize("topic", ["gone", "changed"])
def test_feeds_that_a_checkout_left(site: Path, topic: str) -> None:
    """Files that the last build wrote are ours, though the manifest is an older one again."""
    text = article("New", webUrl="https://example.org/new", topics="[New]")
    (site / "articles/new.md").write_text(text)
    build_site(site)
    git(site, "checkout", "--quiet", "--", "feeds")
    assert (site / "feeds/topics/new.atom").exists()
    if topic == "gone":
        (site / "articles/new.md").unlink()
    else:
        (site / "articles/new.md").write_text(text.replace("New", "Newer", 1))
    build_site(site)
    after = tree(site / "feeds")
    shutil.rmtree(site / "feeds")
    shutil.rmtree(site / ".feedmill")
    build_site(site)
    assert tree(site / "feeds") == after
    assert (topic == "changed") == ("topics/new.atom" in after)


def test_what_is_not_as_we_left_it_is_not_ours(site: Path) -> None:
    """A file that somebody else put there since stays, and is reported."""
    text = article("New", webUrl="https://example.org/new", topics="[New]")
    (site / "articles/new.md").write_text(text)
    build_site(site)
    git(site, "checkout", "--quiet", "--", "feeds")
    (site / "feeds/topics/new.atom").write_text("mine")
    problems = build_site(site).problems
    assert [("feeds/topics/new.atom", "foreign-file")] == [(one.path, one.code) for one in problems]
    (site / "articles/new.md").unlink()
    build_site(site)
    assert "mine" == (site / "feeds/topics/new.atom").read_text()
