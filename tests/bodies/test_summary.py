"""What an entry says of its article where the front matter says nothing."""

from __future__ import annotations

import pytest

from .conftest import Complete


@pytest.mark.parametrize("content", ["full", "summary"])
@pytest.mark.parametrize(
    ("body", "summary"),
    [
        ("# Heading\n\nFirst *one*,\nsecond line.\n\nNext.", "First one, second line."),
        ("Before.\n\nAnd more.\n\n<!--more-->\n\nAfter.", "Before. And more."),
        ("Before.\n<!-- more -->\nAfter.", "Before."),
        ("<!--more-->\n\nAfter.", "After."),
        ("![i](i.png)\n\nWords.", "Words."),
        ("- a\n- b\n", "a b"),
        ("R&amp;D &lt;3", "R&D <3"),
        ("{{ x }}\n\nClean `{{ y }}`.\n\nThis one.", "Clean {{ y }}."),
        ("{% x %}", ""),
        ("word " * 200, ("word " * 99).strip() + " word…"),
        ("# H\n\n" + "{{ x }}\n\n" * 300 + "Far down.", "Far down."),
        ("a " * 600 + "\n\nb", ("a " * 249).strip() + " a…"),
        ("- item\n" * 200, ("item " * 99).strip() + " item…"),
    ],
)
def test_summarise(complete: Complete, content: str, body: str, summary: str) -> None:
    """The text before the marker, else the first paragraph, never with template code."""
    assert summary == complete(body, content=content).summary


def test_an_import_is_no_summary(complete: Complete) -> None:
    """In MDX, the paragraphs that load modules are passed over."""
    assert "Text." == complete("import A from 'a'\n\nText.", "x.mdx").summary


@pytest.mark.parametrize(
    ("mark", "path", "front"),
    [
        ("<!-- truncate -->", "x.md", ""),
        ("{/* truncate */}", "x.mdx", ""),
        ("<!-- excerpt -->", "x.md", ""),
        ("<!--read-more-->", "x.md", ""),
        ("<!-- end_excerpt -->", "x.md", ""),
        ("<!-- here -->", "x.md", "excerpt_separator: <!-- here -->\n"),
    ],
)
def test_marks_of_generators(complete: Complete, mark: str, path: str, front: str) -> None:
    """A summary ends where the author says so, whatever the generator calls that."""
    body = f"One.\n\nTwo.\n\n{mark}\n\nThree."

    assert "One. Two." == complete(body, path, front=front).summary


def test_a_summary_that_is_the_title(complete: Complete) -> None:
    """It says nothing: the body does."""
    assert "Words." == complete("Words.", front="excerpt: t\n").summary


def test_a_number_alone_is_no_summary(complete: Complete) -> None:
    """A paragraph that is only the mark of a footnote is passed over; numbers alone are not."""
    assert complete("[^1]\n\nWords.\n\n[^1]: Note.").summary == "Words."
    assert complete("42").summary == "42"


@pytest.mark.parametrize("markdown", ["default", "goldmark", "kramdown", "markdown-it", "remark"])
def test_marks_of_footnotes(complete: Complete, markdown: str) -> None:
    """They are no part of the words."""
    done = complete("A footnote[^1]. Another[^b].\n\n[^1]: X.\n[^b]: Y.", markdown=markdown)
    assert done.summary == "A footnote. Another."
