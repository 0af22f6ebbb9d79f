"""Stencils: what feedgen wrote of an entry, or of a feed's head, with holes for its texts. Pure.

Most entries differ in their texts only. So feedgen is given one of each shape, with marks for
texts; what it writes is cut at the marks, and all others of that shape are written by filling
in theirs. A mark has `&` and `"`: how these come out shows how a text is to be escaped there. What
has an unusual character is not filled in: feedgen must write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from operator import itemgetter
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from msgspec.structs import replace

from feedmill.model import Enclosure, Entry, Feed, Person

from ._text import rfc822

Escape = Callable[[str], str]

_NUMBER = 987_654_321_000_000  # and what follows: marks of numbers
_EARLY, _LATE = datetime(1887, 6, 5, 4, 3, 2, tzinfo=UTC), datetime(1889, 7, 6, 5, 4, 3, tzinfo=UTC)
_TIMES: dict[str, tuple[int, Callable[[datetime], str]]] = {
    form(mark): (number, form)
    for number, mark in enumerate((_EARLY, _LATE))
    for form in (datetime.isoformat, rfc822)
}
_PICTURES = (".gif", ".jpeg", ".jpg", ".png")
_HEXADECIMAL = str.maketrans({char: f"&#x{ord(char):X};" for char in "&<>"})
# How a mark's `&"` can come out, and how a text is written there.
_IN_TEXT, _IN_ATTRIBUTE = '&amp;"', "&amp;&quot;"
_SPECIAL: dict[str, Escape] = {
    '&amp;amp;"': lambda text: _escaped(_escaped(text)),
    '&#x26;"': lambda text: text.translate(_HEXADECIMAL),
}
_HOLE = re.compile(
    rf"(\u2021\d+(?:{'|'.join((_IN_TEXT, _IN_ATTRIBUTE, *_SPECIAL))})\u2021(?:\.png)?"
    rf"|987654321\d{{6}}|{'|'.join(map(re.escape, _TIMES))})"
)
_MARK = re.compile("\u2021(\\d+)([^\u2021]+)\u2021")
_BETWEEN = "\x1f"
_CONTROLS = bytes(range(32))
_UNUSUAL = bytes([*range(9), *range(11, 32)])  # in content
_LAST = b"\xef\xbf"  # U+FFC0 and what follows: some of it is no character


class Shape(NamedTuple):
    """What a stencil depends on, and what is to be filled in. `key` holds the `literals`."""

    key: object
    literals: tuple[str, ...]
    texts: list[str]
    numbers: list[int]
    times: tuple[datetime, ...]


def shape_of(entry: Entry, language: str | None) -> Shape:
    """Return the shape of an entry in a feed of this language."""
    texts = [entry.content, entry.id, entry.title, entry.link, entry.summary]
    numbers: list[int] = []
    for person in entry.authors:
        texts += person.name, person.uri or "", person.email or ""
    for link in entry.related:
        texts += link.url, link.title or ""
    for category in entry.categories:
        texts += category.term, category.scheme, category.label
    files = entry.enclosures if entry.thumbnail is None else (*entry.enclosures, entry.thumbnail)
    for file in files:
        texts.append(file.url)
        numbers += file.length, file.width or 0, file.height or 0
    literals = (
        *(file.type for file in files),
        (entry.language or "") if entry.language != language else "",
    )
    counts = len(entry.authors), len(entry.related), len(entry.categories), len(entry.enclosures)
    same = entry.id == entry.link, entry.updated == entry.published
    key = counts, same, literals, bytes(map(bool, texts)), bytes(map(bool, numbers))
    return Shape(key, literals, texts, numbers, (entry.published, entry.updated))


def shape_of_head(feed: Feed) -> Shape | None:
    """Return the shape of all that a feed says before its entries, None if it has none."""
    if feed.tombstones:
        return None
    author = feed.author
    texts = ["", feed.id, feed.title, feed.home, feed.subtitle, feed.rights, feed.icon or ""]
    texts += feed.hub or "", feed.language or "", author.name, author.uri or "", author.email or ""
    texts += feed.urls.values()
    given = bytes(map(bool, texts))
    key = given, tuple(feed.urls), feed.is_by_author, is_channel_image(feed.icon)
    return Shape(key, (), texts, [], (feed.updated,))


def is_channel_image(url: str | None) -> bool:
    """Return whether it is a picture that an RSS channel may have."""
    return url is not None and urlsplit(url).path.lower().endswith(_PICTURES)


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
        published=_EARLY,
        updated=_EARLY if entry.updated == entry.published else _LATE,
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
        updated=_EARLY,
        author=marks.person(feed.author),
        urls={name: marks.text(url) for name, url in feed.urls.items()},
        entries=(),
    )


class _Marks:
    """Marks in the order in which a `Shape` has the values; what is empty has none."""

    def __init__(self) -> None:
        self._texts, self._numbers = count(), count(_NUMBER)

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


class Stencil:
    """What was written of something that is hollow and has this shape."""

    def __init__(self, written: bytes, shape: Shape) -> None:
        self._is_odd = any(map(_HOLE.search, shape.literals))
        statics = _HOLE.split(written.decode())
        self._text = "%s".join(static.replace("%", "%%") for static in statics[::2])
        self._special: list[tuple[int, Escape]] = []
        self._times: list[tuple[int, Callable[[datetime], str]]] = []
        self._pick: Callable[[list[str]], tuple[str, ...]] = itemgetter(
            *[self._place(hole, shape) for hole in statics[1::2]]
        )

    def _place(self, hole: str, shape: Shape) -> int:
        """Return where in the list that `filled` makes is what goes into a hole."""
        texts, numbers = len(shape.texts), len(shape.numbers)
        if hole in _TIMES:
            self._times.append(_TIMES[hole])
            return -len(self._times)
        if (mark := _MARK.match(hole)) is None:
            return 2 * texts + int(hole) - _NUMBER
        number, escaped = int(mark[1]), mark[2]
        if escaped in _SPECIAL:
            self._special.append((number, _SPECIAL[escaped]))
            return 2 * texts + numbers + len(self._special) - 1
        return number if escaped == _IN_TEXT else texts + number

    def filled(self, shape: Shape) -> bytes | None:
        """Return what is written of something else of this shape, None if feedgen must say."""
        content, *texts = shape.texts
        joined = _BETWEEN.join(texts)
        try:
            if self._is_odd or not (
                _is_plain(joined, _CONTROLS, len(texts) - 1) and _is_plain(content, _UNUSUAL, 0)
            ):
                return None
        except UnicodeEncodeError:  # a lone surrogate
            return None
        joined = _escaped(joined)
        content = _escaped(content)
        values = [
            content,
            *joined.split(_BETWEEN),
            content,
            *joined.replace('"', "&quot;").split(_BETWEEN),
            *map(str, shape.numbers),
            *[escaped(shape.texts[number]) for number, escaped in self._special],
            *[form(shape.times[number]) for number, form in reversed(self._times)],
        ]
        return (self._text % self._pick(values)).encode()


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _is_plain(text: str, unusual: bytes, count: int) -> bool:
    """Return whether lxml would write a text as we do: `count` characters are unusual, not more."""
    data = text.encode()
    return len(data) - len(data.translate(None, unusual)) == count and _LAST not in data
