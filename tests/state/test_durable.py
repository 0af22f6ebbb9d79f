"""What is on disk when a build says so."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from feedmill.state.directory import Directory
from feedmill.state.durable import sync_files

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot sync a folder")


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Give a list that grows by the inode of each file that is synced."""
    log: list[int] = []
    fsync = os.fsync

    def watched(handle: int) -> None:
        log.append(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", watched)
    return log


def make(folder: Path, count: int) -> dict[str, int]:
    """Make files; give name → inode."""
    paths = [folder / str(number) for number in range(count)]
    for path in paths:
        path.write_bytes(b"text")
    return {path.name: path.stat().st_ino for path in paths}


def test_few(tmp_path: Path, synced: list[int]) -> None:
    """Few files are synced each by itself."""
    inodes = make(tmp_path, 5)
    sync_files(tmp_path, [*inodes][:3])
    assert {*list(inodes.values())[:3]} == {*synced}


@pytest.mark.skipif(sys.platform != "linux", reason="needs syncfs")
def test_many(tmp_path: Path, synced: list[int]) -> None:
    """Many files are synced all at once, which takes a tenth of the time."""
    sync_files(tmp_path, make(tmp_path, 100))
    assert not synced


def test_many_without_syncfs(
    tmp_path: Path, synced: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the C library has no syncfs, each file is synced by itself."""
    monkeypatch.setattr("ctypes.CDLL", lambda name: object())
    inodes = make(tmp_path, 100)
    sync_files(tmp_path, inodes)
    assert sorted(inodes.values()) == sorted(synced)


@pytest.mark.skipif(sys.platform != "linux", reason="needs syncfs")
def test_many_on_a_failing_disk(
    tmp_path: Path, synced: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where syncing all at once fails, syncing each by itself finds the file at fault."""

    class Library:
        def __init__(self, name: None) -> None:
            self.syncfs = lambda handle: -1

    monkeypatch.setattr("ctypes.CDLL", Library)
    inodes = make(tmp_path, 100)
    sync_files(tmp_path, inodes)
    assert sorted(inodes.values()) == sorted(synced)


@pytest.mark.parametrize("count", [0, 1, 12])
def test_lost_file(count: int, tmp_path: Path) -> None:
    """A file that is not there is an error, whichever it is of those synced at once."""
    with pytest.raises(FileNotFoundError):
        sync_files(tmp_path, [*make(tmp_path, count), "lost"])


@unix
def test_folders(tmp_path: Path, synced: list[int]) -> None:
    """A folder is synced itself."""
    with Directory.open(tmp_path) as folder:
        folder.sync()
    assert [tmp_path.stat().st_ino] == synced
