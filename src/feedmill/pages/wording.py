"""What pages are made from, as values: words in one language, and templates. Pure.

`words/` has a file for each language. Text to fill in is in braces, such as `{n}`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from .languages import FALLBACK, direction

_Count = tuple[str, str]
"""The phrase for one, and the one for any other number."""


class Theme(Struct, frozen=True):
    """Words, and templates by name if a site has some of its own; `folder` is where these are.

    `words` is the content of a file of `words/`, `language` its language.
    """

    language: str
    words: bytes
    templates: dict[str, str] | None = None
    folder: str = ""


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What pages say in one language; `language` is its tag."""

    language: str = FALLBACK
    feeds: str
    what: str
    what_all: str
    subscribe: str
    newest: str
    nothing: str
    related: str
    broader: str
    narrower: str
    all_feeds: str
    more: str
    opml: str
    feed_count: _Count
    entry_count: _Count
    updated: str
    many_a_day: str
    one_a_day: str
    many_a_week: str
    one_a_week: str
    many_a_month: str
    one_a_month: str
    many_a_year: str
    one_a_year: str
    date: str
    months: Annotated[tuple[str, ...], Meta(min_length=12, max_length=12)]

    @property
    def direction(self) -> str:
        """Return in which direction the language is written: `rtl` or `ltr`."""
        return direction(self.language)

    def entries(self, number: int) -> str:
        """Return how many entries there are: `31 entries`."""
        return self.entry_count[number != 1].format(n=number)

    def feeds_in_all(self, number: int) -> str:
        """Return how many feeds there are: `26 feeds`."""
        return self.feed_count[number != 1].format(n=number)

    def day(self, when: datetime) -> str:
        """Return the day of a time: `20 Nov 2026`."""
        return self.date.format(d=when.day, month=self.months[when.month - 1], y=when.year)


_decode = msgspec.json.Decoder(Words).decode


def parse_words(language: str, data: bytes) -> Words:
    """Return the words of a language, which a file of `words/` has."""
    return msgspec.structs.replace(_decode(data), language=language)
