"""Block HTML where it goes on to its end tag, blank lines or not, and Markdown within it. Pure.

kramdown (https://kramdown.gettalong.org/syntax.html#html-blocks) leaves all within alone, and
reads what is right below as Markdown again; a line with nothing but the tag of an inline element is
part of a paragraph. `markdown="1"` says that there is Markdown in an element, in other dialects,
too; kramdown's option `parse_block_html` says so of all elements.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from textwrap import dedent
from typing import NamedTuple

from feedmill.bodies.dialects import Dialect

from .passage import Passage
from .shield import FIRST, LAST

_NAMES = (
    "address|article|aside|blockquote|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h[1-6]|header|hgroup|iframe|li|main|menu|nav|noscript|object|ol|p|section|"
    "summary|svg|table|tbody|td|tfoot|th|thead|tr|ul|video|audio|picture|span"
)
_SPANS = (
    "a|abbr|acronym|b|big|bdo|br|button|cite|code|del|dfn|em|i|img|input|ins|kbd|label|mark|option|"
    "q|rb|rbc|rp|rt|rtc|ruby|samp|select|small|span|strong|sub|sup|time|tt|u|var"
)
_ATTRIBUTES = r"(?:[^<>\"'\n]|\"[^\"<>\n]*\"|'[^'<>\n]*')*+"
_TAG = re.compile(rf"<(/?)({_NAMES})\b((?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*')*+)>", re.IGNORECASE)
_MARKDOWN = re.compile(r"\smarkdown\s*=\s*[\"']?(1|block|span|0|true)\b[\"']?", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n")
_LONE = re.compile(
    rf"^([ \t>]*(?:[-*+][ \t]+)?)(</?(?:{_SPANS})\b{_ATTRIBUTES}>)[ \t]*$(?=\n[ \t>]*[^\s>])",
    re.IGNORECASE | re.MULTILINE,
)
_INDENTED = re.compile(r"\n(?: {4}|\t| {1,3}\t)")
_COMMENT = re.compile(rf"(\A|\n[ \t]*\n|\n)( {{0,3}}{FIRST}([0-9]+){LAST})[ \t]*(?=[^\s])")
_RULE = re.compile(rf"^( {{0,3}}<hr\b{_ATTRIBUTES}>)[ \t]*$", re.IGNORECASE | re.MULTILINE)
# What is Markdown again right behind an element.
_TEXT = re.compile(rf"[ \t]*(?:\n {{0,3}})?(?!</?(?!(?:{_SPANS})\b)[a-z])[^\s]", re.IGNORECASE)
_OPTION = re.compile(r"\{::options\b[^{}\n]*\bparse_block_html=[\"']?(\w+)")
_YES = {"1", "block", "span", "true"}
_MAX_DEPTH = 20  # of Markdown within Markdown
_INLINE = {"span", "summary", "figcaption", "td", "th", "dt", "p", "a"}
_INLINE.update(f"h{level}" for level in range(1, 7))
_RAW = {"center", "ol", "picture", "svg", "table", "tbody", "tfoot", "thead", "tr", "ul", "video"}


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
    if passage.dialect.elements:
        stash = passage.about.stash
        text = _LONE.sub(lambda tag: tag[1] + stash.put(tag[2]), text)
        has_comments = any(piece[:4] == "<!--" for piece in passage.pieces)
        for _ in range(2 if has_comments else 0):  # of two comments, part the second, too
            text = _COMMENT.sub(lambda mark: _comment(mark, passage), text)
        if "<hr" in text:
            text = _RULE.sub(r"\1\n", text)
    found = _elements(text)
    if passage.dialect.parse_html or "{::options" in text:
        found = _with_option(found, text, passage.dialect)
    return _Text(text, found, passage).replaced(0, len(text), 0) if found else text


def blocks(text: str, dialect: Dialect) -> list[tuple[int, int]]:
    """Return where the block elements begin and end in which no indentation makes code."""
    if not dialect.elements or "<" not in text or not _INDENTED.search(text):
        return []
    found = []
    at = 0
    elements = _elements(text)
    if dialect.parse_html or "{::options" in text:
        elements = _with_option(elements, text, dialect)
    for element in elements:
        line = text.rfind("\n", 0, element.start) + 1
        is_block = element.start - line <= 3 and not text[line : element.start].strip()
        if element.start >= at and is_block and element.markdown not in _YES:
            found.append((element.start, element.end))
            at = element.end
    return found


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


def _comment(mark: re.Match[str], passage: Passage) -> str:
    """Part a comment from the text behind it, or leave both in the paragraph that they are in."""
    piece = passage.pieces[int(mark[3])]
    if piece[:4] != "<!--":
        return mark[0]
    if mark[1] == "\n":
        return f"\n{passage.about.stash.put(piece)}"
    return f"{mark[1]}{mark[2]}\n\n"


def _with_option(elements: list[_Element], text: str, dialect: Dialect) -> list[_Element]:
    """Return the elements with what the option `parse_block_html` above them says."""
    options = [(-1, dialect.parse_html)]
    options += [(option.end(), option[1] == "true") for option in _OPTION.finditer(text)]
    kept = []
    raw = 0  # up to here, nothing is Markdown unless it says so
    for element in elements:
        above = bisect_left(options, (element.start, False))
        if element.markdown == "0":
            raw = max(raw, element.end)
        if not element.markdown and options[above - 1][1] and element.start >= raw:
            if element.name in _RAW:
                raw = element.end
            elif element.name != "span":
                element = element._replace(markdown="1")
        kept.append(element)
    return kept


class _Text:
    """A text and its elements."""

    def __init__(self, text: str, elements: list[_Element], passage: Passage) -> None:
        self._text = text
        self._elements = elements
        self._passage = passage

    def replaced(self, at: int, end: int, depth: int) -> str:
        """Return a part of the text with tokens for the HTML of elements in it."""
        kept: list[str] = []
        first = whole = at  # up to here, no element is taken apart by a blank line
        for element in self._within(at, end):
            if element.start < at or element.end > end:
                continue
            if element.markdown in _YES and depth < _MAX_DEPTH:
                made = self._with_markdown(element, depth, first)
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
            and (
                self._has_blank_line(element)
                or (line == element.start and _TEXT.match(self._text, element.end) is not None)
            )
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
                kept.append(self._put(self._text[at : inner.start]))
                kept.append(self._with_markdown(inner, depth, at))
                at = inner.end
        kept.append(self._put(self._text[at : element.end]))
        return "".join(kept)

    def _with_markdown(self, element: _Element, depth: int, at: int) -> str:
        """Put the tags of an element away, and leave what is between them to Markdown."""
        text, stash = self._text, self._passage.about.stash
        first = _MARKDOWN.sub("", text[element.start : element.inner])
        last = text[element.inner_end : element.end]
        within = self.replaced(element.inner, element.inner_end, depth + 1)
        if element.markdown != "span" and (
            element.markdown == "block" or element.name not in _INLINE
        ):
            return f"{self._put(first)}{dedent(within).strip(chr(10))}{self._put(last)}"
        line = text[max(text.rfind("\n", 0, element.start) + 1, at) : element.start]
        if line.strip() or element.name in ("span", "a"):
            return f"{stash.put(first)}{within.strip()}{stash.put(last)}"
        return f"\n\n{stash.put_around(first, within.strip(), last)}\n\n"

    def _put(self, html: str) -> str:
        html = _MARKDOWN.sub("", self._passage.unshielded(html))
        return f"\n\n{self._passage.about.stash.put(html, block=True)}\n\n"
