"""Feedmill's builds of one site: what happens before each, and the command."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import corpus
from corpus import git
from figures import BARE, CLONE, COLD, COLD_RSS, EDIT, UNCHANGED, UNSEEN
from measure import Run

SITE = """\
site:
  title: Bench
  url: https://bench.example/
  authority: bench.example,2021
"""
CONFIG = f"{SITE}feeds:\n  limit: 20\n"
_RSS_ONLY = f"{CONFIG}  output: feeds-rss\n  formats: [rss]\n  families: [all, topic]\n"
_FILES = {
    "config.yaml": CONFIG,
    "rss.yaml": _RSS_ONLY,
    ".gitignore": ".feedmill/\nfeeds-rss/\n",
}
_BUILD = [sys.executable, "-m", "feedmill", "build"]
_RESTORED = ["env", "FEEDMILL_TRUST_STATE=1", *_BUILD]
Measure = Callable[[list[str], Path], Run]


class Site:
    """A site of `count` articles in a git work tree, made once and kept in `folder`."""

    name = "Feedmill"

    def __init__(self, folder: Path, count: int) -> None:
        self.root = folder / "site"
        self._clone = folder / "clone"
        self._newest = Path(_made(folder, self.root, count))
        shutil.rmtree(self._clone, ignore_errors=True)

    def round(self, measure: Measure) -> Iterator[tuple[str, Run, int | None]]:
        """Go once through all cases; give name, run, and how many feed files it wrote."""
        yield BARE, measure([sys.executable, "-c", "import click, yaml"], self.root), None
        self._forget()
        yield COLD_RSS, *self._build(measure, "--config", "rss.yaml")
        self._forget()
        yield COLD, *self._build(measure)
        yield UNCHANGED, *self._build(measure)
        self._edit("excerpt", lambda text: re.sub(r'(?: \(edit (\d+)\))?"$', _mark, text))
        yield EDIT, *self._build(measure)
        self._edit("heat", lambda text: str(int(text) + 1))
        yield UNSEEN, *self._build(measure)
        self._restore_in_clone()
        yield CLONE, measure(_RESTORED, self._clone), None

    def _build(self, measure: Measure, *options: str) -> tuple[Run, int]:
        before = _feed_files(self.root)
        run = measure([*_BUILD, *options], self.root)
        after = _feed_files(self.root)
        if not after:
            raise SystemExit(f"{self.root}: the build made no feeds")
        return run, sum(before.get(path) != stamp for path, stamp in after.items())

    def _forget(self) -> None:
        """Take away all that a build made."""
        for name in (".feedmill", "feeds", "feeds-rss"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def _edit(self, key: str, change: Callable[[str], str]) -> None:
        """Change one line of the newest article, and commit it."""
        path = self.root / self._newest
        text = path.read_text(encoding="utf-8")
        edited = re.sub(rf"(?m)(?<=^{key}: ).*$", lambda line: change(line[0]), text, count=1)
        path.write_text(edited, encoding="utf-8")
        git(self.root, "commit", "--quiet", "--message", f"Edit {key}", "--", self._newest)

    def _restore_in_clone(self) -> None:
        """Commit the feeds, as sites do; then clone, and give it the index, as CI from a cache."""
        git(self.root, "add", "feeds")
        git(self.root, "commit", "--quiet", "--allow-empty", "--message", "Feeds")
        if self._clone.exists():
            git(self._clone, "pull", "--quiet", "--ff-only")
        else:
            git(self.root, "clone", "--quiet", ".", str(self._clone.resolve()))
        shutil.rmtree(self._clone / ".feedmill", ignore_errors=True)
        copy = self._clone / ".feedmill"
        shutil.copytree(self.root / ".feedmill", copy, copy_function=shutil.copyfile)


def _made(folder: Path, root: Path, count: int) -> str:
    """Make the site unless it is there already; give its newest published article."""
    state = folder / "made"
    recipe = sha256(Path(corpus.__file__).read_bytes() + repr(_FILES).encode()).hexdigest()
    if state.exists():
        made, _, newest = state.read_text(encoding="utf-8").partition("\n")
        if made == recipe:
            return newest
    shutil.rmtree(folder, ignore_errors=True)
    root.mkdir(parents=True)
    newest = corpus.write_repository(root, count, _FILES).as_posix()
    state.write_text(f"{recipe}\n{newest}", encoding="utf-8")
    return newest


def _mark(end: re.Match[str]) -> str:
    return f' (edit {int(end[1] or 0) + 1})"'


def _feed_files(root: Path) -> dict[Path, tuple[int, int]]:
    """Give what tells a rewritten file, of all feeds (the manifest is none)."""
    folders = (root / "feeds", root / "feeds-rss")
    paths = (
        path for folder in folders for path in folder.rglob("*.*") if path.name != "feeds.json"
    )
    return {path: ((found := path.stat()).st_mtime_ns, found.st_ino) for path in paths}
