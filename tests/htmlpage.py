"""Pages as an independent HTML5 parser sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

_PARSER = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)


class Page:
    """A page; a parse error of HTML5 raises."""

    def __init__(self, data: bytes) -> None:
        self.root: Element = _PARSER.parse(data, transport_encoding="utf-8")

    def all(self, path: str) -> list[Element]:
        """Give the elements at an ElementPath such as `li/h3`, anywhere."""
        return self.root.findall(f".//{path}")

    def one(self, path: str) -> Element:
        """Give the only such element."""
        (found,) = self.all(path)
        return found

    def section(self, name: str) -> Element | None:
        """Give the section whose heading has this id."""
        found = self.all(f"section[@aria-labelledby='{name}']")
        assert len(found) < 2
        return found[0] if found else None

    def links(self) -> list[str]:
        """Give where all links lead."""
        return [one.attrib["href"] for one in self.root.iter() if "href" in one.attrib]

    def alternates(self) -> list[tuple[str, str]]:
        """Give media type and address of the feeds that the head names."""
        found = self.all("head/link[@rel='alternate']")
        return [(one.attrib["type"], one.attrib["href"]) for one in found]


def text(element: Element | None) -> str:
    """Give the text of an element, white space folded."""
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def texts(elements: Any) -> list[str]:
    """Give the text of each."""
    return [text(one) for one in elements]


def pages(folder: Path) -> Iterator[tuple[str, Page]]:
    """Give path and page of all HTML files below a folder."""
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), Page(path.read_bytes())
