"""What git says of files. git itself, asked in another way, says what is right."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from feedmill.git.status import blob_id, unchanged
from repository import commit, git, repository


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a repository with two files that are committed."""
    folder = repository(tmp_path) / "feeds"
    (folder / "ü").mkdir(parents=True)
    (folder / "all.rss").write_text("all")
    (folder / "ü" / "a b.rss").write_text("a\nb\n")
    (tmp_path / "elsewhere.rss").write_text("elsewhere")
    commit(tmp_path)
    return folder


def test_blob_id(folder: Path) -> None:
    """It is git's."""
    assert git(folder, "rev-parse", "HEAD:./all.rss") == blob_id(b"all")


def test_unchanged(folder: Path) -> None:
    """Committed files below the folder, with paths from there."""
    assert unchanged(folder) == {"all.rss": blob_id(b"all"), "ü/a b.rss": blob_id(b"a\nb\n")}


def test_outside_git(tmp_path: Path) -> None:
    """Where there is no repository, nothing is vouched for; nor where git sees none."""
    assert unchanged(tmp_path) == {}
    (tmp_path / ".git").mkdir()
    assert unchanged(tmp_path) == {}


def test_no_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where git is not installed."""
    monkeypatch.setenv("PATH", str(folder))
    assert unchanged(folder) == {}


@pytest.mark.parametrize("text", ["other", "ALL"])
def test_edited(folder: Path, text: str) -> None:
    """A file that was edited is not vouched for; once that is staged, it is, with other bytes."""
    (folder / "all.rss").write_text(text)
    assert unchanged(folder).keys() == {"ü/a b.rss"}
    git(folder, "add", "all.rss")
    assert unchanged(folder)["all.rss"] == blob_id(text.encode())


def test_gone_or_no_file(folder: Path) -> None:
    """Nor is one that is gone, or has become a folder or a link."""
    (folder / "all.rss").unlink()
    assert unchanged(folder).keys() == {"ü/a b.rss"}
    (folder / "all.rss").mkdir()
    assert unchanged(folder).keys() == {"ü/a b.rss"}
    (folder / "all.rss").rmdir()
    (folder / "all.rss").symlink_to("ü/a b.rss")
    assert unchanged(folder).keys() == {"ü/a b.rss"}
    commit(folder)
    assert unchanged(folder).keys() == {"ü/a b.rss"}


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_is_told_not_to_look_at(folder: Path, flag: str) -> None:
    """git's word counts only where it looks itself."""
    git(folder, "update-index", flag, "all.rss")
    assert unchanged(folder).keys() == {"ü/a b.rss"}


def test_unmerged(folder: Path) -> None:
    """A file in conflict is not vouched for."""
    git(folder, "checkout", "--quiet", "-b", "theirs")
    (folder / "all.rss").write_text("theirs")
    commit(folder)
    git(folder, "checkout", "--quiet", "main")
    (folder / "all.rss").write_text("ours")
    commit(folder)
    with pytest.raises(subprocess.CalledProcessError):
        git(folder, "merge", "--quiet", "theirs")
    assert unchanged(folder).keys() == {"ü/a b.rss"}


def test_another_repository_within(folder: Path) -> None:
    """What belongs to a repository further down is not git's to vouch for from here."""
    inner = repository(folder / "inner")
    (inner / "x.rss").write_text("x")
    commit(inner)
    assert "inner/x.rss" not in unchanged(folder)
    git(folder, "-c", "advice.addEmbeddedRepo=false", "add", "--all")
    assert unchanged(folder).keys() == {"all.rss", "ü/a b.rss"}
    assert unchanged(inner) == {"x.rss": blob_id(b"x")}
