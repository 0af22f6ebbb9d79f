"""Who opens what is in the state folder: watched while the commands run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from repository import commit, repository
from sites import article, write_site

# Runs a command, and gives the modules of ours that opened something in the state folder.
WATCH = """
import os, sys
seen = set()
def listen(event, args):
    if event not in ("open", "sqlite3.connect", "os.rename", "os.remove", "os.mkdir", "os.rmdir",
                     "os.listdir", "os.scandir", "os.link", "os.symlink", "os.truncate"):
        return
    for arg in args:
        if isinstance(arg, int) and event == "os.listdir":
            arg = os.readlink(f"/proc/self/fd/{arg}")
        text = os.fsdecode(arg) if isinstance(arg, (str, bytes, os.PathLike)) else ""
        if "/.feedmill/" in f"/{text}/":
            frame = sys._getframe(1)
            while frame and not frame.f_globals.get("__name__", "").startswith("feedmill."):
                frame = frame.f_back
            seen.add(frame.f_globals["__name__"] if frame else "")
sys.addaudithook(listen)
from feedmill.cli.main import main
status = main(sys.argv[1:])
print("SEEN", *sorted(seen), file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_one_door(tmp_path: Path) -> None:
    """Whatever the command, nobody but `state` opens, lists, moves or deletes anything there."""
    site = repository(write_site(tmp_path / "site", {"a.md": article(body="Text.")}))
    (site / ".gitignore").write_text(".feedmill\n")
    doors = set()
    for words in (
        ("build",),
        ("build", "--jobs", "1"),
        ("check",),
        ("list", "articles"),
        ("build", "--check"),
        ("diff",),
        ("images", "fetch"),
        ("images", "prune"),
        ("images", "verify"),
        ("images", "list"),
        ("ids", "pin", "--dry-run"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", WATCH, *words], cwd=site, capture_output=True, text=True
        )
        assert done.returncode == 0, (words, done.stderr)
        doors.update(done.stderr.rpartition("SEEN")[2].split())
        commit(site)
    assert "feedmill.state.database" in doors
    assert [] == [name for name in doors if not name.startswith("feedmill.state.")]
