"""Finding the config of the site that a folder belongs to."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feedmill.config.find import find_config, is_ours

OURS = "# a comment\nsite:\n  title: T\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A git work tree inside a folder that has a config, with a folder inside."""
    (tmp_path / "feedmill.yaml").write_text(OURS)
    (tmp_path / "repository/.git").mkdir(parents=True)
    (tmp_path / "repository/posts/2026").mkdir(parents=True)
    return tmp_path / "repository"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (OURS, True),
        ('{"site": {"title": "T"}}', True),
        ("site :\n", True),
        ("baseURL: https://example.org\nparams:\n  site: x\n", False),
        ("sites: []\n", False),
        ("", False),
    ],
)
def test_is_ours(text: str, expected: bool) -> None:
    """Feedmill's config has `site:` at its top level; Hugo's has not."""
    assert expected == is_ours(text)


def test_upwards(repository: Path) -> None:
    """From a folder inside, the nearest config above is found."""
    (repository / "config.yaml").write_text(OURS)
    assert repository / "config.yaml" == find_config(repository / "posts/2026")
    (repository / "posts/feedmill.yaml").write_text(OURS)
    assert repository / "posts/feedmill.yaml" == find_config(repository / "posts/2026")


def test_not_beyond_the_work_tree(repository: Path) -> None:
    """The search ends at the top of the work tree."""
    assert None is find_config(repository / "posts")


def test_only_here_outside_git(tmp_path: Path) -> None:
    """Without git, a config in a folder above is somebody else's."""
    (tmp_path / "config.yaml").write_text(OURS)
    (tmp_path / "posts").mkdir()
    assert tmp_path / "config.yaml" == find_config(tmp_path)
    assert None is find_config(tmp_path / "posts")


def test_order(tmp_path: Path) -> None:
    """`feedmill.yaml` comes first, and a `config.yaml` of a generator does not count."""
    (tmp_path / "config.yaml").write_text("baseURL: https://example.org\n")
    assert None is find_config(tmp_path)
    (tmp_path / "feedmill.yaml").write_text("")
    assert tmp_path / "feedmill.yaml" == find_config(tmp_path)


def test_what_is_no_file(tmp_path: Path) -> None:
    """A fifo of that name is found, not opened: reading the config says what is wrong."""
    os.mkfifo(tmp_path / "config.yaml")
    assert tmp_path / "config.yaml" == find_config(tmp_path)
