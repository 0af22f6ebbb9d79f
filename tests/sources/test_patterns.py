"""Glob patterns."""

from __future__ import annotations

import pytest

from feedmill.sources.patterns import matcher


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("articles/**/*.md", "articles/a.md", True),
        ("articles/**/*.md", "articles/b/c/a.md", True),
        ("articles/**/*.md", "articles/a.txt", False),
        ("articles/**/*.md", "other/a.md", False),
        ("articles/*.md", "articles/b/a.md", False),
        ("**/*.md", "a.md", True),
        ("**/*.md", ".git/a.md", False),
        ("**/*.md", "a/.hidden.md", False),
        (".github/*.md", ".github/a.md", True),
        ("a/**", "a/b/c.md", True),
        ("a/**", "a/.b/c.md", False),
        ("a/", "a/b/c.md", True),
        ("./a/*.md", "a/b.md", True),
        ("a/?.md", "a/b.md", True),
        ("a/?.md", "a/bb.md", False),
        ("a/[bc].md", "a/c.md", True),
        ("a/[!bc].md", "a/c.md", False),
        ("a/[!bc].md", "a/d.md", True),
        ("a/[b.md", "a/[b.md", True),
        ("a/b+(c).md", "a/b+(c).md", True),
        ("*.md", "A.MD", False),
    ],
)
def test_include(pattern: str, path: str, matches: bool) -> None:
    """A pattern matches whole paths; what begins with a dot must be asked for."""
    assert matcher([pattern])(path) is matches


def test_exclude() -> None:
    """What an exclude pattern matches is out, whatever includes it."""
    chosen = matcher(["a/**/*.md", "b/*.md"], ["a/drafts/", "**/*.tmp.md"])
    paths = ["a/x.md", "a/drafts/x.md", "a/drafts/y/x.md", "b/x.md", "b/x.tmp.md"]
    assert [path for path in paths if chosen(path)] == ["a/x.md", "b/x.md"]
