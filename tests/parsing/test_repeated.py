"""Keys that stand twice, and signs of YAML: they mean what they do to the site's generator."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from feedmill.parsing.parser import Reading

Read = Callable[..., Reading]

TEXT = "---\ntitle: One\ndate: 2026-01-02\nlink: https://example.org/1\n{more}---\nText.\n"


@pytest.mark.parametrize("generator", ["jekyll", "mkdocs"])
def test_the_last_key_counts(read: Read, generator: str) -> None:
    """Jekyll and MkDocs take the last of two keys: so do feeds, with a warning."""
    found = read(TEXT.format(more="title: Two\n"), generator=generator)
    assert found.article is not None
    assert "Two" == found.article.title
    (problem,) = found.problems
    assert ("warning", "repeated-key", 5) == (problem.severity, problem.code, problem.line)


def test_other_generators_refuse_it(read: Read) -> None:
    """Hugo stops at a key that stands twice, so nothing is known of such an article."""
    found = read(TEXT.format(more="title: Two\n"), generator="hugo")
    assert found.article is None
    assert ["duplicate-key"] == [one.code for one in found.problems]


@pytest.mark.parametrize(
    "flags", ["draft: true\ndraft: false\n", "published: false\npublished: true\n"]
)
def test_of_two_flags_the_one_that_keeps_out_wins(read: Read, flags: str) -> None:
    """Doubt keeps an article out, whatever the generator makes of it."""
    found = read(TEXT.format(more=flags), generator="jekyll")
    assert found.article is None
    assert "bad-flag" in [one.code for one in found.problems]


def test_pelican_takes_the_first(read: Read) -> None:
    """Of two lines for one key Pelican uses the first one: so do feeds, with a warning."""
    text = (
        "Title: One\nDate: 2026-01-02\nLink: https://example.org/1\nTags: a, b\nTags: c\n  d\n\nT."
    )
    found = read(text, generator="pelican")
    assert found.article is not None
    assert ("a", "b") == found.article.topics
    assert [("repeated-key", 5)] == [(one.code, one.line) for one in found.problems]
    found = read(f"Status: draft\nStatus: published\n{text}", generator="pelican")
    assert found.article is None


def test_a_number_sign_in_a_title(read: Read) -> None:
    """To Pelican, ` #` begins no comment between fences either; to other generators it does."""
    text = TEXT.replace("One", "Sync #3").format(more="summary: 'It is # 3'\nslug: a # b\n")
    found = read(text, generator="pelican").article
    assert found is not None
    assert ("Sync #3", "It is # 3") == (found.title, found.summary)
    found = read(text, generator="jekyll").article
    assert found is not None
    assert "Sync" == found.title
