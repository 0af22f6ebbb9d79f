"""What `feedmill init` writes into a checkout: new files, through no link."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from feedmill.cli.output.writing import ignore_caches, write_new
from hostile import put_instead

Capture = pytest.CaptureFixture[str]
unix = pytest.mark.skipif(sys.platform == "win32", reason="needs links")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder, which is also the current one, and one beside it with a file in it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "victim").write_text("kept")
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path / "site"


def outside(site: Path) -> dict[str, str]:
    """Give what is in the folder beside the site."""
    return {path.name: path.read_text() for path in (site.parent / "outside").rglob("*")}


def test_new(site: Path, capsys: Capture) -> None:
    """A file and its folders are made once."""
    write_new(Path(), ".github/workflows/feeds.yml", "one\n")
    write_new(Path(), ".github/workflows/feeds.yml", "two\n")
    assert "one\n" == (site / ".github/workflows/feeds.yml").read_text()
    assert capsys.readouterr().out == (
        "wrote .github/workflows/feeds.yml\n.github/workflows/feeds.yml exists; not changed\n"
    )


@unix
@pytest.mark.parametrize("link", [".github", ".github/workflows"])
def test_linked_folder(site: Path, link: str, capsys: Capture) -> None:
    """Nothing is written into a folder that a link leads to."""
    (site / link).parent.mkdir(exist_ok=True)
    (site / link).symlink_to(site.parent / "outside")
    write_new(Path(), ".github/workflows/feeds.yml", "one\n")
    assert {"victim": "kept"} == outside(site)
    told = f".github/workflows/feeds.yml not changed: {link} is a symbolic link, not a folder\n"
    assert told == capsys.readouterr().out


@unix
@pytest.mark.parametrize("target", ["victim", "missing"])
def test_linked_file(site: Path, target: str, capsys: Capture) -> None:
    """A link is there already, wherever it leads."""
    (site / "config.yaml").symlink_to(site.parent / "outside" / target)
    write_new(Path(), "config.yaml", "one\n")
    assert {"victim": "kept"} == outside(site)
    assert "config.yaml exists; not changed\n" == capsys.readouterr().out


def test_ignored(site: Path, capsys: Capture) -> None:
    """A line is added once, and the rest, also the file's mode, stays."""
    place = site / ".gitignore"
    ignore_caches(Path())
    assert ".feedmill/\n" == place.read_text()
    place.write_bytes(b"/dist\r\n")
    place.chmod(0o640)
    ignore_caches(Path())
    ignore_caches(Path())
    assert (b"/dist\r\n.feedmill/\r\n", 0o640) == (place.read_bytes(), place.stat().st_mode & 0o777)
    assert 2 * "added .feedmill/ to .gitignore\n" == capsys.readouterr().out


@unix
@pytest.mark.parametrize("how", ["link", "dangling link", "hard link", "fifo", "folder"])
def test_ignored_elsewhere(site: Path, how: str, capsys: Capture) -> None:
    """A .gitignore that is no file of its own is left alone."""
    place, victim = site / ".gitignore", site.parent / "outside" / "victim"
    put_instead(place, how, victim)
    ignore_caches(Path())
    assert {"victim": "kept"} == outside(site)
    assert capsys.readouterr().out.startswith(".gitignore not changed: it is a ")
