"""Stencils: what feedgen wrote of an entry, or of a feed's head, with holes for its texts. Pure.

Most entries differ in their texts only. So feedgen is given one of each shape, with marks for
texts; what it writes is cut at the marks, and all others of that shape are written by filling
in theirs. A mark has `&` and `"`: how these come out shows how a text is to be escaped there. What
has an unusual character is not filled in: feedgen must write it. Stencils can be kept for the next
build, which then need not load feedgen: another feedgen, or another Feedmill, makes others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import count
from operator import itemgetter
from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from feedmill.model import Entry, Feed

from ._text import LAST, escaped_text, rfc822

_encode = msgspec.msgpack.Encoder().encode

Escape = Callable[[str], str]

FIRST_NUMBER = 987_654_321_000_000
"""The mark of a number, as are those that follow it."""

EARLY, LATE = datetime(1887, 6, 5, 4, 3, 2, tzinfo=UTC), datetime(1889, 7, 6, 5, 4, 3, tzinfo=UTC)
"""The marks of times."""

_TIMES: dict[str, tuple[int, Callable[[datetime], str]]] = {
    form(mark): (number, form)
    for number, mark in enumerate((EARLY, LATE))
    for form in (datetime.isoformat, rfc822)
}
_PICTURES = (".gif", ".jpeg", ".jpg", ".png")
_HEXADECIMAL = str.maketrans({char: f"&#x{ord(char):X};" for char in "&<>"})
# How a mark's `&"` can come out, and how a text is written there.
_IN_TEXT, _IN_ATTRIBUTE = '&amp;"', "&amp;&quot;"
_SPECIAL: dict[str, Escape] = {
    '&amp;amp;"': lambda text: escaped_text(escaped_text(text)),
    '&#x26;"': lambda text: text.translate(_HEXADECIMAL),
}
_MARK = "\u2021(\\d+)([^\u2021]+)\u2021"
# Of namespaces, and of what RSS is; and where a colon may be else, in names.
_OWN_ADDRESSES = (
    "http://www.w3.org/2005/Atom",
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/rss/1.0/modules/content/",
    "http://search.yahoo.com/mrss/",
    "http://www.rssboard.org/rss-specification",
)
_NAMES = r'</?[\w:]+|[\w:]+(?==")'
_MANY = 500  # stencils of one format
_BETWEEN = "\x1f"
_CONTROLS = bytes(range(32))
_UNUSUAL = bytes([*range(9), *range(11, 32)])  # in content


@cache
def _hole() -> re.Pattern[str]:
    """Return the pattern of marks; few builds need it."""
    escaped = "|".join((_IN_TEXT, _IN_ATTRIBUTE, *_SPECIAL))
    times = "|".join(map(re.escape, _TIMES))
    return re.compile(rf"(\u2021\d+(?:{escaped})\u2021(?:\.png)?|987654321\d{{6}}|{times})")


# Fields of entries that are not filled in: each value has stencils of its own.
_FILLED = {
    *("authors", "categories", "content", "enclosures", "id", "language", "link", "published"),
    *("related", "summary", "thumbnail", "title", "updated"),
}
_OTHERS = tuple(name for name in Entry.__struct_fields__ if name not in _FILLED)


class Shape(NamedTuple):
    """What a stencil depends on, and what is to be filled in. `key` holds the `literals`."""

    key: bytes
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
    others = [getattr(entry, name) for name in _OTHERS]
    key = counts, same, literals, bytes(map(bool, texts)), bytes(map(bool, numbers)), others
    return Shape(_encode(key), literals, texts, numbers, (entry.published, entry.updated))


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
    return Shape(_encode(key), (), texts, [], (feed.updated,))


def is_channel_image(url: str | None) -> bool:
    """Return whether it is a picture that an RSS channel may have."""
    return url is not None and urlsplit(url).path.lower().endswith(_PICTURES)


class Stencil(Struct, frozen=True, array_like=True):
    """What was written of something hollow: `text` has a `%s` for each hole.

    `picks` are the places, in the list that `filled` makes, of what goes into the holes; `special`
    the numbers of texts to be escaped in another way, with the way; `times` the marks of times.
    One that `is_odd` cannot be filled.
    """

    text: str
    picks: tuple[int, ...]
    special: tuple[tuple[int, str], ...]
    times: tuple[str, ...]
    is_odd: bool

    def filled(self, shape: Shape) -> bytes | None:
        """Return what is written of something else of this shape, None if feedgen must say."""
        content, *texts = shape.texts
        joined = _BETWEEN.join(texts)
        try:
            body = content.encode()  # nearly all of an entry: bytes are quicker than text
            if self.is_odd or not (
                _is_plain(joined.encode(), _CONTROLS, len(texts) - 1)
                and _is_plain(body, _UNUSUAL, 0)
            ):
                return None
        except UnicodeEncodeError:  # a lone surrogate
            return None
        joined = escaped_text(joined)
        hole = _BETWEEN if content else ""
        values = [
            hole,
            *joined.split(_BETWEEN),
            hole,
            *joined.replace('"', "&quot;").split(_BETWEEN),
            *map(str, shape.numbers),
            *[_SPECIAL[way](shape.texts[number]) for number, way in self.special],
        ]
        for mark in self.times:
            number, form = _TIMES[mark]
            values.append(form(shape.times[number]))
        picked: tuple[str, ...] = itemgetter(*self.picks)(values)
        written = (self.text % picked).encode()
        if not content:
            return written
        body = body.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
        return written.replace(_BETWEEN.encode(), body)


def stencil_of(written: bytes, shape: Shape) -> Stencil:
    """Make a stencil of what was written of something hollow that has this shape."""
    parts = _hole().split(written.decode())
    texts, numbers = len(shape.texts), len(shape.numbers)
    marks = [(hole, re.match(_MARK, hole)) for hole in parts[1::2]]
    special = tuple((int(mark[1]), mark[2]) for _, mark in marks if mark and mark[2] in _SPECIAL)
    first_time = 2 * texts + numbers + len(special)
    specials, times = count(2 * texts + numbers), count(first_time)
    picks = []
    for hole, mark in marks:
        if hole in _TIMES:
            picks.append(next(times))
        elif mark is None:
            picks.append(2 * texts + int(hole) - FIRST_NUMBER)
        elif mark[2] in _SPECIAL:
            picks.append(next(specials))
        else:
            picks.append(int(mark[1]) + (0 if mark[2] == _IN_TEXT else texts))
    return Stencil(
        text="%s".join(part.replace("%", "%%") for part in parts[::2]),
        picks=tuple(picks),
        special=special,
        times=tuple(hole for hole, _ in marks if hole in _TIMES),
        is_odd=any(map(_hole().search, shape.literals)),
    )


class Stencils(dict[bytes, Stencil]):
    """The stencils of one format by the keys of their shapes; `fresh` are those made last."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh: dict[bytes, Stencil] = {}

    def keep(self, shape: Shape, written: bytes) -> Stencil:
        """Make a stencil of what was written of something hollow that has this shape."""
        stencil = self[shape.key] = self.fresh[shape.key] = stencil_of(written, shape)
        return stencil

    def trim(self) -> None:
        """Forget all if there are many."""
        if len(self) > _MANY:
            self.clear()
            self.fresh.clear()

    def written(self, feed: Feed, end: bytes) -> bytes | None:
        """Return a feed, which ends so, from stencils alone; None if feedgen must write it."""
        try:
            entries = [shape_of(entry, feed.language) for entry in feed.entries]
        except UnicodeEncodeError:  # a lone surrogate
            return None
        document = []
        for shape in (shape_of_head(feed), *entries):
            stencil = self.get(shape.key) if shape else None
            piece = stencil.filled(shape) if stencil and shape else None
            if piece is None:
                return None
            document.append(piece)
        return b"".join([*document, end])


_decode = msgspec.msgpack.Decoder(dict[str, dict[bytes, Stencil]]).decode

STENCILS = {"atom": Stencils(), "rss": Stencils()}
"""What this process has, by format."""


def fresh_stencils() -> bytes:
    """Return, encoded, the stencils that were made since this was asked last."""
    taken = {name: stencils.fresh for name, stencils in STENCILS.items() if stencils.fresh}
    data = _encode(taken) if taken else b""
    for stencils in taken.values():
        stencils.clear()
    return data


@lru_cache(maxsize=1)
def recall_stencils(data: bytes) -> None:
    """Use stencils that were made earlier, as `fresh_stencils` or `united_stencils` gave them.

    A cache may come from elsewhere: those with other addresses or mark-up than ours are left out.
    """
    for name, stencils in (_decode(data) if data else {}).items():
        sound = {key: stencil for key, stencil in stencils.items() if is_sound_stencil(stencil)}
        STENCILS[name].update(sound)


def is_sound_stencil(stencil: Stencil) -> bool:
    """Return whether a stencil says nothing itself: no address but ours, no escaped mark-up."""
    text = stencil.text
    for address in _OWN_ADDRESSES:
        text = text.replace(address, "")
    said = re.sub(_NAMES, "", text)
    return ":" not in said and "&" not in said and "<script" not in text.lower()


def united_stencils(packs: Iterable[bytes]) -> bytes:
    """Put what `fresh_stencils` gave at several times together; no more than are worth keeping."""
    found: dict[str, dict[bytes, Stencil]] = {}
    for pack in filter(None, packs):
        for name, stencils in _decode(pack).items():
            found[name] = stencils | found.get(name, {})
    return _encode({name: dict(list(one.items())[-_MANY:]) for name, one in found.items()})


def _is_plain(data: bytes, unusual: bytes, count: int) -> bool:
    """Return whether lxml would write a text as we do: `count` characters are unusual, not more."""
    return len(data) - len(data.translate(None, unusual)) == count and LAST not in data
