"""One build at a time, between processes, whatever becomes of the holder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from feedmill.errors import PublishError
from feedmill.state.lock import LOCK, hold

HOLDER = """
import os, sys, time
from pathlib import Path
from feedmill.state.lock import hold
with hold(Path(sys.argv[1])):
    if "fork" in sys.argv and os.fork() == 0:
        time.sleep(60)
    print(os.getpid(), flush=True)
    sys.stdin.readline()
"""


@contextmanager
def holder(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run another process that holds the lock until it reads a line."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout
        assert f"{process.pid}\n" == process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_held_by_another(tmp_path: Path) -> None:
    """Who waits in vain learns who holds the lock and where it lies."""
    with holder(tmp_path) as process:
        begun = time.monotonic()
        with pytest.raises(PublishError) as error, hold(tmp_path, wait=0.2):
            pytest.fail("two hold the lock")
        assert 0.2 <= time.monotonic() - begun < 30
    text = str(error.value)
    assert f"(process {process.pid} on " in text
    assert str(tmp_path / LOCK) in text
    assert "\n" not in text


def test_waits(tmp_path: Path) -> None:
    """The second gets the lock as soon as the first lets go."""
    with holder(tmp_path) as process:
        assert process.stdin
        threading.Timer(0.2, process.stdin.close).start()
        begun = time.monotonic()
        with hold(tmp_path):
            assert 0.1 <= time.monotonic() - begun < 30


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("options", [(), ("fork",)], ids=["alone", "with a worker left over"])
def test_killed_holder(tmp_path: Path, options: tuple[str, ...]) -> None:
    """kill -9 frees the lock, also when a forked worker of the holder lives on."""
    with holder(tmp_path, *options) as process:
        try:
            process.kill()
            process.wait()
            with hold(tmp_path, wait=5):
                text = (tmp_path / LOCK).read_text()
            assert text.startswith(f"process {os.getpid()} on ")
        finally:
            if options:
                os.killpg(process.pid, signal.SIGKILL)


def test_within_one_process(tmp_path: Path) -> None:
    """Two builds in one process keep apart, too; one that fails lets go."""
    with (
        hold(tmp_path),
        pytest.raises(PublishError, match=f"process {os.getpid()} on "),
        hold(tmp_path, wait=0),
    ):
        pytest.fail("two hold the lock")
    with pytest.raises(ZeroDivisionError), hold(tmp_path, wait=0):
        _ = 1 / 0
    with hold(tmp_path, wait=0):
        pass


def test_file(tmp_path: Path) -> None:
    """The folder is made; the file stays, empty."""
    folder = tmp_path / "a" / "b"
    with hold(folder):
        pass
    assert [LOCK] == [path.name for path in folder.iterdir()]
    assert b"" == (folder / LOCK).read_bytes()


def test_no_place(tmp_path: Path) -> None:
    """Where no lock file can be, the error names it and the reason."""
    (tmp_path / "file").touch()
    with (
        pytest.raises(PublishError, match=r"^cannot lock .*file/x/lock: Not a directory$"),
        hold(tmp_path / "file" / "x"),
    ):
        pytest.fail("no lock")


def test_imports() -> None:
    """Neither module needs fcntl to be imported: Windows has none."""
    code = (
        "import sys; sys.modules['fcntl'] = None; "
        "import feedmill.state.lock, feedmill.publishing.folder"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
