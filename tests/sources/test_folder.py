"""Articles in a folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feedmill.config.schema import Articles
from feedmill.errors import SourceError
from feedmill.model import Problem
from feedmill.sources.folder import FolderSource

LATER = 10**19  # nanoseconds: every file is old by then


def source(root: Path, *include: str) -> FolderSource:
    """Make a source of these patterns, or of `a/**/*.md`."""
    return FolderSource(root, Articles(include=include or ("a/**/*.md",)))


def write(root: Path, *paths: str) -> None:
    """Write small files."""
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)


def problems(root: Path) -> list[str]:
    """Give what a scan complains of."""
    return [f"{one.path}: {one.code}" for one in source(root).scan(LATER).problems]


def test_finds_what_matches(tmp_path: Path) -> None:
    """Files below the patterns' fixed parts are found, whatever their depth."""
    write(tmp_path, "a/x.md", "a/b/c/y.md", "a/z.txt", "o/x.md", "a/.h/x.md")
    assert set(source(tmp_path).scan(LATER).stamps) == {"a/x.md", "a/b/c/y.md"}


def test_overlapping_patterns(tmp_path: Path) -> None:
    """A file that two patterns match is one article."""
    write(tmp_path, "a/b/x.md")
    assert list(source(tmp_path, "a/**/*.md", "a/b/*.md").scan(LATER).stamps) == ["a/b/x.md"]


def test_missing_folder(tmp_path: Path) -> None:
    """One of the folders may be missing, but not all of them: that is a typo, or worse."""
    write(tmp_path, "b/x.md")
    assert set(source(tmp_path, "a/*.md", "b/*.md").scan(LATER).stamps) == {"b/x.md"}
    with pytest.raises(SourceError, match="there is no folder a/"):
        source(tmp_path).scan(LATER)


def test_edit_that_keeps_size_and_time(tmp_path: Path) -> None:
    """An edit is seen even if the size is the same and the time was put back."""
    write(tmp_path, "a/x.md")
    place = tmp_path / "a/x.md"
    before = source(tmp_path).scan(LATER).stamps
    time = place.stat().st_mtime_ns
    place.write_text("a/y.md")
    os.utime(place, ns=(time, time))
    assert source(tmp_path).scan(LATER).stamps != before


def test_young_file_is_doubted(tmp_path: Path) -> None:
    """A file as young as the clock's tick has another stamp at every scan."""
    write(tmp_path, "a/x.md")
    now = (tmp_path / "a/x.md").stat().st_mtime_ns
    first, second = (source(tmp_path).scan(now + late).stamps for late in (1, 2))
    assert first != second
    assert source(tmp_path).scan(LATER).stamps == source(tmp_path).scan(LATER + 1).stamps


def test_links_inside(tmp_path: Path) -> None:
    """Symlinks to files and folders of the site are followed, loops are not."""
    write(tmp_path, "a/x.md", "b/y.md")
    (tmp_path / "a/link.md").symlink_to("x.md")
    (tmp_path / "a/b").symlink_to("../b")
    (tmp_path / "a/loop").symlink_to("../a")
    found = source(tmp_path).scan(LATER)
    assert set(found.stamps) == {"a/x.md", "a/link.md", "a/b/y.md"}


@pytest.mark.parametrize(
    ("target", "code"),
    [("nowhere", "dangling-link"), ("/etc/passwd", "link-outside"), ("/etc", "link-outside")],
)
def test_bad_links(tmp_path: Path, target: str, code: str) -> None:
    """A link to nothing, or out of the site, is a problem."""
    write(tmp_path, "a/x.md")
    (tmp_path / "a/y.md").symlink_to(target)
    assert problems(tmp_path) == [f"a/y.md: {code}"]


def test_include_through_a_link_outside(tmp_path: Path) -> None:
    """A pattern's own folder must not lead out of the site."""
    (tmp_path / "site").mkdir()
    write(tmp_path, "o/x.md")
    (tmp_path / "site/a").symlink_to(tmp_path / "o")
    with pytest.raises(SourceError, match="leads outside"):
        source(tmp_path / "site").scan(LATER)


def test_no_files(tmp_path: Path) -> None:
    """A fifo and a folder called like an article are problems, and neither is read."""
    write(tmp_path, "a/dir.md/x.md")
    os.mkfifo(tmp_path / "a/pipe.md")
    assert problems(tmp_path) == ["a/dir.md: not-a-file", "a/pipe.md: not-a-file"]
    assert set(source(tmp_path).scan(LATER).stamps) == {"a/dir.md/x.md"}
    assert isinstance(source(tmp_path).read("a/pipe.md"), Problem)


def test_name_that_is_not_utf8(tmp_path: Path) -> None:
    """A name that is no text is a problem that can be printed."""
    (tmp_path / "a").mkdir()
    (tmp_path / os.fsdecode(b"a/\xff.md")).write_text("x")
    assert problems(tmp_path) == ["a/\\udcff.md: bad-path"]


def test_read(tmp_path: Path) -> None:
    """A file's bytes are given; one that is gone, or is too large, is a problem."""
    write(tmp_path, "a/x.md")
    with (tmp_path / "a/big.md").open("wb") as file:
        file.truncate(50 * 2**20)
    given = [source(tmp_path).read(f"a/{name}.md") for name in ("x", "gone", "big")]
    assert given[0] == b"a/x.md"
    assert [str(one) for one in given[1:]] == [
        "a/gone.md: error[unreadable]: No such file or directory",
        "a/big.md: error[too-large]: 50 MiB; at most 32 MiB are read",
    ]
