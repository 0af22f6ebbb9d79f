"""Names to file names. The library that makes the hard ones says what is right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from feedmill.names import fold, slug


@given(st.text("aZ09 -"))
def test_plain_names(name: str) -> None:
    """Names that need no table get the slug that they would have got from it."""
    assert slugify(name) == slug.__wrapped__(name)


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("Machine Learning", "machine learning"),
        ("machine-learning", "machine learning"),
        ("MACHINE_learning", "machine learning"),
        (" machine \t-_ learning\u00a0", "machine learning"),
        ("machine\u2010learning", "machine learning"),
        ("machine\u2011learning", "machine learning"),
        ("machine–learning", "machine–learning"),
        ("machinelearning", "machinelearning"),
        ("C", "c"),
        ("C-", "c-"),
        ("C --", "c --"),
        ("-1", "-1"),
        ("_", "_"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
    ],
)
def test_the_identity_of_a_name(name: str, identity: str) -> None:
    """Case, and runs of spaces, hyphens and underscores between words, tell no names apart."""
    assert identity == fold(name)


@given(st.text())
def test_an_identity_is_its_own(name: str) -> None:
    """Folding what is folded changes nothing: the index and the config agree on who is who."""
    assert fold(fold(name)) == fold(name)
