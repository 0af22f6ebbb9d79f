"""Block HTML where it goes on to its end tag, blank lines or not, and Markdown within it. Pure.

kramdown (https://kramdown.gettalong.org/syntax.html#html-blocks) leaves all within alone;
`markdown="1"` says that there is Markdown in an element, in other dialects, too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from textwrap import dedent
from typing import NamedTuple

from .passage import Passage
from .shield import FIRST

_NAMES = (
    "address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|header|hgroup|iframe|li|main|menu|nav|noscript|object|ol|p|section|"
    "summary|svg|table|tbody|td|tfoot|th|thead|tr|ul|video|audio|picture|span"
)
_TAG = re.compile(rf"<(/?)({_NAMES})\b((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*+)>", re.IGNORECASE)
_MARKDOWN = re.compile(r"\smarkdown\s*=\s*[\"']?(1|block|span|0|true)\b[\"']?", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n")
_YES = {"1", "block", "span", "true"}
_MAX_DEPTH = 20  # of Markdown within Markdown
_INLINE = {"span", "summary", "figcaption", "td", "th", "dt", "p", "a"}


class _Element(NamedTuple):
    """Where an element's start tag and end tag begin and end."""

    name: str
    start: int
    inner: int
    inner_end: int
    end: int
    markdown: str


def wanted(text: str, passage: Passage) -> bool:
    """Return whether there can be an element that Markdown would take apart."""
    if "markdown" in text and "markdown=" in text:
        return True
    return passage.dialect.elements and ("\n<" in text or text.startswith("<") or "\n  <" in text)


def keep_whole(text: str, passage: Passage) -> str:
    """Put elements away, and let Markdown see what is Markdown within them."""
    found = _elements(text)
    return _Text(text, found, passage).replaced(0, len(text), 0) if found else text


def _elements(text: str) -> list[_Element]:
    """Return all elements that are closed, in the order of their start tags."""
    open_tags: dict[str, list[re.Match[str]]] = {}
    found = []
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if not tag[1]:
            if not tag[3].endswith("/"):
                open_tags.setdefault(name, []).append(tag)
        elif open_tags.get(name):
            start = open_tags[name].pop()
            says = _MARKDOWN.search(start[3])
            markdown = says[1].lower() if says else ""
            found.append(
                _Element(name, start.start(), start.end(), tag.start(), tag.end(), markdown)
            )
    return sorted(found, key=lambda one: one.start)


class _Text:
    """A text and its elements."""

    def __init__(self, text: str, elements: list[_Element], passage: Passage) -> None:
        self._text = text
        self._elements = elements
        self._passage = passage

    def replaced(self, at: int, end: int, depth: int) -> str:
        """Return a part of the text with tokens for the HTML of elements in it."""
        kept: list[str] = []
        whole = at  # up to here, no element is taken apart by a blank line
        for element in self._within(at, end):
            if element.start < at or element.end > end:
                continue
            if element.markdown in _YES and depth < _MAX_DEPTH:
                made = self._with_markdown(element, depth)
            elif element.end > whole and self._passage.dialect.elements:
                whole = element.end
                if not self._is_block(element, at):
                    continue
                made = self._raw(element, depth)
            else:
                continue
            kept += self._text[at : element.start], made
            at = element.end
        kept.append(self._text[at:end])
        return "".join(kept)

    def _within(self, start: int, end: int) -> Iterator[_Element]:
        first = bisect_left(self._elements, start, key=lambda one: one.start)
        for number in range(first, len(self._elements)):
            if self._elements[number].start >= end:
                return
            yield self._elements[number]

    def _is_block(self, element: _Element, at: int) -> bool:
        """Return whether an element begins a line, and Markdown would end it at a blank line."""
        line = self._text.rfind("\n", at, element.start) + 1 or at
        return (
            element.name != "span"
            and element.start - line <= 3
            and not self._text[line : element.start].strip()
            and self._has_blank_line(element)
        )

    def _has_blank_line(self, element: _Element) -> bool:
        if _BLANK.search(self._text, element.start, element.end):
            return True
        within = self._text[element.start : element.end]
        return FIRST in within and _BLANK.search(self._passage.unshielded(within)) is not None

    def _raw(self, element: _Element, depth: int) -> str:
        """Put an element away, but for elements in it that hold Markdown."""
        at = element.start
        kept: list[str] = []
        for inner in self._within(element.inner, element.inner_end):
            if inner.start >= at and inner.markdown in _YES and depth < _MAX_DEPTH:
                kept += self._put(self._text[at : inner.start]), self._with_markdown(inner, depth)
                at = inner.end
        kept.append(self._put(self._text[at : element.end]))
        return "".join(kept)

    def _with_markdown(self, element: _Element, depth: int) -> str:
        """Put the tags of an element away, and leave what is between them to Markdown."""
        text, stash = self._text, self._passage.about.stash
        first = _MARKDOWN.sub("", text[element.start : element.inner])
        last = text[element.inner_end : element.end]
        within = self.replaced(element.inner, element.inner_end, depth + 1)
        if element.markdown != "span" and (
            element.markdown == "block" or element.name not in _INLINE
        ):
            return f"{self._put(first)}{dedent(within).strip(chr(10))}{self._put(last)}"
        line = text[text.rfind("\n", 0, element.start) + 1 : element.start]
        around = "" if line.strip() or element.name == "span" else "\n\n"
        return f"{around}{stash.put(first)}{within.strip()}{stash.put(last)}{around}"

    def _put(self, html: str) -> str:
        html = _MARKDOWN.sub("", self._passage.unshielded(html))
        return f"\n\n{self._passage.about.stash.put(html, block=True)}\n\n"
