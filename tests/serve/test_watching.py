"""Which folders are watched, and what counts as a change."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from feedmill.config import parse_config
from feedmill.serve.watching import Watch, named_folders, watched_folders


def make(root: Path, *folders: str) -> None:
    """Make folders."""
    for folder in folders:
        (root / folder).mkdir(parents=True)


def found(root: Path, *named: str, without: str = "feeds") -> list[str]:
    """List the folders that are watched, relative to the site's."""
    folders = watched_folders(root, named, [root / without])
    return sorted(os.path.relpath(one, os.path.realpath(root)) for one in folders)


def test_folders(tmp_path: Path) -> None:
    """All of a site, but not what is hidden, made, or of others, nor the feeds."""
    make(tmp_path, "articles/2026", "_data", "feeds/topics", ".git/objects", ".feedmill")
    make(tmp_path, "node_modules/x", "_site/a", "articles/.hidden", "articles/node_modules")
    assert [".", "_data", "articles", "articles/2026"] == found(tmp_path)


def test_what_the_config_names(tmp_path: Path) -> None:
    """A folder that the config names is watched, however it is called."""
    make(tmp_path, ".drafts/a", "_site/b/c", "feeds/x")
    expected = [".", ".drafts", ".drafts/a", "_site", "_site/b", "_site/b/c"]
    assert expected == found(tmp_path, "", ".drafts", "_site", "missing")


def test_folders_of_other_files() -> None:
    """Rendered pages, pictures and templates are watched with the articles."""
    config = parse_config(
        "site: {title: x, url: 'https://x.test/', authority: 'x.test,2021'}\n"
        "articles: {include: [posts/], rendered: {folder: _site}}\n"
        "images: {folders: {public: /}, store: kept, base_url: 'https://x.test/i/'}\n"
        "pages: {templates: ours}\n",
        "config.yaml",
    )
    assert {"posts", "_site", "public", "kept", "ours"} == named_folders(config)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links")
def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link leads nowhere, not even within the site, where all is watched anyway."""
    make(tmp_path, "articles", "elsewhere")
    (tmp_path / "articles" / "root").symlink_to("/")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    assert [".", "articles", "elsewhere"] == found(tmp_path)
    (tmp_path / "_site").symlink_to("/")
    assert [".", "articles", "elsewhere"] == found(tmp_path, "_site")


@pytest.mark.slow
@pytest.mark.parametrize("polling", ["false", "true"])
def test_changes(tmp_path: Path, polling: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever happens in a watched folder sets the event, also where the system only looks."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", polling)
    make(tmp_path, "a", "b")
    changed = threading.Event()
    watch = Watch(tmp_path, changed)
    try:
        watch.look_at((str(tmp_path / "a"),))
        assert changed.wait(10)  # what happened before
        for act in (
            lambda: (tmp_path / "a" / "x.md").write_text("1"),
            # Who only looks sees whole seconds.
            lambda: os.utime(tmp_path / "a" / "x.md", (2e9, 2e9)),
            lambda: (tmp_path / "a" / "x.md").rename(tmp_path / "a" / "y.md"),
            lambda: (tmp_path / "a" / "new").mkdir(),
            lambda: (tmp_path / "a" / "y.md").unlink(),
        ):
            changed.clear()
            act()
            assert changed.wait(10)
        changed.clear()
        (tmp_path / "b" / "x.md").write_text("1")
        assert not changed.wait(0.6)
    finally:
        watch.end()


@pytest.mark.slow
def test_one_edit_after_another(tmp_path: Path) -> None:
    """Two edits in one second are two changes."""
    make(tmp_path, "a")
    changed = threading.Event()
    watch = Watch(tmp_path, changed)
    watch.look_at((str(tmp_path / "a"),))
    assert changed.wait(10)
    for number in range(5):
        changed.clear()
        (tmp_path / "a" / "x.md").write_text(str(number))
        assert changed.wait(10)
    watch.end()


@pytest.mark.slow
def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """A folder that went between the listing and the watch counts as a change."""
    changed = threading.Event()
    watch = Watch(tmp_path, changed)
    watch.look_at((str(tmp_path / "gone"),))
    assert changed.wait(10)
    watch.end()
