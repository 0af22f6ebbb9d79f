"""Files and folders reached from a handle: what is plain is used, and no link is followed."""

from __future__ import annotations

import os
import socket
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from feedmill.state.directory import Directory
from feedmill.state.plain import NotPlainError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links and fifos")


def to_a_file(place: Path) -> None:
    place.symlink_to("/etc/hosts")


def to_a_folder(place: Path) -> None:
    place.symlink_to("/etc")


def to_nothing(place: Path) -> None:
    place.symlink_to("nowhere")


def to_itself(place: Path) -> None:
    place.symlink_to(place.name)


def fifo(place: Path) -> None:
    os.mkfifo(place)


def listening(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(os.path.relpath(place))


def device(place: Path) -> None:
    try:
        os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("only root makes devices")


def folder(place: Path) -> None:
    place.mkdir()


def file(place: Path) -> None:
    place.write_text("mine")


LINKS = (to_a_file, to_a_folder, to_nothing, to_itself)
SPECIAL = (fifo, listening, device)
Maker = Callable[[Path], None]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder, which is also the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("make", [*LINKS, *SPECIAL, folder], ids=lambda make: make.__name__)
def test_what_is_no_file(place: Path, make: Maker) -> None:
    """It is neither read nor opened for writing, at once, and the error says what it is."""
    make(place / "x")
    with Directory.open(place) as here:
        for act in (
            lambda: here.read("x", 10),
            lambda: here.open_file("x", os.O_RDWR | os.O_CREAT),
            lambda: here.open_own("x", os.O_RDWR),
        ):
            with pytest.raises(NotPlainError, match=r"is a .*, not a file") as caught:
                act()
            assert str(place / "x") == caught.value.filename


@pytest.mark.parametrize("make", [*LINKS, *SPECIAL, file], ids=lambda make: make.__name__)
def test_what_is_no_folder(place: Path, make: Maker) -> None:
    """It is not entered, whether it is given as a path, a name, or a part of a path."""
    make(place / "x")
    with Directory.open(place) as here:
        for act in (
            lambda: Directory.open(place / "x"),
            lambda: here.enter("x"),
            lambda: here.enter("x", make=True),
            lambda: list(here.visit(["x/a"])),
            lambda: list(here.visit(["x/y/a"], make=True)),
        ):
            with pytest.raises(NotPlainError, match=r"is a .*, not a folder"):
                act()


@pytest.mark.parametrize("make", [*LINKS, *SPECIAL, folder, file], ids=lambda make: make.__name__)
def test_replaced(place: Path, make: Maker) -> None:
    """Whatever is called so makes room for a file; what a link leads to stays as it was."""
    make(place / "x")
    make(place / "x.new")
    with Directory.open(place) as here:
        here.write("x", b"new")
        assert b"new" == here.read("x", 3)
        assert ["x"] == here.names()
    assert b"new" not in Path("/etc/hosts").read_bytes()


@pytest.mark.parametrize("make", [*LINKS, *SPECIAL, folder, file], ids=lambda make: make.__name__)
def test_created(place: Path, make: Maker) -> None:
    """A new file takes the place of nothing."""
    make(place / "x")
    before = (place / "x").lstat()
    with Directory.open(place) as here, pytest.raises(FileExistsError):
        here.create("x", b"new")
    assert before.st_ino == (place / "x").lstat().st_ino


@pytest.mark.parametrize("make", [*LINKS, *SPECIAL, folder, file], ids=lambda make: make.__name__)
def test_removed(place: Path, make: Maker) -> None:
    """A folder goes with all that is in it, but for what links in it lead to."""
    (place / "outside").mkdir()
    (place / "outside" / "kept").write_text("kept")
    (place / "x" / "y").mkdir(parents=True)
    make(place / "x" / "y" / "z")
    (place / "x" / "link").symlink_to(place / "outside")
    with Directory.open(place) as here:
        here.remove("x")
        here.remove("x")  # nothing to do
        assert ["outside"] == here.names()
    assert "kept" == (place / "outside" / "kept").read_text()


def test_removed_however_deep(place: Path) -> None:
    """A folder that is deeper than there are handles or frames is removed, too."""
    deep = os.open(place, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("x", dir_fd=deep)
        inner = os.open("x", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    with Directory.open(place) as here:
        here.remove("x")
        assert [] == here.names()


def test_a_folder_that_a_person_names(place: Path) -> None:
    """Only what was named from outside may be a link."""
    (place / "real").mkdir()
    (place / "x").symlink_to("real")
    with Directory.open(place / "x", follow=True) as here:
        here.create("file", b"")
    assert (place / "real" / "file").exists()


def test_a_second_name(place: Path) -> None:
    """A file that has another name, perhaps far away, is not changed in place."""
    (place / "victim").write_text("kept")
    os.link(place / "victim", place / "x")
    with Directory.open(place) as here:
        with pytest.raises(NotPlainError, match="hard link"):
            here.open_own("x", os.O_RDWR)
        assert b"kept" == here.read("x", 9)  # reading harms nobody


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root gives away")
def test_a_file_of_somebody_else(place: Path) -> None:
    """A file that is neither ours nor that of the folder's owner is not changed in place."""
    (place / "x").write_text("")
    os.chown(place / "x", 4321, -1)
    with Directory.open(place) as here:
        with pytest.raises(NotPlainError, match=r"belongs to another user \(4321\)"):
            here.open_own("x", os.O_RDWR)
        os.chown(place, 4321, -1)
        os.close(here.open_own("x", os.O_RDWR))


def test_a_file_that_is_too_long(place: Path) -> None:
    """No more is read than the limit, and one byte."""
    (place / "x").write_bytes(bytes(11))
    with Directory.open(place) as here:
        assert bytes(11) == here.read("x", 11)
        with pytest.raises(NotPlainError, match="has more than 10 bytes"):
            here.read("x", 10)
        assert here.read("missing", 10) is None


def test_visit(place: Path) -> None:
    """Folders come outer before inner, each with its files, and missing ones not at all."""
    paths = ["b/x", "a", "b/c/y", "b-c/z", "b/x2", "no/w"]
    for path in paths[:-1]:
        (place / path).parent.mkdir(exist_ok=True)
        (place / path).write_text(path)
    with Directory.open(place) as here:
        seen = {}
        for inner, names in here.visit(paths):
            for name, path in names.items():
                assert path.encode() == inner.read(name, 99)
                seen[path] = inner.path.relative_to(place).as_posix()
        assert {"a": ".", "b/x": "b", "b/x2": "b", "b/c/y": "b/c", "b-c/z": "b-c"} == seen
        assert ["no/w"] == [
            path for _, names in here.visit(["no/w"], make=True) for path in names.values()
        ]
    assert (place / "no").is_dir()


@pytest.mark.parametrize("path", ["../x", "a/../../x", "a/./x", "/x", "a//x"])
def test_paths_that_lead_elsewhere(place: Path, path: str) -> None:
    """A part that is no name is refused."""
    (place / "inside" / "a").mkdir(parents=True)
    with (
        Directory.open(place / "inside") as here,
        pytest.raises(ValueError, match="not a path below"),
    ):
        list(here.visit([path]))


def test_handles_are_closed(place: Path) -> None:
    """Whatever happens, no handle stays open."""
    (place / "x").symlink_to("/etc")
    before = handles()
    with Directory.open(place) as here:
        for act in (
            lambda: here.enter("x"),
            lambda: here.read("x", 1),
            lambda: here.open_own("x", os.O_RDWR),
            lambda: list(here.visit(["a/b/c", "x/y"], make=True)),
        ):
            with pytest.raises(NotPlainError):
                act()
        next(here.visit(["a/b/c"]))
        here.names()
        here.sync()
    assert before == handles()


def handles() -> int:
    """Count the handles that this process has, where that can be counted."""
    return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0
