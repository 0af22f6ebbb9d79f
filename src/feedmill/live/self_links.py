"""Where a feed says that it is: its self link. Pure."""

from __future__ import annotations

import json
from xml.parsers import expat

from feedmill.formats import FORMATS

_ATOM = "http://www.w3.org/2005/Atom"
_LINK = f"{_ATOM} link"
# The elements that a feed's own links stand in, by format.
_PARENTS = {"atom": [f"{_ATOM} feed"], "rss": ["rss", "channel"]}


def selves(name: str, data: bytes) -> tuple[str, ...] | None:
    """Give the self links of a feed in the format `name`; None if the whole cannot be parsed.

    Of what is no feed, such as an index of feeds, there are none.
    """
    if name not in FORMATS:
        return ()
    try:
        return _in_json(data) if name == "json" else _in_xml(data, _PARENTS[name])
    except (ValueError, RecursionError, expat.ExpatError):
        return None


def _in_json(data: bytes) -> tuple[str, ...]:
    feed = json.loads(data)
    address = feed.get("feed_url") if isinstance(feed, dict) else None
    return (address,) if isinstance(address, str) else ()


def _in_xml(data: bytes, parents: list[str]) -> tuple[str, ...]:
    found: list[str] = []
    way: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == _LINK and way == parents and attributes.get("rel") == "self":
            found.append(attributes.get("href", ""))
        way.append(tag)

    def refuse(*_: object) -> None:
        raise ValueError("no feed needs a document type, and it can hold a bomb")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: way.pop()
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)
    return tuple(found)
