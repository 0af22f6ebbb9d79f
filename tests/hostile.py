"""Repositories whose own programs leave a trace if anything runs them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from repository import commit, git, repository
from sites import CONFIG, article, write_site

HUB = "hub: https://hub.example/\n"


class Trap:
    """A program that, once it is run, leaves a file behind."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.program = folder / "program"
        self._trace = folder / "trace"
        self.program.write_text(f'#!/bin/sh\necho "$0 $*" >>"{self._trace}"\nexit 0\n')
        self.program.chmod(0o755)

    @property
    def ran(self) -> str:
        """How it was run, a line each time; "" if it was not."""
        return self._trace.read_text() if self._trace.exists() else ""

    def install(self, *places: Path) -> None:
        """Copy the program to these places."""
        for place in places:
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.program, place)


def hostile_site(root: Path) -> Path:
    """Make a site in git with feeds that were published, and edits since."""
    repository(root)
    write_site(root, {f"{name}.md": article(f"Title {name}") for name in "abc"}, CONFIG + HUB)
    (root / ".gitignore").write_text(".feedmill/\n")
    commit(root)
    (root / "articles" / "a.md").write_text(article("Title of before"))
    commit(root)
    (root / "articles" / "b.md").write_text(article("An edited title"))
    return root


def monitor(root: Path, trap: Trap) -> None:
    """A file system monitor."""
    git(root, "config", "core.fsmonitor", str(trap.program))


def included(root: Path, trap: Trap) -> None:
    """A file system monitor in a file that the configuration includes."""
    git(root, "config", "include.path", "more")
    (root / ".git" / "more").write_text(f"[core]\n\tfsmonitor = {trap.program}\n")


def for_this_work_tree(root: Path, trap: Trap) -> None:
    """A file system monitor in the configuration of one work tree."""
    git(root, "config", "extensions.worktreeConfig", "true")
    git(root, "config", "--worktree", "core.fsmonitor", str(trap.program))


def hooks(root: Path, trap: Trap) -> None:
    """All hooks that reading could run, in both places."""
    names = ("post-index-change", "fsmonitor-watchman", "query-watchman", "post-checkout")
    trap.install(*(root / ".git" / "hooks" / name for name in names))
    trap.install(*(root / ".hooks" / name for name in names))
    git(root, "config", "core.hooksPath", str(root / ".hooks"))
    git(root, "config", "hook.mine.command", str(trap.program))
    git(root, "config", "hook.mine.event", "post-index-change")


def filters(root: Path, trap: Trap) -> None:
    """A filter for all files, and files that git must compare byte by byte."""
    (root / ".gitattributes").write_text("* filter=mine\n")
    commit(root)
    _make_all_racy(root)
    for name in ("clean", "smudge"):
        git(root, "config", f"filter.mine.{name}", f"{trap.program}; cat")


def filter_process(root: Path, trap: Trap) -> None:
    """A filter that goes on running, must succeed, and has a name that is hard to quote."""
    _make_all_racy(root)
    (root / ".git" / "info").mkdir(exist_ok=True)
    (root / ".git" / "info" / "attributes").write_text("* filter=a=b.c\n")
    with (root / ".git" / "config").open("a") as file:
        file.write(f'[filter "a=b.c"]\n\tprocess = {trap.program}\n\trequired = true\n')
        file.write(f"\tclean = {trap.program}\n")


def drivers_of_diffs(root: Path, trap: Trap) -> None:
    """Programs that compare, and that turn files into text."""
    (root / ".gitattributes").write_text("* diff=mine merge=mine\n")
    for key in ("diff.external", "diff.mine.command", "diff.mine.textconv", "merge.mine.driver"):
        git(root, "config", key, str(trap.program))


def aliases(root: Path, trap: Trap) -> None:
    """Other meanings of the commands that are run, and pagers for them."""
    for command in ("ls-files", "diff-files", "cat-file", "rev-parse", "rev-list", "ls-tree"):
        git(root, "config", f"alias.{command}", f"!{trap.program}")
        git(root, "config", f"pager.{command}", str(trap.program))
    git(root, "config", "core.pager", str(trap.program))


def signatures(root: Path, trap: Trap) -> None:
    """A program that checks signatures, and a signed commit."""
    git(root, "config", "gpg.program", str(trap.program))
    git(root, "config", "log.showSignature", "true")
    signed = git(root, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    (root / ".git" / "signed").write_text(f"{signed}\n")
    made = git(root, "hash-object", "-t", "commit", "-w", ".git/signed")
    git(root, "update-ref", "HEAD", made)


def _promised(root: Path, trap: Trap, settings: dict[str, str]) -> None:
    """Let objects be missing that another repository promises."""
    git(root, "config", "core.repositoryFormatVersion", "1")
    git(root, "config", "extensions.partialClone", "origin")
    for name, value in {"promisor": "true", **settings}.items():
        git(root, "config", f"remote.origin.{name}", value)
    git(root, "config", "core.sshCommand", str(trap.program))
    git(root, "config", "core.gitProxy", str(trap.program))
    git(root, "config", "credential.helper", f"!{trap.program}")
    for place in (root / ".git" / "objects").glob("??/*"):
        kind = git(root, "cat-file", "-t", place.parent.name + place.name)
        if kind == "blob":
            place.unlink()


def promised_by_a_program(root: Path, trap: Trap) -> None:
    """A remote with a program of its own."""
    _promised(root, trap, {"url": str(root), "uploadpack": str(trap.program)})


def promised_by_ssh(root: Path, trap: Trap) -> None:
    """A remote that a program connects to."""
    _promised(root, trap, {"url": "ssh://host.invalid/x"})


def promised_by_ext(root: Path, trap: Trap) -> None:
    """A remote that is a program."""
    git(root, "config", "protocol.ext.allow", "always")
    _promised(root, trap, {"url": f"ext::{trap.program} %S"})


def promised_by_helper(root: Path, trap: Trap) -> None:
    """A remote of another kind of version control."""
    git(root, "config", "protocol.allow", "always")
    _promised(root, trap, {"url": "x", "vcs": "fd"})


def gitlink(root: Path, trap: Trap) -> None:
    """A repository among the articles, tracked as a submodule, with a monitor and a filter."""
    inner = repository(root / "articles" / "inner")
    (inner / "d.md").write_text(article("Title d"))
    (inner / ".gitattributes").write_text("* filter=mine\n")
    commit(inner)
    git(root, "-c", "advice.addEmbeddedRepo=false", "add", "--all")
    commit(root)
    git(inner, "config", "core.fsmonitor", str(trap.program))
    git(inner, "config", "filter.mine.clean", f"{trap.program}; cat")
    (inner / "d.md").write_text(article("Title e"))


def bare_within(root: Path, trap: Trap) -> None:
    """A bare repository that is committed beside the config, in a folder of its own."""
    site = root / "site"
    site.mkdir()
    shutil.copytree(root / ".git", site, dirs_exist_ok=True)
    for name in ("articles", "config.yaml"):
        (root / name).rename(site / name if name == "articles" else site / "feedmill.yaml")
    shutil.rmtree(site / "hooks", ignore_errors=True)
    old = (site / "config").read_text()
    (site / "config").write_text(f"{old}[core]\n\tworktree = .\n\tfsmonitor = {trap.program}\n")
    git(root, "--git-dir", str(site), "config", "core.bare", "false")
    (site / "feedmill.yaml").rename(site / "config.yaml")


def _make_all_racy(root: Path) -> None:
    """Give all files and the index one time: then git must compare their bytes."""
    git(root, "add", "--all")
    files = [*root.glob("articles/*"), root / "config.yaml", root / ".git" / "index"]
    newest = max(path.stat().st_mtime_ns for path in files)
    for path in files[:-1]:
        os.utime(path, ns=(newest, newest))
    git(root, "update-index", "-q", "--really-refresh")
    os.utime(files[-1], ns=(newest, newest))


HOSTILE: dict[str, Callable[[Path, Trap], None]] = {
    "a monitor": monitor,
    "an included file": included,
    "a configuration of the work tree": for_this_work_tree,
    "hooks": hooks,
    "filters": filters,
    "a filter process": filter_process,
    "diff drivers": drivers_of_diffs,
    "aliases": aliases,
    "signatures": signatures,
    "a promise by a program": promised_by_a_program,
    "a promise by ssh": promised_by_ssh,
    "a promise by ext": promised_by_ext,
    "a promise by a helper": promised_by_helper,
    "a gitlink": gitlink,
    "a bare repository": bare_within,
}


def put_instead(place: Path, what: str, victim: Path) -> None:
    """Put something else where a file is, or would be; links lead to `victim`, or beside it."""
    place.unlink(missing_ok=True)
    match what:
        case "link":
            place.symlink_to(victim)
        case "dangling link":
            place.symlink_to(victim.parent / "missing")
        case "hard link":
            os.link(victim, place)
        case "fifo":
            os.mkfifo(place)
        case "folder":
            (place / "x").mkdir(parents=True)
