"""How a field is parsed, by its kind in FIELDS."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from feedmill.model import Person
from feedmill.parsing.sheet import Sheet

from . import linked, values


class Context(Struct, frozen=True):
    """What values in front matter are read with.

    `home` is the site's home page, as `urls.on_site` takes it, `link` the article's link: what
    addresses are relative to. `authors` are those who go by another name, which is folded; `names`
    takes text apart where a list of names is expected. `locate` returns the address of a file
    where it is not as pages have it.
    """

    home: str
    link: str
    authors: Mapping[str, Person]
    names: Callable[[str], list[str]]
    locate: linked.Locate | None


Parser = Callable[[Sheet, str, Context], Any]
"""Takes the front matter and a field's name, notes problems, and returns the field's value."""

PARSERS: dict[str, Parser] = {
    "text": lambda sheet, name, _: values.plain_text(sheet, name),
    "word": lambda sheet, name, _: values.word(sheet, name),
    "number": lambda sheet, name, _: values.score(sheet, name),
    "language": lambda sheet, name, _: values.parse_language(sheet, name),
    "topics": lambda sheet, name, at: values.parse_topics(sheet, name, at.names),
    "people": lambda sheet, name, at: values.parse_people(sheet, name, at.home, at.authors),
    "provider": lambda sheet, name, at: linked.provider(sheet, name, at.link),
    "images": lambda sheet, name, at: linked.parse_images(sheet, name, at.link, at.locate),
    "links": lambda sheet, name, at: linked.links(sheet, name, at.home),
}
