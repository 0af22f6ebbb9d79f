"""The heading and the date above an article, which its entry has already: they go. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property

from feedmill.model import Article
from feedmill.names import fold
from feedmill.text import words

from .tree import Element, drop, text_of

_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_BOXES = words("header hgroup div section article main center")
_LINES = words("p div span small time ul ol dl address em i h2 h3 h4 h5 h6 a header section")
_BEFORE = 40  # elements that are looked at
_LONGEST = 160  # characters of a line with a date
_SIGNS = "#¶§🔗⚓ \t\n\u200b\ufe0f"
_TOKEN = re.compile(r"\d+|[^\W\d_]+")
_USUAL = words(
    "a am and at author authors by date edited in last min mins minute minutes on originally pm "
    "post posted published read reading st nd rd th time updated utc words written"
)
_UNKNOWN = 3  # words of a date that are not among these: names of a month, a day, a zone


def drop_heading(root: Element, article: Article) -> None:
    """Take out the headings and lines at the start that say no more than title and date."""
    start = _Start(article)
    start.look(root)
    start.look_further(root)


class _Start:
    """The walk from the top of an article to its first words of its own."""

    def __init__(self, article: Article) -> None:
        self._title = fold(article.title)
        self._article = article
        self._left = _BEFORE
        self._titled = False

    @cached_property
    def _days(self) -> list[date]:
        return [*_days(self._article.published), *_days(self._article.updated)]

    @cached_property
    def _known(self) -> frozenset[str]:
        authors = (one.name for one in self._article.authors)
        words = _TOKEN.findall(" ".join((*authors, *self._article.topics)).lower())
        return _USUAL.union(words)

    def look(self, box: Element) -> bool:
        """Drop what is at the start of a box; return whether there is nothing else in it."""
        if (box.text or "").strip():
            return False
        for child in list(box):
            self._left -= 1
            if self._left < 0:
                return False
            follows = (child.tail or "").strip()
            if not isinstance(child.tag, str):  # a comment
                if follows:
                    return False
                continue
            if self._is_title(child) or self._is_date(child) or self._is_empty(child):
                drop(child)
            elif child.tag not in _BOXES or not self.look(child):
                return False
            else:
                drop(child)
            if follows:
                return False
        return True

    def look_further(self, root: Element) -> None:
        """Drop the title below other things, such as a picture, and the date after it."""
        title = None if self._titled else next(root.iter("h1"), None)
        if title is None or not self._is_title(title):
            return
        for one in list(title.itersiblings("*"))[:2]:
            if self._is_date(one):
                drop(one)
        drop(title)

    def _is_title(self, element: Element) -> bool:
        if element.tag not in _HEADINGS or self._titled or not self._title:
            return False
        text = text_of(element)  # signs are no part of it, or are: "Observables in C#"
        whole = fold(text)
        rest = whole.removeprefix(self._title)  # `<h1>Title <span>2026-03-05</span></h1>`
        self._titled = self._title in (whole, fold(text.strip(_SIGNS))) or (
            len(rest) < min(len(whole), _LONGEST) and self._is_written_date(rest)
        )
        return self._titled

    def _is_date(self, element: Element) -> bool:
        """Return whether an element is a line with the date of the article, and little else."""
        if element.tag not in _LINES:
            return False
        text = " ".join(text_of(element).split())
        if (
            not 0 < len(text) <= _LONGEST
            or next(element.iter("img", "pre", "table"), None) is not None
        ):
            return False
        times = [element] if element.tag == "time" else list(element.iter("time"))
        if times and any(self._names_day(one) for one in times):
            return self._titled or len(text) <= _LONGEST // 2
        return self._titled and self._is_written_date(text)

    def _names_day(self, time: Element) -> bool:
        stated = time.get("datetime") or ""
        if any(stated.startswith(day.isoformat()) for day in self._days):
            return True
        return self._has_day(text_of(time))

    def _has_day(self, text: str) -> bool:
        numbers = {int(one) for one in _TOKEN.findall(text) if one.isdecimal() and len(one) <= 8}
        return any(
            {day.year, day.day} <= numbers or int(f"{day:%Y%m%d}") in numbers for day in self._days
        )

    def _is_written_date(self, text: str) -> bool:
        unknown = [
            one
            for one in _TOKEN.findall(text.lower())
            if not one.isdecimal() and one not in self._known
        ]
        return len(unknown) <= _UNKNOWN and self._has_day(text)

    def _is_empty(self, element: Element) -> bool:
        """Return whether there is nothing to see in an element before the title or the date."""
        return element.tag in ("br", "hr") and self._titled


def _days(when: datetime) -> Iterator[date]:
    """Yield the days that a time may be on, in whatever zone the page has it in."""
    for hours in (0, -14, 14):
        yield (when + timedelta(hours=hours)).date()
