"""The words of each language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from feedmill.pages import wording
from feedmill.pages.files import package_theme
from feedmill.pages.wording import Words, parse_words

LANGUAGES = sorted(path.stem for path in Path(wording.__file__).with_name("words").iterdir())


def choose(language: str) -> Words:
    """Give the words of a language."""
    theme = package_theme(language)
    return parse_words(theme.language, theme.words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_whole(language: str) -> None:
    """No phrase is missing, is empty, or lacks what is filled in."""
    words = choose(language)
    assert language == words.language
    for name, phrase in msgspec.to_builtins(words).items():
        assert all(phrase), name
    assert all("{n}" in one for one in (*words.feed_count, *words.entry_count, words.more))
    assert "{date}" in words.updated
    assert all(part in words.date for part in ("{d}", "{month}", "{y}"))
    assert 12 == len(set(words.months))


def test_phrases() -> None:
    """Numbers and dates are filled in as the language has them."""
    english, german = choose("en"), choose("de")
    when = datetime(2026, 3, 4, tzinfo=UTC)
    assert ("0 entries", "1 entry", "2 entries") == tuple(map(english.entries, range(3)))
    assert ("1 feed", "26 feeds") == (english.feeds_in_all(1), english.feeds_in_all(26))
    assert ("4 Mar 2026", "4. März 2026") == (english.day(when), german.day(when))
    assert "rtl" == choose("he").direction


def test_nothing_is_unused() -> None:
    """Each phrase has a place in Words: a file with another key is refused."""
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(package_theme("en").words.replace(b'"feeds"', b'"feedz"'), type=Words)
