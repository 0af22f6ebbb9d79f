"""Where folders of a site really are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from feedmill.state.place import inside, output_place
from feedmill.state.plain import NotPlainError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Give a site with folders and links, and a folder beside it."""
    site = tmp_path / "site"
    for folder in ("public/feeds", ".git/hooks", ".feedmill", "../outside", "../site-two"):
        (site / folder).mkdir(parents=True, exist_ok=True)
    links = {
        "in": "public/feeds",
        "out": "../outside",
        "two": "../site-two",
        "far": "/",
        "hooks": ".git/hooks",
        "state": ".feedmill",
        "gone": "../nowhere",
        "loop": "loop",
        "public/up": "..",
    }
    for name, target in links.items():
        (site / name).symlink_to(target)
    return site


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("feeds", "feeds"),
        ("public/feeds", "public/feeds"),
        ("in", "public/feeds"),
        ("in/images", "public/feeds/images"),
        ("public/up/new", "new"),
        ("new/deep", "new/deep"),
    ],
)
def test_inside(site: Path, path: str, expected: str) -> None:
    """A link that stays in the site is followed, once and for all."""
    assert site / expected == inside(site, site / path)
    assert site / expected == output_place(site, site / path)


@pytest.mark.parametrize(
    "path",
    [
        "out",
        "out/feeds",
        "two",
        "far",
        "far/tmp",
        "hooks",
        "state",
        "gone",
        "gone/x",
        "in/../../out",
        *(
            ".git",
            ".git/feeds",
            ".GIT/feeds",
            ".feedmill",
            "public/up/.git/x",
            "public/up/../outside",
        ),
    ],
)
def test_not_inside(site: Path, path: str) -> None:
    """What leads out, or to git's and Feedmill's own folders, is refused."""
    for place in (inside, output_place):
        with pytest.raises(NotPlainError):
            place(site, site / path)


def test_relative(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that needs nothing done stays as it was written."""
    monkeypatch.chdir(site)
    assert Path("feeds") == inside(Path(), Path("feeds"))
    assert Path("../outside/feeds") == output_place(Path(), Path("../outside/feeds"))
    with pytest.raises(NotPlainError):
        output_place(Path(), Path("out"))


def test_elsewhere(site: Path) -> None:
    """Outside the site, a folder that somebody names is theirs, unless it is itself a link."""
    outside = site.parent / "outside"
    assert outside / "new" == output_place(site, outside / "new")
    (site.parent / "alias").symlink_to(site.parent)
    alias = site.parent / "alias"
    assert alias / "outside" == output_place(site, alias / "outside")
    for path in (alias, alias / "site" / "out", alias / "outside" / ".git"):
        with pytest.raises(NotPlainError):
            output_place(site, path)
    assert site / "public/feeds" == output_place(site, alias / "site" / "in")
