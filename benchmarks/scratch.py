"""A scratch clone in which a site's history happens once more, built commit by commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from witnesses import Page, Parsed, page, parse

from feedmill.config import load_config
from feedmill.config.schema import Guard
from feedmill.diff.comparison import compare_with
from feedmill.diff.difference import Difference
from feedmill.pipeline.build import Options, build

_ENDINGS = (".atom", ".rss", ".json")


class Moment(NamedTuple):
    """What there is after a build, as of a time: files, feeds by file, all articles by id."""

    now: datetime
    files: dict[str, bytes]
    feeds: dict[str, Parsed]
    pages: dict[str, Page]

    def held(self, key: str) -> list[Page]:
        """Give the articles that belong in a feed, in its order."""
        ours = [one for one in self.pages.values() if key in one.keys and self.out(one.id)]
        return sorted(sorted(ours, key=lambda one: one.id), key=lambda one: one.date, reverse=True)

    def out(self, identity: str) -> bool:
        """Say whether an article is published by now."""
        found = self.pages.get(identity)
        return found is not None and found.published and found.date <= self.now


class Site:
    """A scratch clone, with a history of its own, in which every commit has the config."""

    def __init__(self, repository: Path, config: Path, articles: str, folder: Path) -> None:
        self.root, self._folder, self._articles = folder / "site", folder, articles
        _run("git", "clone", "--quiet", "--shared", "--no-checkout", repository, self.root)
        self._git("symbolic-ref", "HEAD", "refs/heads/replayed")
        shutil.copyfile(config, self.root / "config.yaml")
        self.config = load_config(self.root / "config.yaml")
        self._git("add", "--force", "config.yaml")
        self._git("commit", "--quiet", "--message", "The configuration")
        self.feeds = self.root / self.config.feeds.output

    def commits(self) -> Iterator[tuple[str, datetime]]:
        """Give the commits that touch the articles, oldest first, and their times."""
        choice = "--first-parent", "--reverse", "--format=%H %ct", "origin/HEAD", "--"
        for line in self._git("log", *choice, self._articles).splitlines():
            commit, seconds = line.split()
            yield commit, datetime.fromtimestamp(int(seconds), UTC)

    def take(self, commit: str) -> None:
        """Make the articles of a commit the work tree, and the next commit here."""
        self._git("checkout", "--quiet", "--no-overlay", commit, "--", self._articles)
        self._git("commit", "--quiet", "--message", commit)

    def build(self, now: datetime) -> Moment:
        """Build, with what is known from before, and look at everything."""
        build(self.config, self.root, Options(now=now, jobs=1))
        return self._look(self.root, now)

    def _look(self, root: Path, now: datetime) -> Moment:
        feeds = root / self.config.feeds.output
        found = sorted(path for path in feeds.rglob("*") if path.is_file())
        files = {path.relative_to(feeds).as_posix(): path.read_bytes() for path in found}
        parsed = {name: parse(name, data) for name, data in files.items() if is_feed(name)}
        start = f"tag:{self.config.site.authority}:"
        pages = [page(start + one.stem, one.read_text("utf-8")) for one in self._paths(root)]
        return Moment(now, files, parsed, {one.id: one for one in pages})

    def anew(self, now: datetime) -> Moment:
        """Build a copy from nothing, in a process of its own, which remembers nothing either."""
        with tempfile.TemporaryDirectory(dir=self._folder) as copy:
            for path in [self.root / "config.yaml", *self._paths(self.root)]:
                place = Path(copy) / path.relative_to(self.root)
                place.parent.mkdir(exist_ok=True, parents=True)
                shutil.copyfile(path, place)
            at = {**os.environ, "SOURCE_DATE_EPOCH": str(int(now.timestamp()))}
            command = [sys.executable, "-m", "feedmill", "build", "--quiet"]
            subprocess.run(command, cwd=copy, env=at, check=False)  # status 1: article errors
            return self._look(Path(copy), now)

    def difference(self, now: datetime) -> Difference:
        """Give what `feedmill diff HEAD~1` says."""
        path, options = self.root / "config.yaml", Options(now=now, jobs=1)
        return compare_with(self.config, path, "HEAD~1", Guard(), options)

    def _paths(self, root: Path) -> list[Path]:
        return sorted(root.glob(self._articles))

    def _git(self, *words: str) -> str:
        name = "-c", "user.name=Replay", "-c", "user.email=replay@example.org", "-c", "gc.auto=0"
        return _run("git", "-C", self.root, *name, *words)


def is_feed(file: str) -> bool:
    """Say whether a file of the output folder is a feed."""
    return file.endswith(_ENDINGS) and file != "feeds.json"


def _run(*words: str | Path) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
