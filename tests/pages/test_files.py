"""The files that pages are made from."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from feedmill.errors import PagesError
from feedmill.pages.files import package_templates, package_theme, read_templates


def test_the_package_has_a_theme() -> None:
    """Templates, a stylesheet and words come with Feedmill."""
    templates = {"base.html", "feed.html", "index.html", "row.html", "style.css"}
    assert templates == set(package_templates())
    assert package_theme("en").templates is None


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("de-AT", "de"), ("zh-HK", "zh-hant"), ("zh", "zh"), ("cy", "en"), ("EN-us", "en")],
)
def test_words_are_found(tag: str, expected: str) -> None:
    """The nearest language is taken, and English where there is none."""
    assert expected == package_theme(tag).language


def test_templates_are_read_by_name(tmp_path: Path) -> None:
    """Files of HTML and CSS are, and nothing else."""
    folder = tmp_path / "own" / "templates"
    folder.mkdir(parents=True)
    for name in ("feed.html", "style.css", "README.md", ".swp"):
        (folder / name).write_text(f"ä {name}", encoding="utf-8")
    expected = {"feed.html": "ä feed.html", "style.css": "ä style.css"}
    assert expected == read_templates(tmp_path, "own/templates")


@pytest.mark.skipif(os.name == "nt", reason="needs links and pipes")
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.symlink_to(__file__), "is a symbolic link, not a file"),
        (lambda path: path.mkdir(), "is a folder, not a file"),
        (os.mkfifo, "is a fifo, not a file"),
        (lambda path: path.write_bytes(b"\xff"), "is not UTF-8; save it as UTF-8"),
        (lambda path: path.write_bytes(b"x" * 2**20), "has more than 262,144 bytes"),
    ],
)
def test_what_is_no_template(tmp_path: Path, make: Callable[[Path], object], reason: str) -> None:
    """No link is followed, nothing is waited for, and nothing huge is read."""
    (tmp_path / "own").mkdir()
    make(tmp_path / "own" / "feed.html")
    with pytest.raises(PagesError) as error:
        read_templates(tmp_path, "own")
    assert f"own/feed.html{': ' if 'UTF' not in reason else ' '}{reason}" in str(error.value)


def test_what_is_no_folder(tmp_path: Path) -> None:
    """A folder that is missing, or a link that leads out of the site, is an error of the key."""
    (tmp_path / "site").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "site" / "link").symlink_to(tmp_path / "outside")
    for name in ("missing", "link"):
        with pytest.raises(PagesError, match=r"^pages\.templates: .*/site/(missing|link): "):
            read_templates(tmp_path / "site", name)


def test_too_many(tmp_path: Path) -> None:
    """Fifty templates are enough."""
    (tmp_path / "own").mkdir()
    for number in range(51):
        (tmp_path / "own" / f"{number}.html").touch()
    with pytest.raises(PagesError, match="own has over 50 templates"):
        read_templates(tmp_path, "own")
