"""Whether git tracks a folder: said of its index, and by git itself where that is not enough."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from feedmill.git.tracking import tracking_stamp, tracks
from repository import commit, git, repository

NAME = ".feedmill"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a repository with two sites in it, of which one has a tracked folder."""
    site = repository(tmp_path / "repository")
    for path in ("a/x.md", "b/x.md", "b/.feedmill/config", "c/.feedmill-not/x"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(path)
    commit(site)
    return site


@pytest.fixture
def no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take git off the path."""
    monkeypatch.setenv("PATH", "/nowhere")


def test_outside_git(tmp_path: Path, no_git: None) -> None:
    """Where there is no repository, nothing is tracked."""
    (tmp_path / NAME).mkdir()
    assert tracks(tmp_path, NAME) is False


def test_tracked(site: Path) -> None:
    """The folder itself counts, not one of that name elsewhere, nor one with a longer name."""
    assert [False, True, False] == [tracks(site / folder, NAME) for folder in "abc"]
    assert tracks(site, NAME) is False


@pytest.mark.parametrize("form", ["2", "3", "4", "split", "sparse"])
def test_forms_of_the_index(site: Path, form: str) -> None:
    """Whatever form the index has, the answer is the same."""
    if form == "split":
        git(site, "update-index", "--split-index")
    elif form == "sparse":
        git(site, "sparse-checkout", "set", "--cone", "--sparse-index", "a", "b")
    else:
        git(site, "update-index", "--force-write-index", "--index-version", form)
        if form == "3":
            git(site, "update-index", "--skip-worktree", "a/x.md")
    assert [False, True] == [tracks(site / folder, NAME) for folder in "ab"]


def test_added_only(tmp_path: Path) -> None:
    """What was added, and never committed, is tracked; what was taken out is not."""
    site = repository(tmp_path)
    assert tracks(site, NAME) is False
    (site / NAME).mkdir()
    (site / NAME / "x").write_text("x")
    assert tracks(site, NAME) is False
    git(site, "add", "--force", NAME)
    assert tracks(site, NAME) is True
    git(site, "rm", "-r", "--quiet", "--cached", NAME)
    assert tracks(site, NAME) is False


@pytest.mark.parametrize("kind", ["link", "submodule"])
def test_not_a_folder_of_files(tmp_path: Path, kind: str) -> None:
    """A link or a submodule in the folder's place came with the checkout, too."""
    site = repository(tmp_path / "site")
    if kind == "link":
        (site / NAME).symlink_to("elsewhere")
    else:
        other = repository(tmp_path / "other")
        (other / "index.sqlite").write_text("forged")
        commit(other)
        git(site, "submodule", "--quiet", "add", str(other), NAME)
    git(site, "add", "--all")
    assert tracks(site, NAME) is True


def test_a_linked_work_tree(site: Path, tmp_path: Path) -> None:
    """A work tree has an index of its own, elsewhere."""
    git(site, "worktree", "add", "--quiet", str(tmp_path / "tree"))
    assert [False, True] == [tracks(tmp_path / "tree" / folder, NAME) for folder in "ab"]
    git(tmp_path / "tree", "rm", "-r", "--quiet", "--cached", "b/.feedmill")
    assert [False, True] == [tracks(top / "b", NAME) for top in (tmp_path / "tree", site)]


def test_a_repository_above_another(site: Path) -> None:
    """The inner repository decides; a `.git` that is none does not hide the outer one."""
    (site / "b" / ".git").mkdir()
    assert tracks(site / "b", NAME) is True
    (site / "b" / ".git").rmdir()
    repository(site / "b")
    assert tracks(site / "b", NAME) is False


def test_without_git(site: Path, no_git: None) -> None:
    """No git is needed to say no; where it is, nothing can be said."""
    assert tracks(site, NAME) is None  # the name is in the index, of another folder
    git_dir = site / ".git"
    data = (git_dir / "index").read_bytes()
    (git_dir / "index").write_bytes(data.replace(b".feedmill", b".feedmull"))
    assert tracks(site, NAME) is False
    (git_dir / "index").write_bytes(b"rubbish")
    assert tracks(site, NAME) is None
    (git_dir / "index").unlink()
    os.mkfifo(git_dir / "index")
    assert tracks(site, NAME) is None


def test_a_repository_that_git_refuses(site: Path) -> None:
    """A damaged repository is one of which nothing is known."""
    (site / ".git" / "config").write_text("[core]\nrepositoryformatversion = 99\n")
    assert tracks(site / "b", NAME) is None


def test_git_is_not_started_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In nearly every repository a look at the index is enough."""
    site = repository(tmp_path)
    (site / "permalink.md").write_text("x")
    commit(site)
    monkeypatch.delattr(subprocess, "Popen")
    assert tracks(site, NAME) is False


def test_stamp(site: Path, tmp_path: Path) -> None:
    """It changes with what is tracked, whichever repository it is, and with nothing else."""
    assert "" == tracking_stamp(tmp_path)
    before = tracking_stamp(site / "b")
    assert before
    assert before == tracking_stamp(site / "b")
    (site / "b" / "y.md").write_text("y")
    assert before == tracking_stamp(site / "b")
    git(site, "add", "b/y.md")
    added = tracking_stamp(site / "b")
    assert added != before
    repository(site / "b")
    assert added != tracking_stamp(site / "b")
    (site / "b" / ".git" / "index").symlink_to("index")
    assert tracking_stamp(site / "b") is None
