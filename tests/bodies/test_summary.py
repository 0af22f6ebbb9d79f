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
