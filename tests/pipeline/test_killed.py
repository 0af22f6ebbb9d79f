"""kill -9 at any moment: no feed is torn, and the next build ends where an undisturbed one does."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sites import CONFIG, article, build_site, tree, write_site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked processes"),
]
EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "sqlite3.connect"}
STEPS = 400


def texts(edition: int) -> dict[str, str]:
    """Give the articles of one edition of the site; a body and a topic change with it."""
    return {
        f"{at}.md": article(
            f"Article {at} of {edition}",
            webUrl=f"https://example.org/{at}",
            topics=f"[T{(at + edition) % 3}]",
            body=f"Body {edition}.",
        )
        for at in range(edition, edition + 4)
    }


def publish(root: Path, edition: int) -> None:
    """Bring the articles of `root` to an edition."""
    shutil.rmtree(root / "articles", ignore_errors=True)
    write_site(root, texts(edition), CONFIG + "feeds: {content: full}\n")


def die_at_event(step: int, root: Path) -> None:
    """Kill this process before its `step`th operation on a file of the site."""
    left = iter(range(step))

    def watch(event: str, args: tuple[object, ...]) -> None:
        if event in EVENTS and str(root) in str(args[0]) and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def die_at_statement(step: int, _root: Path) -> None:
    """Kill this process before its `step`th statement to the index, commits among them."""
    left = iter(range(step))

    class Connection(sqlite3.Connection):
        def execute(self, *words: object) -> sqlite3.Cursor:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().execute(*words)  # type: ignore[arg-type]

    plain = sqlite3.connect
    sqlite3.connect = lambda *a, **k: plain(*a, factory=Connection, **k)  # type: ignore[assignment]


def survives(root: Path, how: Callable[[int, Path], None], step: int) -> bool:
    """Build in a child that is to die; say whether it came to its end."""
    child = os.fork()
    if child == 0:
        how(step, root)
        build_site(root)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


@pytest.mark.slow(first=True)
@pytest.mark.parametrize("how", [die_at_event, die_at_statement])
def test_killed_at_every_step(tmp_path: Path, how: Callable[[int, Path], None]) -> None:
    """A build of one edition over another is killed at each step in turn."""
    before, after = tmp_path / "before", tmp_path / "after"
    for root, edition in ((before, 0), (after, 2)):
        publish(root, edition)
        build_site(root)
    whole = [tree(before / "feeds"), tree(after / "feeds")]
    publish(before, 2)
    for step in range(STEPS):
        root = tmp_path / "site"
        shutil.copytree(before, root, symlinks=True)
        ended = survives(root, how, step)
        left = tree(root / "feeds")
        for path, data in left.items():
            if not path.startswith(".") and path != "feeds.json":
                assert data in [state.get(path) for state in whole], (step, path)
        build_site(root)
        assert whole[1] == tree(root / "feeds"), step
        assert build_site(root).written == ()
        shutil.rmtree(root)
        if ended:
            break
    assert 20 < step < STEPS - 1


def test_killed_with_workers(tmp_path: Path) -> None:
    """A build with several processes is killed at arbitrary times; no process outlives it."""
    many = {f"{at}.md": article(f"A{at}", webUrl=f"https://example.org/{at}") for at in range(900)}
    write_site(tmp_path, many, CONFIG + "feeds: {limit: 0}\n")
    command = [sys.executable, "-m", "feedmill", "build"]
    for delay in (0.1, 0.25, 0.4, 0.6, 0.9):
        build = subprocess.Popen(command, cwd=tmp_path, start_new_session=True)
        time.sleep(delay)
        build.kill()
        build.wait()
        assert ends(build.pid)
    build_site(tmp_path)
    left = tree(tmp_path / "feeds")
    shutil.rmtree(tmp_path / "feeds")
    shutil.rmtree(tmp_path / ".feedmill")
    build_site(tmp_path)
    assert left == tree(tmp_path / "feeds")


def ends(session: int) -> bool:
    """Say whether all processes of a session end within ten seconds."""
    for _ in range(200):
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_two_builds_at_once(tmp_path: Path) -> None:
    """Both succeed, one after the other, and the feeds are whole."""
    many = {f"{at}.md": article(f"A{at}", webUrl=f"https://example.org/{at}") for at in range(300)}
    write_site(tmp_path, many)
    command = [sys.executable, "-m", "feedmill", "build"]
    builds = [subprocess.Popen(command, cwd=tmp_path) for _ in range(3)]
    assert [build.wait() for build in builds] == [0, 0, 0]
    mixed = tree(tmp_path / "feeds")
    shutil.rmtree(tmp_path / "feeds")
    build_site(tmp_path)
    assert mixed == tree(tmp_path / "feeds")
