"""How a field is parsed, by its kind in FIELDS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from . import linked, values
from .sheet import Sheet


class Addresses(NamedTuple):
    """What the addresses in an article are relative to: the site's home page, the article's link.

    `home` is as `urls.on_site` takes it.
    """

    home: str
    link: str


Parser = Callable[[Sheet, str, Addresses], Any]
"""Takes the front matter and a field's name, notes problems, and returns the field's value."""

PARSERS: dict[str, Parser] = {
    "text": lambda sheet, name, _: values.plain_text(sheet, name),
    "word": lambda sheet, name, _: values.word(sheet, name),
    "number": lambda sheet, name, _: values.score(sheet, name),
    "language": lambda sheet, name, _: values.language(sheet, name),
    "topics": lambda sheet, name, _: values.topics(sheet, name),
    "people": lambda sheet, name, at: values.people(sheet, name, at.home),
    "provider": lambda sheet, name, at: linked.provider(sheet, name, at.link),
    "images": lambda sheet, name, at: linked.images(sheet, name, at.link),
    "links": lambda sheet, name, at: linked.links(sheet, name, at.home),
}
