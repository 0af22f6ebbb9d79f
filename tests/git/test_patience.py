"""A git that waits for ever, or reads without end, is ended, and the same folder asked no more."""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feedmill.errors import HistoryError
from feedmill.git.history import resolve_commit
from feedmill.git.objects import Objects
from hostile import hostile_site
from repository import git
from sites import build_site

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a process does"),
]
_PLACES = ("index", "packed-refs", "HEAD", "objects/info/alternates", "info/attributes")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site in git."""
    return hostile_site(tmp_path / "site")


def replace(path: Path, device: str | None = None) -> None:
    """Put a fifo, or a link to a device, where git has a file."""
    path.unlink(missing_ok=True)
    if device:
        path.symlink_to(device)
    else:
        os.mkfifo(path)


def test_fifo(tmp_path: Path) -> None:
    """A build looks at the files itself; what needs history says that git does not answer."""
    before = time.monotonic()
    with ThreadPoolExecutor(len(_PLACES)) as pool:  # each waits for its git
        statuses = pool.map(stand_in_the_way, [tmp_path / str(n) for n in range(9)], _PLACES)
        assert [0] * len(_PLACES) == list(statuses)
    assert time.monotonic() - before < 60  # for ever, without


def stand_in_the_way(root: Path, place: str) -> int:
    """Put a fifo where git has a file; git is given up; give the status of a build."""
    hostile_site(root)
    replace(root / ".git" / place)
    status = build_site(root).exit_status
    with pytest.raises(HistoryError, match=r"does not answer|not a git repository|no revision"):
        resolve_commit(root, "HEAD")
    return status


def test_device(root: Path) -> None:
    """Git gives up before it has filled the memory."""
    replace(root / ".git/objects/info/alternates", "/dev/zero")
    with pytest.raises(HistoryError):
        resolve_commit(root, "HEAD")


def test_object(root: Path) -> None:
    """A loose object that is a fifo is one that git cannot read."""
    blob = git(root, "rev-parse", "HEAD:config.yaml")
    replace(root / f".git/objects/{blob[:2]}/{blob[2:]}")
    with Objects(root) as objects, pytest.raises(HistoryError, match="cannot read"):
        objects.read(blob)


def test_a_pause_is_no_answer_too_late(root: Path) -> None:
    """Between two questions git may sleep as long as it likes."""
    blob = git(root, "rev-parse", "HEAD:config.yaml")
    with Objects(root) as objects:
        first = objects.read(blob)
        time.sleep(8)  # longer than a git may sleep that was asked something
        assert first == objects.read(blob)
