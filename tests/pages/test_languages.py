"""Language tags, as far as markup depends on them."""

from __future__ import annotations

import pytest

from feedmill.pages.languages import direction, language_candidates, same


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "ltr"),
        ("he", "rtl"),
        ("HE-IL", "rtl"),
        ("ar-EG", "rtl"),
        ("az", "ltr"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("zh-Hant-TW", "ltr"),
        ("ks-Deva-IN", "ltr"),
    ],
)
def test_direction(tag: str, expected: str) -> None:
    """The script decides if the tag has one, else the language."""
    assert expected == direction(tag)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("pt-BR", ["pt-br", "pt"]),
        ("en", ["en"]),
        ("zh-TW", ["zh-hant", "zh"]),
        ("zh-Hant", ["zh-hant", "zh"]),
        ("zh-Hans-CN", ["zh"]),
    ],
)
def test_candidates(tag: str, expected: list[str]) -> None:
    """The narrowest comes first; Chinese goes by its script."""
    assert expected == language_candidates(tag)


def test_same() -> None:
    """Case makes no difference, a region does."""
    assert same("en-gb", "en-GB")
    assert not same("en", "en-GB")
