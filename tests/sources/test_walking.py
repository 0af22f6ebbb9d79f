"""What is below a folder is found without a config, and nothing else is opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.sources.walking import read_start, walk_files
from hostile import put_instead


def test_walk(tmp_path: Path) -> None:
    """Files come sorted, folder by folder; a folder that is not entered, and a link, have none."""
    for path in ("b.md", "a.md", "z/c.md", "no/d.md", ".x/e.md"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x")
    (tmp_path / "around").symlink_to(tmp_path)
    found = list(walk_files(tmp_path, lambda folder: folder != "no"))
    assert ["a.md", "b.md", ".x/e.md", "z/c.md"] == found
    assert "no/d.md" in set(walk_files(tmp_path))


def test_start(tmp_path: Path) -> None:
    """As many bytes are read as are wanted."""
    (tmp_path / "a").write_text("abc")
    assert (b"ab", b"abc") == (read_start(tmp_path / "a", 2), read_start(tmp_path / "a", 9))
    assert b"" == read_start(tmp_path / "missing", 9)


@pytest.mark.parametrize("what", ["link", "dangling link", "fifo", "folder"])
def test_no_plain_file(tmp_path: Path, what: str) -> None:
    """Nothing is read of it, and nobody waits for it."""
    (tmp_path / "victim").write_text("kept")
    put_instead(tmp_path / "a", what, tmp_path / "victim")
    assert b"" == read_start(tmp_path / "a", 9)
