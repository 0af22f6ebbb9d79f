"""Names to file names. The library that makes the hard ones says what is right."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from feedmill.names import slug


@given(st.text("aZ09 -"))
def test_plain_names(name: str) -> None:
    """Names that need no table get the slug that they would have got from it."""
    assert slugify(name) == slug.__wrapped__(name)
