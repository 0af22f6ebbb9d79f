"""The image store on disk: nothing half, nothing lost, nothing outside."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedmill.errors import FeedmillError, StoreError
from feedmill.images.manifest import Stored, render_line, render_lines
from feedmill.images.store import Store, Writer, writing
from imageserver import Answer, Server, picture

BODY = b"not looked at by the store"
HASH = hashlib.sha256(BODY).hexdigest()
FILE = f"{HASH[:2]}/{HASH}.jpg"


def held(url: str = "https://example.com/a", file: str = FILE) -> Stored:
    """Give an image with BODY as its content."""
    return Stored(
        url=url,
        file=file,
        bytes=len(BODY),
        type="image/jpeg",
        width=1,
        height=1,
        fetched=datetime(2026, 1, 2, tzinfo=UTC),
    )


def put(writer: Writer, url: str = "https://example.com/a") -> None:
    """Add such an image."""
    part = writer.part()
    part.write_bytes(BODY)
    writer.place(part, HASH, "jpg")
    writer.add(held(url))


def tree(folder: Path) -> set[str]:
    """Give the files in a folder, relative to it."""
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_no_store(tmp_path: Path) -> None:
    """A folder that is not there is an empty store, and is not made."""
    store = Store.open(tmp_path / "store")

    assert ({}, [], None) == (dict(store.images), store.files(), store.lookup("a"))
    assert not (tmp_path / "store").exists()


def test_writing(tmp_path: Path) -> None:
    """Images and manifest are there in the end, and nothing else."""
    folder = tmp_path / "store"

    with writing(folder, tmp_path / "state") as writer:
        put(writer)

    store = Store.open(folder)
    assert {"images.jsonl", FILE} == tree(folder)
    assert held() == store.lookup("https://example.com/a")
    assert BODY == store.path(FILE).read_bytes()


def test_writing_nothing(tmp_path: Path) -> None:
    """Without images there is no store."""
    with writing(tmp_path / "store", tmp_path / "state"):
        pass

    assert not (tmp_path / "store").exists()


def test_a_failing_run_keeps_what_it_has(tmp_path: Path) -> None:
    """An exception, such as the user's ^C, loses nothing that was added."""

    def interrupted() -> None:
        with writing(tmp_path / "store", tmp_path / "state") as writer:
            put(writer)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert {"images.jsonl", FILE} == tree(tmp_path / "store")


def test_the_journal_of_a_killed_run(tmp_path: Path) -> None:
    """What was added is found by the next run, but for lines and files that are not whole."""
    folder = tmp_path / "store"
    writer = Writer(Store.open(folder))
    folder.mkdir()
    writer.begin()
    put(writer, "https://example.com/a")
    writer.add(held("https://example.com/lost", f"00/00{HASH[2:]}.jpg"))
    writer.part().write_bytes(b"half of somethi")
    with (folder / ".work" / "journal.jsonl").open("ab") as journal:
        journal.write(render_line(held("https://example.com/b"))[:-5])
    writer._journal.close()  # as the system does when it ends a process
    assert {} == dict(Store.open(folder).images)

    with writing(folder, tmp_path / "state") as second:
        assert {"https://example.com/a"} == set(second.images)

    assert {"https://example.com/a"} == set(Store.open(folder).images)
    assert {"images.jsonl", FILE} == tree(folder)


def test_git_does_not_see_the_work_folder(tmp_path: Path) -> None:
    """While a fetch runs, its folder ignores itself."""
    with writing(tmp_path / "store", tmp_path / "state"):
        assert "*\n" == (tmp_path / "store" / ".work" / ".gitignore").read_text()


def test_an_unchanged_manifest_is_not_rewritten(tmp_path: Path) -> None:
    """Its time stays, so that servers keep answering 304."""
    stamps = []
    for _ in range(2):
        with writing(tmp_path / "store", tmp_path / "state") as writer:
            put(writer)
        found = (tmp_path / "store" / "images.jsonl").stat()
        stamps.append((found.st_ino, found.st_mtime_ns))

    assert stamps[0] == stamps[1]


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    """A second process waits, and then says who holds the store."""
    code = (
        "import sys, pathlib; from feedmill.images.store import writing\n"
        "with writing(*map(pathlib.Path, sys.argv[1:])): print('held', flush=True); input()"
    )
    paths = [tmp_path / "store", tmp_path / "state"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(FeedmillError, match=str(other.pid)), writing(*paths, wait=0.1):
            pass
        other.communicate(b"\n")
    assert 0 == other.returncode


def test_names_that_leave_the_store(tmp_path: Path) -> None:
    """A manifest that names another file is refused."""
    (tmp_path / "images.jsonl").write_bytes(render_lines([held(file="../victim.jpg")]))

    with pytest.raises(StoreError, match="not the name of a file"):
        Store.open(tmp_path)


def test_a_store_that_cannot_be_written(tmp_path: Path) -> None:
    """A file in its place is an error with its path, not a traceback."""
    (tmp_path / "store").write_text("")

    with pytest.raises(StoreError, match="store"), writing(tmp_path / "store", tmp_path / "state"):
        pass


def test_a_manifest_that_cannot_be_read(tmp_path: Path) -> None:
    """A folder in its place is an error as well."""
    (tmp_path / "images.jsonl").mkdir()

    with pytest.raises(StoreError, match="cannot read"):
        Store.open(tmp_path)


FETCH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from feedmill.images.fetching.fetch import FetchOptions, fetch_wanted
from feedmill.images.fetching.limits import Limits
from feedmill.config.schema import Images

root, *urls = sys.argv[1:]
images = Images(store="store", allow_hosts=("127.0.0.1",))
options = FetchOptions(now=datetime(2026, 1, 2, tzinfo=UTC), limits=Limits(backoff=0.01))
uses = {url: ("a.md",) for url in urls}
done = fetch_wanted(uses, images, Path(root), Path(root) / "state", options)
print(done.added, done.kept, done.failed)
"""


def test_kill_in_the_middle(server: Server, tmp_path: Path) -> None:
    """After a kill -9 the next run fetches exactly what was not finished."""
    urls = [server.gives(f"/{n}", Answer(picture(size=(40 + n, 30)), wait=0.02)) for n in range(60)]
    command = [sys.executable, "-c", FETCH, str(tmp_path), *urls]
    journal = tmp_path / "store" / ".work" / "journal.jsonl"
    with subprocess.Popen(command) as first:
        give_up = time.monotonic() + 30
        while not journal.exists() or journal.read_bytes().count(b"\n") < 20:
            assert time.monotonic() < give_up
            time.sleep(0.005)
        os.kill(first.pid, signal.SIGKILL)
    finished = journal.read_bytes().count(b"\n")
    assert 20 <= finished < 60
    server.asked.clear()

    second = subprocess.run(command, capture_output=True, text=True, check=True)

    assert f"{60 - finished} {finished} 0\n" == second.stdout
    assert {1} == set(Counter(one.path for one in server.asked).values())
    assert 60 - finished == len(server.asked)
    assert 61 == len(tree(tmp_path / "store"))
