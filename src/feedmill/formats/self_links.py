"""Where a feed says that it is: its self links, by format. Pure.

Each function raises ValueError if the feed cannot be parsed to its end.
"""

from __future__ import annotations

_ATOM = "http://www.w3.org/2005/Atom"
_LINK = f"{_ATOM} link"


def in_atom(data: bytes) -> tuple[str, ...]:
    """Return the self links of an Atom feed (RFC 4287, 4.2.7)."""
    return _in_xml(data, [f"{_ATOM} feed"])


def in_rss(data: bytes) -> tuple[str, ...]:
    """Return the Atom links of an RSS channel to itself (https://www.rssboard.org/rss-profile)."""
    return _in_xml(data, ["rss", "channel"])


def in_json(data: bytes) -> tuple[str, ...]:
    """Return the `feed_url` of a JSON Feed (https://www.jsonfeed.org/version/1.1/).

    Raises ValueError if the file is not JSON.
    """
    import json  # few builds need it

    try:
        feed = json.loads(data)
    except RecursionError:
        raise ValueError("nested too deep") from None
    address = feed.get("feed_url") if isinstance(feed, dict) else None
    return (address,) if isinstance(address, str) else ()


def _in_xml(data: bytes, parents: list[str]) -> tuple[str, ...]:
    """Return the self links right below the elements `parents`."""
    found: list[str] = []
    way: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == _LINK and way == parents and attributes.get("rel") == "self":
            found.append(attributes.get("href", ""))
        way.append(tag)

    def refuse(*_: object) -> None:
        raise ValueError("declares a document type, which no feed needs")

    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: way.pop()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return tuple(found)
