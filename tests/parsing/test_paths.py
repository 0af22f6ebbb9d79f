"""What an article's path says."""

from __future__ import annotations

from datetime import date

import pytest

from feedmill.parsing.paths import placer


@pytest.mark.parametrize(
    ("path", "below", "folder", "stem", "name", "day"),
    [
        (
            "a/2021-02-12-hello.md",
            "2021-02-12-hello",
            "",
            "2021-02-12-hello",
            "hello",
            date(2021, 2, 12),
        ),
        (
            "a/x/2021-2-3_hello.md",
            "x/2021-2-3_hello",
            "x",
            "2021-2-3_hello",
            "hello",
            date(2021, 2, 3),
        ),
        (
            "a/2021-13-45-hello.md",
            "2021-13-45-hello",
            "",
            "2021-13-45-hello",
            "2021-13-45-hello",
            None,
        ),
        ("a/2021-02-12.md", "2021-02-12", "", "2021-02-12", "2021-02-12", date(2021, 2, 12)),
        ("a/2021-02-123.md", "2021-02-123", "", "2021-02-123", "2021-02-123", None),
        (
            "a/2021/02/12/hello.md",
            "2021/02/12/hello",
            "2021/02/12",
            "hello",
            "hello",
            date(2021, 2, 12),
        ),
        (
            "a/2020/01/01/2021-02-12-x.md",
            "2020/01/01/2021-02-12-x",
            "2020/01/01",
            "2021-02-12-x",
            "x",
            date(2021, 2, 12),
        ),
        ("a/post/index.md", "post", "", "post", "post", None),
        (
            "a/x/2021-02-12-post/index.md",
            "x/2021-02-12-post",
            "x",
            "2021-02-12-post",
            "post",
            date(2021, 2, 12),
        ),
        ("a/index.md", "index", "", "index", "index", None),
        ("a/x/hello.en.md", "x/hello.en", "x", "hello.en", "hello.en", None),
        ("a/x.y/hello", "x.y/hello", "x.y", "hello", "hello", None),
    ],
)
def test_place(path: str, below: str, folder: str, stem: str, name: str, day: date | None) -> None:
    """Path, name and date are told apart; a bundle is known by its folder."""
    place = placer(("a/**/*.md",))(path)
    assert (below, folder, stem, name, day) == (
        place.below,
        place.folder,
        place.stem,
        place.name,
        place.date,
    )


@pytest.mark.parametrize(
    ("path", "below"),
    [
        ("news/x/a.md", "x/a"),
        ("blog/2021/a.md", "2021/a"),
        ("blog/a.txt", "a"),
        ("other/a.md", "other/a"),
    ],
)
def test_the_first_pattern_that_matches_counts(path: str, below: str) -> None:
    """With several patterns, each path is cut at the fixed part of its own."""
    assert below == placer(("news/**/*.md", "blog/**/*.md", "blog/*.txt"))(path).below


def test_a_pattern_without_folders() -> None:
    """A pattern that begins with a wildcard cuts nothing off."""
    assert "x/a" == placer(("**/*.md",))("x/a.md").below
