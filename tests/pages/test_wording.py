"""The words of each language."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from feedmill.pages.files import package_theme
from feedmill.pages.wording import Words, choose

KNOWN = package_theme().words


@pytest.mark.parametrize("language", KNOWN)
def test_every_language_is_whole(language: str) -> None:
    """No phrase is missing, is empty, or lacks what is filled in."""
    words = choose(language, KNOWN)
    assert language == words.language
    for name, phrase in msgspec.to_builtins(words).items():
        assert all(phrase), name
    assert all("{n}" in one for one in (*words.feed_count, *words.entry_count, words.more))
    assert "{date}" in words.updated
    assert all(part in words.date for part in ("{d}", "{month}", "{y}"))
    assert 12 == len(set(words.months))


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("de-AT", "de"), ("zh-HK", "zh-hant"), ("zh", "zh"), ("cy", "en"), ("EN-us", "en")],
)
def test_choose(tag: str, expected: str) -> None:
    """The nearest language is taken, and English where there is none."""
    assert expected == choose(tag, KNOWN).language


def test_phrases() -> None:
    """Numbers and dates are filled in as the language has them."""
    english, german = choose("en", KNOWN), choose("de", KNOWN)
    when = datetime(2026, 3, 4, tzinfo=UTC)
    assert ("0 entries", "1 entry", "2 entries") == tuple(map(english.entries, range(3)))
    assert ("1 feed", "26 feeds") == (english.feeds_in_all(1), english.feeds_in_all(26))
    assert ("4 Mar 2026", "4. März 2026") == (english.day(when), german.day(when))
    assert "rtl" == choose("he", KNOWN).direction


def test_nothing_is_unused() -> None:
    """Each phrase has a place in Words: a file with another key is refused."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(KNOWN["en"].replace(b'"feeds"', b'"feedz"'), type=Words)
