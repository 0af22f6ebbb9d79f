"""Articles of a commit. A clean work tree, and what lists it, say what is right."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from feedmill.config.schema import Articles
from feedmill.git.records import compare_records
from feedmill.index.changes import affected
from feedmill.model import Problem
from feedmill.sources.folder import FolderSource
from feedmill.sources.revision import RevisionSource
from feedmill.sources.source import MAX_ARTICLE_BYTES
from feedmill.sources.worktree import GitSource
from repository import commit, repository

ARTICLES = Articles(include=("a/**/*.md",), exclude=("a/no/**",))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site in a folder of a repository, with files of many names."""
    site = repository(tmp_path) / "site"
    for name in ("x.md", "ü y.md", "deep/er/z.md", "no/w.md", ".hidden.md", "x.txt", "a:b*[c].md"):
        write(site, f"a/{name}", name)
    write(tmp_path, "a/outside.md", "outside")
    return site


def write(root: Path, path: str, text: str) -> None:
    """Write a file."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def source(root: Path) -> RevisionSource:
    """Give the source of what is committed now."""
    return RevisionSource(root, ARTICLES, commit(root))


def contents(found: RevisionSource | GitSource) -> dict[str, bytes | Problem]:
    """Give the bytes of all articles of a source, by path."""
    listing = found.scan(10**19)
    paths = [
        path
        for path, stamp in affected(compare_records(b"", listing.tracked), {}, listing)
        if stamp
    ]
    return {path: found.read(path) for path in paths if found.matches(path)}


def test_like_the_work_tree(root: Path) -> None:
    """A commit has the articles that its checkout has, with the same bytes."""
    revision = source(root)
    expected = {f"a/{name}": name.encode() for name in ("x.md", "ü y.md", "deep/er/z.md")}
    assert {**expected, "a/a:b*[c].md": b"a:b*[c].md"} == contents(revision)
    assert contents(GitSource(root, ARTICLES)) == contents(revision)


def test_the_work_tree_plays_no_part(root: Path) -> None:
    """What is changed, added or deleted since is as it was."""
    revision = source(root)
    before = contents(revision)
    write(root, "a/x.md", "changed")
    write(root, "a/new.md", "new")
    (root / "a/ü y.md").unlink()
    assert before == contents(revision)


def test_only_what_differs_is_affected(root: Path) -> None:
    """Against the listing of a work tree, a commit's says what differs between them."""
    revision = source(root)
    assert {} == _affected(root, revision)
    write(root, "a/x.md", "changed")
    write(root, "a/new.md", "new")
    commit(root)
    assert {"a/x.md", "a/new.md"} == _affected(root, revision).keys()
    assert _affected(root, revision)["a/new.md"] is None
    write(root, "a/untracked.md", "new")
    write(root, "a/deep/er/z.md", "changed")
    (root / "a/ü y.md").unlink()
    found = _affected(root, revision)
    assert {"a/x.md", "a/new.md", "a/untracked.md", "a/deep/er/z.md", "a/ü y.md"} == found.keys()


def _affected(root: Path, revision: RevisionSource) -> dict[str, str | None]:
    tree = GitSource(root, ARTICLES).scan(10**19)
    then = revision.scan()
    found = dict(affected(compare_records(tree.tracked, then.tracked), tree.stamps, then))
    return {path: stamp for path, stamp in found.items() if revision.matches(path)}


def test_links(root: Path) -> None:
    """Symlinks lead to files and folders of the site, over several steps, and never out of it."""
    write(root, "b/one.md", "one")
    write(root, "b/two.md", "two")
    for link, target in {
        "a/link.md": "../b/one.md",
        "a/again.md": "link.md",
        "a/folder": "../b",
        "a/out.md": "../../a/outside.md",
        "a/absolute.md": f"{root}/b/one.md",
        "a/loop.md": "loop.md",
        "a/deep/up": "..",
        "a/dangling.md": "nothing.md",
        "a/all": ".",
    }.items():
        (root / link).symlink_to(target)
    found = contents(source(root))
    assert {
        "a/link.md": b"one",
        "a/absolute.md": b"one",
        "a/again.md": b"one",
        "a/folder/one.md": b"one",
        "a/folder/two.md": b"two",
    } == {path: data for path, data in found.items() if data in (b"one", b"two")}
    walked = FolderSource(root, ARTICLES)
    assert {path: walked.read(path) for path in walked.scan().stamps} == found


def test_what_cannot_be_read(root: Path) -> None:
    """What git does not have, or nobody should read, is a problem."""
    write(root, "a/big.md", "x" * (MAX_ARTICLE_BYTES + 1))
    revision = source(root)
    codes = [revision.read(path) for path in ("a/big.md", "a/nothing.md", "a/x\ny.md")]
    assert ["too-large", "unreadable", "unreadable"] == [
        one.code for one in codes if isinstance(one, Problem)
    ]


def test_can_be_sent_to_workers(root: Path) -> None:
    """A copy reads for itself, also of what links lead to, and while the first one goes on."""
    (root / "a/link.md").symlink_to("x.md")
    revision = source(root)
    revision.scan()
    assert b"x.md" == revision.read("a/x.md")
    copy = pickle.loads(pickle.dumps(revision))
    assert (b"x.md", b"x.md") == (copy.read("a/link.md"), revision.read("a/link.md"))
    copy.close()
    assert b"x.md" == revision.read("a/x.md")


def open_files() -> int:
    """Count what this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def opened() -> int:
    """Count this process's open files."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files by /proc")
def test_close_leaves_nothing_open(root: Path) -> None:
    """Closing ends git; a source that was forgotten is closed, too."""
    revision = source(root)
    before = opened()
    revision.read("a/x.md")
    assert before < opened()
    revision.close()
    assert before == opened()
    RevisionSource(root, ARTICLES, "HEAD").read("a/x.md")
    assert before == opened()
