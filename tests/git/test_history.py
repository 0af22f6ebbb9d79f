"""What git's objects tell of other revisions."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.errors import HistoryError
from feedmill.git.history import (
    SUBMODULE,
    is_tracked,
    last_change,
    list_files,
    moved_from,
    resolve_commit,
)
from feedmill.git.objects import Objects
from repository import commit, git, repository


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with two commits, whose site lies in a folder of it."""
    site = repository(tmp_path / "repository") / "my site"
    site.mkdir()
    (site / "a.md").write_bytes(b"one\r\n\0\xff")
    (site / "ü b.md").write_text("two")
    (tmp_path / "repository" / "above.txt").write_text("above")
    commit(site)
    (site / "ü b.md").write_text("three")
    commit(site)
    return site


def test_resolve(root: Path) -> None:
    """Branches, tags and their ancestors are commits."""
    git(root, "tag", "--annotate", "--message", "x", "v1", "HEAD~1")
    assert git(root, "rev-parse", "HEAD~1") == resolve_commit(root, "v1")
    assert git(root, "rev-parse", "HEAD") == resolve_commit(root, "main")


@pytest.mark.parametrize(
    "name", ["nothing", "HEAD~2", "--help", "-1", "HEAD:./a.md", "", "x\ny", "HEAD^{tree}"]
)
def test_no_revision(root: Path, name: str) -> None:
    """What is no commit is named in the error, and never taken for an option."""
    with pytest.raises(HistoryError) as error:
        resolve_commit(root, name)
    assert f"git has no revision {name!r}" == str(error.value)


def test_where_a_branch_left(root: Path) -> None:
    """Three dots behind a revision give the commit that it has in common with HEAD."""
    left = git(root, "rev-parse", "HEAD")
    git(root, "checkout", "--quiet", "-b", "feature")
    (root / "b.md").write_text("feature")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    (root / "c.md").write_text("main")
    commit(root)
    git(root, "checkout", "--quiet", "feature")
    assert [left] * 2 == [resolve_commit(root, "main..."), resolve_commit(root, "main...HEAD")]
    assert git(root, "rev-parse", "HEAD") == resolve_commit(root, "...")
    for name in ("main..", "main..HEAD", "main...main"):
        with pytest.raises(HistoryError, match=r"^'main\.\..* is not a single commit; name "):
            resolve_commit(root, name)
    with pytest.raises(HistoryError, match=r"^git has no revision 'nothing'$"):
        resolve_commit(root, "nothing...")
    git(root, "checkout", "--quiet", "--orphan", "other")
    commit(root)
    with pytest.raises(HistoryError, match=r"^'main\.\.\.': they have no commit in common$"):
        resolve_commit(root, "main...")


def test_messages(root: Path) -> None:
    """A commit can be named by its message, dots and all."""
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Fix a...b")
    fixed = git(root, "rev-parse", "HEAD")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "More")
    assert [fixed] * 2 == [
        resolve_commit(root, ":/Fix a...b"),
        resolve_commit(root, "HEAD^{/a...b}"),
    ]


def test_no_repository(tmp_path: Path) -> None:
    """Without a repository, or a commit in it, the error says so."""
    with pytest.raises(HistoryError, match="not a git repository"):
        resolve_commit(tmp_path, "HEAD")
    with pytest.raises(HistoryError, match="not a git repository"):
        last_change(tmp_path, "x")
    with pytest.raises(HistoryError, match="no commit yet"):
        last_change(repository(tmp_path), "x")


def test_no_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git there is one line that says so."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HistoryError, match=r"^git cannot be started \(.*\): there is no history"):
        resolve_commit(root, "HEAD")
    with pytest.raises(HistoryError, match=r"^git cannot be started"):
        Objects(root).read("HEAD:./a.md")


def test_last_change(root: Path) -> None:
    """The last commit that changed a file; none if no commit has it, whatever its name."""
    assert git(root, "rev-parse", "HEAD~1") == last_change(root, "a.md")
    assert git(root, "rev-parse", "HEAD") == last_change(root, "ü b.md")
    assert last_change(root, "*.md") is None
    (root / "a.md").unlink()
    assert commit(root) == last_change(root, "a.md")


def test_a_shallow_clone(root: Path, tmp_path: Path) -> None:
    """A clone that is too shallow to know says so, instead of naming its oldest commit."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root.parent}", str(clone))
    with pytest.raises(HistoryError, match=r"too shallow to know when a\.md last changed"):
        last_change(clone / "my site", "a.md")
    with pytest.raises(HistoryError, match="the clone is shallow: fetch more"):
        resolve_commit(clone, "HEAD~1")
    assert last_change(clone / "my site", "nothing.md") is None
    git(clone, "fetch", "--quiet", "--unshallow")
    assert git(root, "rev-parse", "HEAD~1") == last_change(clone / "my site", "a.md")


def test_files(root: Path) -> None:
    """Files, links and submodules below the folder, as they were; no folders."""
    (root / "folder").mkdir()
    (root / "folder" / "link").symlink_to("../a.md")
    (root / "a.md").write_text("changed")
    inner = repository(root / "inner")
    commit(inner)
    commit(root)
    before, after = (list_files(root, revision) for revision in ("HEAD~1", "HEAD"))
    assert {"a.md", "ü b.md"} == before.keys()
    assert {"a.md", "ü b.md", "folder/link", "inner"} == after.keys()
    assert (SUBMODULE, git(inner, "rev-parse", "HEAD")) == after["inner"][:2]
    assert before["a.md"].id != after["a.md"].id
    assert ("100644", "120000") == (after["a.md"].mode, after["folder/link"].mode)
    (root.parent / "new").mkdir()
    assert {} == list_files(root.parent / "new", "HEAD")


def test_objects(root: Path) -> None:
    """Bytes come by id or by path, one after the other, and are what git has."""
    with Objects(root) as objects:
        assert b"one\r\n\0\xff" == objects.read("HEAD:./a.md")
        assert b"two" == objects.read("HEAD~1:./ü b.md")
        assert objects.read("HEAD:./nothing") is None
        assert objects.read("HEAD:./a\nHEAD:./a.md") is None
        assert b"above" == objects.read(git(root, "rev-parse", "HEAD:above.txt"))
    with pytest.raises((HistoryError, ValueError)):
        objects.read("HEAD:./a.md")


def test_is_tracked(root: Path) -> None:
    """A file is tracked if git has it."""
    (root / "new").write_text("")
    assert (True, False) == (is_tracked(root, "a.md"), is_tracked(root, "new"))


def test_moved_from(root: Path) -> None:
    """A file that git tracks is found where it lay, in whatever folder, though that is gone."""
    text = "".join(f"key{number}: value\n" for number in range(20))
    (root / "config.yaml").write_text(text)
    then = commit(root)
    new = root.parent / "site"
    new.mkdir()
    (root / "config.yaml").rename(new / "feedmill.yaml")
    assert moved_from(new, then, "feedmill.yaml") is None  # git has not heard of it
    git(root.parent, "add", "--all")
    (new / "feedmill.yaml").write_text(text + "more: yes\n")
    assert root / "config.yaml" == moved_from(new, then, "feedmill.yaml")
    assert moved_from(new, then, "nothing.yaml") is None
    assert moved_from(new, commit(root.parent), "feedmill.yaml") is None


def test_a_folder_that_is_gone(root: Path) -> None:
    """What lay in a folder that the work tree has no more is read all the same."""
    (root / "deeper").mkdir()
    (root / "deeper" / "c.md").write_text("four")
    then = commit(root)
    git(root.parent, "rm", "--quiet", "-r", "my site")
    assert not root.exists()
    assert {"a.md", "ü b.md", "deeper/c.md"} == list_files(root, then).keys()
    assert {"c.md"} == list_files(root / "deeper", then).keys()
    with Objects(root / "deeper") as objects:
        assert b"four" == objects.read(f"{then}:./c.md")
        assert objects.read(f"{then}:./a.md") is None
    assert (False, True) == (is_tracked(root, "a.md"), is_tracked(root / "..", "above.txt"))
