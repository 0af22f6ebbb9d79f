"""Typographic signs in titles."""

from __future__ import annotations

import pytest

from feedmill.parsing.smart import smart_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's here", "It’s here"),
        ('A "good" idea', "A “good” idea"),
        ("'Quoted' words", "‘Quoted’ words"),
        ("The '90s are the users' years", "The ’90s are the users’ years"),
        ("\"'Nested' quotes\"", "“‘Nested’ quotes”"),
        ("One -- two --- three...", "One – two — three…"),
        ("Summer of Code'21", "Summer of Code’21"),
        ("C++ & Go", "C++ & Go"),
        ('("x")', "(“x”)"),
    ],
)
def test_smart_text(text: str, expected: str) -> None:
    """Quotes open and close, hyphens become dashes, dots an ellipsis."""
    assert expected == smart_text(text, "–")
