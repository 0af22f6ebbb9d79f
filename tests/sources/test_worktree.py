"""Articles in a git work tree. git itself says what is right."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from feedmill.config.schema import Articles
from feedmill.git.records import compare_records, parse_records
from feedmill.git.status import blob_id
from feedmill.index.changes import affected
from feedmill.sources.folder import FolderSource
from feedmill.sources.source import Listing
from feedmill.sources.worktree import GitSource, source_of
from repository import commit, git, repository

LATER = 10**19
NOTHING = Listing(stamps={})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with two articles that are committed."""
    repository(tmp_path)
    for name in ("x", "ü y"):
        write(tmp_path, f"a/{name}.md", name)
    commit(tmp_path)
    return tmp_path


def write(root: Path, path: str, text: str) -> None:
    """Write a file."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def scan(root: Path) -> Listing:
    """List the articles."""
    source = source_of(root, Articles(include=("a/**/*.md",)))
    assert type(source) is GitSource
    return source.scan(LATER)


def stamps(root: Path, since: Listing = NOTHING) -> dict[str, str | None]:
    """Give the stamps of what may have changed since another listing."""
    found = scan(root)
    return dict(affected(compare_records(since.tracked, found.tracked), since.stamps, found))


def articles(root: Path) -> set[str]:
    """Give the paths of the articles."""
    return {path for path in stamps(root) if path.endswith(".md")}


def test_outside_git(tmp_path: Path) -> None:
    """Where there is no git, the files' times serve."""
    assert type(source_of(tmp_path, Articles())) is FolderSource


def test_committed(site: Path) -> None:
    """A committed file's stamp is its blob id, as git and we make it."""
    blob = git(site, "rev-parse", "HEAD:a/x.md")
    assert stamps(site) == {"a/x.md": blob, "a/ü y.md": blob_id("ü y".encode())}
    assert blob == blob_id(b"x")


@pytest.mark.parametrize("link", ["a/all", "a/deep/up", "a/deep/er/top"])
@pytest.mark.parametrize("target", ["a", "a/deep", "."])
def test_links_that_lead_up(site: Path, link: str, target: str) -> None:
    """A symlink to a folder that it lies in is followed as far as in any other folder."""
    write(site, "a/deep/er/z.md", "z")
    (site / link).symlink_to(site / target)
    expected = FolderSource(site, Articles(include=("a/**/*.md",))).scan(LATER).stamps.keys()
    assert expected == articles(site)
    commit(site)
    assert expected == articles(site)


def test_clone_is_as_warm(site: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A fresh clone has the same stamps."""
    clone = tmp_path_factory.mktemp("clone")
    git(clone, "clone", "--quiet", str(site), "site")
    assert stamps(clone / "site", since=scan(site)) == {}


def test_edit(site: Path) -> None:
    """An edit, staged or not, gives the stamp that it has once it is committed."""
    before = scan(site)
    write(site, "a/x.md", "z")
    changed = {"a/x.md": blob_id(b"z")}
    assert stamps(site, before) == changed
    git(site, "add", "--all")
    assert stamps(site, before) == changed
    commit(site)
    assert stamps(site, before) == changed


def test_edit_that_keeps_size_and_time(site: Path) -> None:
    """An edit is seen even if the size is the same and the time was put back."""
    before = scan(site)
    place = site / "a/x.md"
    time = place.stat().st_mtime_ns
    place.write_text("z")
    os.utime(place, ns=(time, time))
    assert stamps(site, before) == {"a/x.md": blob_id(b"z")}


def test_edit_taken_back(site: Path) -> None:
    """A file that is as committed again has its blob's id again."""
    before = scan(site)
    write(site, "a/x.md", "z")
    between = scan(site)
    git(site, "checkout", "--quiet", "a/x.md")
    assert stamps(site, between) == {"a/x.md": blob_id(b"x")}
    assert stamps(site, before) == {}


def test_touch(site: Path) -> None:
    """A file that is only touched has its stamp still."""
    os.utime(site / "a/x.md", ns=(0, 0))
    assert stamps(site)["a/x.md"] == blob_id(b"x")


def test_gone(site: Path) -> None:
    """A file that is deleted, and later committed as such, is gone once."""
    before = scan(site)
    (site / "a/x.md").unlink()
    assert stamps(site, before) == {"a/x.md": None}
    commit(site)
    assert stamps(site, before) == {"a/x.md": None}


def test_not_tracked(site: Path) -> None:
    """A new file is seen before git knows it, even one that git is told to ignore."""
    before = scan(site)
    write(site, ".gitignore", "a/ignored.md\n")
    write(site, "a/new.md", "new")
    write(site, "a/ignored.md", "ignored")
    assert set(stamps(site, before)) == {"a/new.md", "a/ignored.md"}


def test_site_below_the_top(site: Path) -> None:
    """A site in a folder of a repository has its paths from there."""
    write(site, "sub/a/x.md", "sub")
    commit(site)
    write(site, "sub/a/y.md", "new")
    write(site, "sub/a/x.md", "edited")
    assert set(stamps(site / "sub")) == {"a/x.md", "a/y.md"}


def test_links_and_submodules(site: Path) -> None:
    """Links are followed, and other repositories below looked into, as elsewhere."""
    (site / "a/link.md").symlink_to("x.md")
    (site / "a/out.md").symlink_to("/etc/passwd")
    write(site, "a/inner/n.md", "inner")
    git(site / "a/inner", "init", "--quiet")
    found = scan(site)
    assert {"a/link.md", "a/inner/n.md"} <= set(stamps(site))
    commit(site / "a/inner")
    git(site, "-c", "advice.addEmbeddedRepo=false", "add", "--all")
    assert {"a/link.md", "a/inner/n.md"} <= set(stamps(site))
    assert [one.code for one in found.problems] == ["link-outside"]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_is_told_not_to_look_at(site: Path, flag: str) -> None:
    """An edit is seen even where git was told that there is none."""
    git(site, "update-index", flag, "a/x.md")
    before = scan(site)
    write(site, "a/x.md", "z")
    assert stamps(site, before) == {"a/x.md": blob_id(b"z")}


@pytest.mark.parametrize("link", ["whole", "part of the way"])
def test_a_folder_of_articles_that_is_a_link(site: Path, link: str) -> None:
    """Git does not look behind it, so all is looked at here."""
    start = "a"
    if link == "whole":
        (site / "a").rename(site / "real")
        (site / "a").symlink_to("real")
    else:
        (site / "there").symlink_to(".")
        start = "there/a"
    commit(site)
    found = GitSource(site, Articles(include=(f"{start}/**/*.md",))).scan(LATER)
    assert {f"{start}/x.md", f"{start}/ü y.md"} == found.stamps.keys()
    assert b"" == found.tracked


@pytest.mark.parametrize("place", ["nothing", "a file"])
def test_a_folder_that_is_gone(site: Path, place: str) -> None:
    """So is what was in it, though git has that still."""
    write(site, "a/deep/er/z.md", "z")
    commit(site)
    before = scan(site)
    shutil.rmtree(site / "a/deep")
    if place == "a file":
        write(site, "a/deep", "")
    assert {"a/deep/er/z.md": None} == {
        path: stamp for path, stamp in stamps(site, before).items() if path.endswith(".md")
    }


def test_a_name_that_is_not_utf_8(site: Path) -> None:
    """It is reported, as long as the file is there, and nothing else is kept of it."""
    name = os.fsdecode(b"a/\xff.md")
    write(site, name, "?")
    commit(site)
    found = scan(site)
    assert [r"a/\udcff.md: error[bad-path]: has a name that is not UTF-8"] == [
        str(problem) for problem in found.problems
    ]
    assert {"a/x.md", "a/ü y.md"} == articles(site)
    (site / name).unlink()
    assert ((), {}) == (scan(site).problems, stamps(site, found))


@pytest.mark.slow
@pytest.mark.parametrize("setting", ["core.trustctime=false", "core.checkStat=minimal"])
def test_settings_that_let_an_edit_pass(site: Path, setting: str) -> None:
    """An edit that keeps size and time is seen, whatever git is told to look at."""
    git(site, "config", *setting.split("="))
    os.utime(site / "a/x.md", (10**9, 10**9))  # long before git's index: git need not look inside
    git(site, "update-index", "--refresh")
    before = scan(site)
    time.sleep(1)  # git knows a time of change to the second
    (site / "a/x.md").write_text("y")
    os.utime(site / "a/x.md", (10**9, 10**9))
    assert {"a/x.md": blob_id(b"y")} == stamps(site, before)


@pytest.mark.parametrize("folder", [":(top)x", ":!x", "x y", ":", "ü", "a\\b"])
def test_folders_with_odd_names(folder: str, tmp_path: Path) -> None:
    """To git, too, a folder's name is nothing but a name."""
    root = repository(tmp_path / "site")
    write(root, f"{folder}/a.md", "a")
    write(root, "x/b.md", "b")
    commit(root)
    write(root, f"{folder}/c.md", "c")
    source = GitSource(root, Articles(include=(f"{folder}/*.md",)))
    listing = source.scan()
    tracked = {record.path for record in parse_records(listing.tracked)}
    assert {f"{folder}/a.md", f"{folder}/c.md"} == tracked | set(listing.stamps)
