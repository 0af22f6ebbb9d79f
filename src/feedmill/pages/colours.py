"""Colours with enough contrast, from the one that the config names. Pure.

Contrast is WCAG 2.2's: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
"""

from __future__ import annotations

from typing import NamedTuple

Colour = tuple[int, int, int]
"""Red, green, blue: 0 to 255."""

# What text stands on, in the stylesheet: the page, and a surface on it.
LIGHT = ("#fdfcfa", "#f5f3ee")
DARK = ("#161514", "#211f1d")
_ENOUGH = 4.6  # AA asks for 4.5
_STEPS = 100


class Accent(NamedTuple):
    """One colour for two schemes, as `#rrggbb`."""

    light: str
    dark: str


def accent(text: str) -> Accent:
    """Return the colour `text` (`#rgb` or `#rrggbb`), darker and lighter as far as it must be.

    On every background of its scheme it then has the contrast that WCAG's level AA asks of text.
    """
    colour = _parsed(text)
    return Accent(_fit(colour, (0, 0, 0), LIGHT), _fit(colour, (255, 255, 255), DARK))


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours: 1 to 21."""
    low, high = sorted((_luminance(_parsed(one)), _luminance(_parsed(other))))
    return (high + 0.05) / (low + 0.05)


def _fit(colour: Colour, towards: Colour, backgrounds: tuple[str, ...]) -> str:
    """Mix a colour with another, no more than it takes."""
    mixes = (_written(_mixed(colour, towards, step)) for step in range(_STEPS + 1))
    return next(
        mix for mix in mixes if min(contrast(mix, other) for other in backgrounds) >= _ENOUGH
    )


def _mixed(colour: Colour, towards: Colour, step: int) -> Colour:
    red, green, blue = (
        round(own + (other - own) * step / _STEPS)
        for own, other in zip(colour, towards, strict=True)
    )
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _parsed(text: str) -> Colour:
    digits = text.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


def _written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)
