"""HTML → a tree, and back: the only part of bodies that knows lxml. Pure.

libxml2 takes time in proportion to a page, whatever is in it, and refuses to nest deeper than 256.
Parsers of HTML5 follow the specification in copying open elements repeatedly: some pages take
them for ever (measured with lexbor: 440 KB, minutes). What it makes of broken pages differs little,
and the sanitiser, which comes last, does follow HTML5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias, cast

from lxml import etree

Element: TypeAlias = etree._Element  # noqa: SLF001 (the name that its stubs have for it)

# Older releases of lxml do not know its name.
_RESOURCE_LIMIT: int = getattr(etree.ErrorTypes, "ERR_RESOURCE_LIMIT", 114)
_PARSER = etree.HTMLParser(encoding="utf-8", remove_pis=True, no_network=True, collect_ids=False)
_BY_CLASS = etree.XPath("descendant-or-self::*[@class[contains(., $part)]]")
_BY_ID = etree.XPath("descendant-or-self::*[@id = $part]")


# As parsers of HTML take attributes: their time grows with the square of those of one element.
_CROWDED = re.compile(
    r"<[a-zA-Z][^\s/>]*+(?:[\s/]*+[^\s/>][^\s/>=]*+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+){1000}"
)
_WHOLE = ("<html", "<head", "<body")  # what has the whole page in it
_SHORT = 2**14  # characters of a page that can't have many


def parse_html(text: str) -> Element | None:
    """Return the root of a page; None if there is nothing in it, or 1000 attributes in one tag."""
    if len(text) > _SHORT and _CROWDED.search(text):
        return None
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    try:
        return etree.fromstring(_opened(text).encode("utf-8", "replace"), _PARSER)
    except etree.ParserError:
        return None


def _opened(text: str) -> str:
    """Return a page without the slash of `<html />`, after which libxml2 reads no more."""
    for tag in _WHOLE:
        start = text.find(tag)
        end = text.find(">", start) if start >= 0 else -1
        if end > 0 and text[end - 1] == "/":
            text = text[: end - 1] + text[end:]
    return text


def is_cut_short() -> bool:
    """Return whether the page that was parsed last was nested so deep that its rest is missing."""
    fatal = _PARSER.error_log.filter_from_fatals()
    return any(one.type == _RESOURCE_LIMIT for one in fatal)


def may_have_class(root: Element, name: str) -> list[Element]:
    """Return the elements whose class has these signs in it, in the order of the page."""
    return cast("list[Element]", _BY_CLASS(root, part=name))


def with_id(root: Element, name: str) -> list[Element]:
    """Return the elements with this id, in the order of the page."""
    return cast("list[Element]", _BY_ID(root, part=name))


def has_words(element: Element, enough: float) -> bool:
    """Return whether there are so many characters of text in an element; no more are looked at."""
    length = 0
    for text in element.itertext():
        length += len(text)
        if length >= enough:
            return True
    return False


def has_text(element: Element) -> bool:
    """Return whether there is more than white space in an element."""
    return any(text.strip() for text in element.itertext())


def text_of(element: Element) -> str:
    """Return the text in an element, with the white space that it has."""
    return "".join(cast("Iterator[str]", element.itertext()))


def drop(element: Element) -> None:
    """Take an element out of its page; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
        element.tail = None
    parent.remove(element)


def inner_html(element: Element) -> str:
    """Return what is in an element as HTML; the element itself is a plain `div` then."""
    element.attrib.clear()
    element.tag = "div"
    text = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    return text.removeprefix("<div>").removesuffix("</div>").strip()
