"""Nothing that a repository names is run, and nobody's variables lead git elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from feedmill.cli.main import main
from feedmill.errors import HistoryError
from feedmill.git import door
from feedmill.git.history import list_files, resolve_commit
from hostile import HOSTILE, Trap, hostile_site, monitor
from repository import commit, git, repository
from sites import article, build_site, tree

Capture = pytest.CaptureFixture[str]
COMMANDS = {
    "build": ("build",),
    "check": ("check",),
    "list": ("list", "articles"),
    "diff": ("diff", "HEAD~1"),
    "diff since publishing": ("diff",),
    "ids": ("ids", "pin", "--dry-run"),
    "ping": ("ping", "--dry-run"),
}
# What runs the trap if it is run as anybody would: the traps work.
PROVOKED = {
    "a monitor": ("status",),
    "an included file": ("status",),
    "a configuration of the work tree": ("status",),
    "filters": ("status",),
    "a filter process": ("status",),
    "diff drivers": ("diff", "HEAD~1"),
    "signatures": ("log",),
    "a promise by a program": ("show", "HEAD~1:config.yaml"),
    "a promise by ssh": ("show", "HEAD~1:config.yaml"),
    "a promise by ext": ("show", "HEAD~1:config.yaml"),
    "a gitlink": ("status",),
}


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    """A program that leaves a trace."""
    return Trap(tmp_path / "trap")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site in git."""
    return hostile_site(tmp_path / "site")


def place_of(root: Path) -> Path:
    """Give the folder of the config, which one of the traps moves."""
    return next(path.parent for path in root.rglob("config.yaml"))


def shown_by(site: Path) -> int:
    """Build a site; give how many entries its feed of everything has."""
    build_site(site)
    return (site / "feeds" / "all.atom").read_text().count("<entry>")


@pytest.mark.parametrize("kind", PROVOKED)
def test_the_traps_work(kind: str, root: Path, trap: Trap) -> None:
    """Git as people run it steps into each of them."""
    HOSTILE[kind](root, trap)
    words = ["git", "-c", "protocol.file.allow=always", *PROVOKED[kind]]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(words, cwd=root, env=environment, capture_output=True, check=False)
    assert "program" in trap.ran


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_is_run(
    kind: str, root: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Whatever the command, and however it ends."""
    HOSTILE[kind](root, trap)
    trap_before = trap.ran
    monkeypatch.chdir(place_of(root))
    for name, words in COMMANDS.items():
        status = main([*words])
        shown = capsys.readouterr()
        assert trap_before == trap.ran, name
        assert status in (0, 1) or len(shown.err.splitlines()) == 1, (name, shown)
    articles = {path.name for path in Path().rglob("articles/**/*.md")}
    assert len(articles) == Path("feeds/all.atom").read_text().count("<entry>")


class TestElsewhere:
    """Variables and settings that lead git to another place."""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("GIT_DIR", "{other}/.git"),
            ("GIT_WORK_TREE", "{other}"),
            ("GIT_INDEX_FILE", "{other}/.git/index"),
            ("GIT_OBJECT_DIRECTORY", "{other}/.git/objects"),
            ("GIT_COMMON_DIR", "{other}/.git"),
            ("GIT_NAMESPACE", "other"),
            ("GIT_PREFIX", "articles/"),
            ("GIT_LITERAL_PATHSPECS", "1"),
            ("GIT_ICASE_PATHSPECS", "1"),
            ("GIT_CONFIG_PARAMETERS", "'core.worktree'='{other}'"),
            ("GIT_SHALLOW_FILE", "{other}/.git/HEAD"),
            ("GIT_EXTERNAL_DIFF", "false"),
            ("GIT_TRACE", "1"),
        ],
    )
    def test_variables(
        self, name: str, value: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        capsys: Capture,
    ) -> None:  # fmt: skip
        """What hooks and others export changes nothing."""
        other = repository(tmp_path / "other")
        commit(other)
        monkeypatch.chdir(root)
        assert main(["diff", "HEAD~1", "--json"]) == 0
        expected = capsys.readouterr().out
        assert 3 == shown_by(root)
        feeds = tree(root / "feeds")
        monkeypatch.setenv(name, value.format(other=other))
        assert main(["diff", "HEAD~1", "--json"]) == 0
        assert expected == capsys.readouterr().out
        assert main(["build", "--check"]) == 0
        assert feeds == tree(root / "feeds")

    @pytest.mark.slow
    def test_a_hook_in_a_linked_work_tree(self, root: Path, tmp_path: Path) -> None:
        """Where git sets most variables, `diff` sees what there is."""
        linked = tmp_path / "linked"
        git(root, "worktree", "add", "--quiet", str(linked))
        hook = root / ".git" / "hooks" / "pre-commit"
        hook.parent.mkdir(exist_ok=True)
        command = f"{sys.executable} -m feedmill diff HEAD > {tmp_path}/said"
        hook.write_text(f"#!/bin/sh\nenv | grep ^GIT_DIR= || exit 1\n{command}\n")
        hook.chmod(0o755)
        (linked / "articles" / "new.md").write_text(article("Only here"))
        commit(linked)
        assert "Only here" in (tmp_path / "said").read_text()

    def test_another_work_tree(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """With `core.worktree` elsewhere, git is not asked for articles, and `diff` says why."""
        git(root, "config", "core.worktree", str(tmp_path / "trap"))
        assert 3 == shown_by(root)
        monkeypatch.chdir(root)
        assert main(["diff", "HEAD"]) == 2
        shown = capsys.readouterr().err
        assert "(core.worktree)" in shown
        assert 1 == len(shown.splitlines())

    def test_git_in_the_site(
        self, root: Path, trap: Trap, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """A program `git` in the current folder is not git, whatever PATH says."""
        trap.install(root / "git", root / "bin" / "git")
        monkeypatch.chdir(root)
        real = os.environ["PATH"]
        for path in (f":{real}", f".:{real}", f"bin:{real}", ":", "."):
            monkeypatch.setenv("PATH", path)
            main(["build"])
            main(["diff", "HEAD"])
            assert ("", path) == (trap.ran, path)
        assert "error: git cannot be started" in capsys.readouterr().err

    def test_the_users_own_stays(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The global configuration is read: it says, for one, which repositories are safe."""
        (tmp_path / "mine").write_text('[remote "x"]\n\tpromisor = true\n')
        assert not door.examine_repository(root).is_partial
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "mine"))
        assert door.examine_repository(root).is_partial


class TestBounds:
    """What would take for ever, or all memory."""

    def test_a_list_without_end(self, root: Path) -> None:
        """A long answer ends the command; a short one is whole."""
        answer = door.run_bounded(root, "ls-tree", "-r", "HEAD", limit=20)
        assert (-1, b"") == (answer.status, answer.output)
        assert "longer than" in answer.complaint
        whole = door.run_bounded(root, "ls-tree", "-r", "HEAD", limit=2**20)
        assert git(root, "ls-tree", "-r", "HEAD") == whole.text

    def test_no_revision_is_an_option(self, root: Path) -> None:
        """A name that begins with a hyphen is a name."""
        with pytest.raises(HistoryError, match="has no revision"):
            resolve_commit(root, "--output=x")
        assert not (root / "x").exists()


class TestPartialClone:
    """A clone without the objects of the past, whose remote is away."""

    @pytest.fixture(params=["blob:none", "tree:0"])
    def partial(self, request: pytest.FixtureRequest, root: Path, tmp_path: Path) -> Path:
        """A clone that lacks blobs, or folders too."""
        commit(root)
        git(root, "config", "uploadpack.allowFilter", "true")
        place = tmp_path / "partial"
        choice = ("--quiet", "--no-local", f"--filter={request.param}")
        git(tmp_path, "clone", *choice, str(root), str(place))
        return place

    def test_says_what_is_missing(
        self, partial: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """One line names it, and the command that gets it; after that, all goes well."""
        monkeypatch.chdir(partial)
        assert main(["build", "--quiet"]) == 0
        assert main(["diff", "HEAD~2"]) == 2
        shown = capsys.readouterr().err
        assert "the clone is partial" in shown
        assert 1 == len(shown.splitlines())
        command = shown.partition("with git ")[2].split()
        git(partial, *command)
        assert main(["diff", "HEAD~2"]) == 0

    def test_lists_what_it_has(self, partial: Path) -> None:
        """The files of HEAD are there."""
        assert "articles/a.md" in list_files(partial, "HEAD")


def test_the_index_of_a_bare_repository_is_not_believed(root: Path, trap: Trap) -> None:
    """A folder that looks like a repository hides no articles."""
    HOSTILE["a bare repository"](root, trap)
    (root / "site" / "articles" / "new.md").write_text(article("New"))
    assert 4 == shown_by(root / "site")


def test_a_monitor_that_says_nothing_changed(root: Path, trap: Trap) -> None:
    """An edit is seen, whatever a repository's monitor says."""
    build_site(root)
    monitor(root, trap)
    (root / "articles" / "b.md").write_text(article("Edited again"))
    build_site(root)
    assert b"Edited again" in (root / "feeds" / "all.atom").read_bytes()


class TestFilters:
    """Articles that git stores in another form than they have in the work tree."""

    @pytest.fixture
    def filtered(self, root: Path) -> Path:
        """A site in which git stores "Title" and the work tree has "Titel"."""
        (root / ".gitattributes").write_text("articles/*.md filter=upper\n")
        git(root, "config", "filter.upper.clean", "sed s/Titel/Title/g")
        git(root, "config", "filter.upper.smudge", "sed s/Title/Titel/g")
        commit(root)
        for path in (root / "articles").glob("*.md"):
            path.unlink()
        git(root, "checkout", "--quiet", "--", "articles")
        for path in (root / "articles").glob("*.md"):
            os.utime(path, (1_700_000_000, 1_700_000_000))  # else git compares bytes, unfiltered
        git(root, "update-index", "-q", "--refresh")
        assert "Titel c" in (root / "articles" / "c.md").read_text()
        return root

    def test_read_from_the_work_tree(self, filtered: Path) -> None:
        """Feeds show what is there, also once it changes behind git's back."""
        build_site(filtered)
        assert b"Titel c" in (filtered / "feeds" / "all.atom").read_bytes()
        path = filtered / "articles" / "c.md"
        path.write_text(path.read_text().replace("Titel c", "Tilte c"))
        git(filtered, "update-index", "--assume-unchanged", "articles/c.md")
        build_site(filtered)
        assert b"Tilte c" in (filtered / "feeds" / "all.atom").read_bytes()

    def test_diff_says_so(
        self, filtered: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
    ) -> None:
        """One line; what did not change is no difference."""
        monkeypatch.chdir(filtered)
        assert main(["diff", "HEAD"]) == 0
        shown = capsys.readouterr().out
        assert "3 articles, such as articles/a.md: compared as git stores them" in shown
        assert "changed:" not in shown
