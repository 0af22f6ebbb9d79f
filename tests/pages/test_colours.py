"""Accents can be read on every background."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.pages.colours import DARK, LIGHT, accent, contrast

COLOURS = st.from_regex(r"\A#([0-9a-f]{3}|[0-9a-f]{6})\Z")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#ffffff", "#000000", 21.0),
        ("#fff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),  # as webaim.org/resources/contrastchecker has it
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_contrast(one: str, other: str, expected: float) -> None:
    """The ratio is that of WCAG, whichever colour is named first."""
    assert expected == round(contrast(one, other), 2) == round(contrast(other, one), 2)


@given(COLOURS)
def test_every_accent_can_be_read(colour: str) -> None:
    """Level AA of WCAG asks for 4.5 between text and its background."""
    found = accent(colour)
    assert min(contrast(found.light, background) for background in LIGHT) >= 4.5
    assert min(contrast(found.dark, background) for background in DARK) >= 4.5


@pytest.mark.parametrize(
    ("colour", "light", "dark"),
    [
        ("#c2410c", "#c2410c", None),  # dark enough for one, too dark for the other
        ("#fa8", None, "#ffaa88"),
        ("#000", "#000000", None),
        ("#fff", None, "#ffffff"),
    ],
)
def test_a_colour_that_can_be_read_stays(colour: str, light: str | None, dark: str | None) -> None:
    """A colour is changed only where its contrast is too low."""
    found = accent(colour)
    assert (light or found.light, dark or found.dark) == found
    assert found.light != found.dark
