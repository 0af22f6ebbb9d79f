"""Opening a database: only if what is there, and beside it, is a plain file of ours."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from feedmill.state.database import copy_database, database_size, delete_database, open_database
from feedmill.state.plain import NotPlainError
from hostile import put_instead

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links and fifos")
NAMES = ("x.sqlite", "x.sqlite-wal", "x.sqlite-shm", "x.sqlite-journal")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a database with a table."""
    path = tmp_path / "state" / "x.sqlite"
    path.parent.mkdir()
    with closing(open_database(path)) as db:
        db.execute("pragma journal_mode = wal")
        db.execute("create table t as select 1 as x")
    return path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("how", ["link", "dangling link", "hard link", "fifo", "folder"])
def test_not_plain(path: Path, name: str, how: str) -> None:
    """It is refused, by readers, too, and deleted without harm to anything outside."""
    victim = path.parents[1] / "victim"
    victim.write_bytes(path.read_bytes())
    before = victim.read_bytes()
    put_instead(path.parent / name, how, victim)
    for read_only in (True, False):
        with pytest.raises(NotPlainError) as caught:
            open_database(path, read_only=read_only)
        assert str(path.parent / name) == caught.value.filename
    delete_database(path)
    assert [] == list(path.parent.iterdir())
    assert before == victim.read_bytes()
    assert [path.parent, victim] == sorted(path.parents[1].iterdir())


def test_opened(path: Path) -> None:
    """A plain one is opened, also while another connection has it, and copied."""
    assert database_size(path) == path.stat().st_size
    with closing(open_database(path)) as db, closing(open_database(path, read_only=True)) as two:
        db.execute("insert into t values (2)")
        assert [(1,), (2,)] == two.execute("select x from t").fetchall()
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            two.execute("insert into t values (3)")
    copy_database(path, path.parent / "copy")
    assert path.read_bytes() == (path.parent / "copy").read_bytes()
    assert database_size(path.parent / "none") == 0


def test_a_linked_folder(path: Path) -> None:
    """A folder that is a link is no place for a database."""
    link = path.parents[1] / "link"
    link.symlink_to(path.parent)
    with pytest.raises(NotPlainError, match="is a symbolic link"):
        open_database(link / path.name)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives away")
def test_of_another_user(path: Path) -> None:
    """Somebody else's file is not written to."""
    os.chown(path, 4321, -1)
    with pytest.raises(NotPlainError, match="belongs to another user"):
        open_database(path)


def test_changed_while_it_is_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes its place in that moment is noticed."""
    plain = sqlite3.connect

    def slow(*words: object, **options: object) -> sqlite3.Connection:
        connection = plain(*words, **options)  # type: ignore[call-overload]
        path.rename(path.parent / "old")
        (path.parent / "x.sqlite").write_bytes((path.parent / "old").read_bytes())
        return connection

    monkeypatch.setattr(sqlite3, "connect", slow)
    with pytest.raises(NotPlainError, match="was changed while it was opened"):
        open_database(path)
