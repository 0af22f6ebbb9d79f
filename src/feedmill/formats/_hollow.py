"""Put marks into the places of texts, numbers and times: see `stencils`. Pure."""

from __future__ import annotations

from itertools import count
from typing import Any

from msgspec.structs import replace

from feedmill.model import Enclosure, Entry, Feed, Person

from .stencils import EARLY, FIRST_NUMBER, LATE, is_channel_image


def hollow(entry: Entry) -> Entry:
    """Return an entry of the same shape with marks for what is to be filled in."""
    marks = _Marks()
    content, identity = marks.text(entry.content), marks.text(entry.id)
    title, link, summary = map(marks.text, (entry.title, entry.link, entry.summary))
    return replace(
        entry,
        id=identity,
        title=title,
        link=identity if entry.id == entry.link else link,
        published=EARLY,
        updated=EARLY if entry.updated == entry.published else LATE,
        summary=summary,
        content=content,
        authors=tuple(map(marks.person, entry.authors)),
        related=tuple(
            replace(one, url=marks.text(one.url), title=marks.text(one.title))
            for one in entry.related
        ),
        categories=tuple(
            replace(
                one,
                term=marks.text(one.term),
                scheme=marks.text(one.scheme),
                label=marks.text(one.label),
            )
            for one in entry.categories
        ),
        enclosures=tuple(map(marks.file, entry.enclosures)),
        thumbnail=entry.thumbnail and marks.file(entry.thumbnail),
    )


def hollow_head(feed: Feed) -> Feed:
    """Return a feed without entries, of the same shape, with marks for what is to be filled in."""
    marks = _Marks()
    marks.text("")
    texts = map(marks.text, (feed.id, feed.title, feed.home, feed.subtitle, feed.rights))
    identity, title, home, subtitle, rights = texts
    icon, hub, language = map(marks.text, (feed.icon, feed.hub, feed.language))
    return replace(
        feed,
        id=identity,
        title=title,
        home=home,
        subtitle=subtitle,
        rights=rights,
        icon=f"{icon}.png" if is_channel_image(feed.icon) else icon,
        hub=hub,
        language=language,
        updated=EARLY,
        author=marks.person(feed.author),
        urls={name: marks.text(url) for name, url in feed.urls.items()},
        entries=(),
    )


class _Marks:
    """Marks in the order in which a `Shape` has the values; what is empty has none."""

    def __init__(self) -> None:
        self._texts, self._numbers = count(), count(FIRST_NUMBER)

    def text(self, text: str | None) -> Any:
        mark = f'\u2021{next(self._texts)}&"\u2021'
        return mark if text else text

    def number(self, number: int | None) -> Any:
        mark = next(self._numbers)
        return mark if number else number

    def person(self, person: Person) -> Person:
        name, uri, email = map(self.text, (person.name, person.uri, person.email))
        return replace(person, name=name, uri=uri, email=email)

    def file(self, file: Enclosure) -> Enclosure:
        length, width, height = map(self.number, (file.length, file.width, file.height))
        return replace(file, url=self.text(file.url), length=length, width=width, height=height)
