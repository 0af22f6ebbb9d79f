"""What an entry says of its article where the front matter says nothing. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from feedmill import text
from feedmill.model import Article
from feedmill.names import fold

from .sanitise import sanitise
from .tex import with_source

LENGTH = 500
_SAMPLES = (2**11, 2**14, 2**17)  # characters of a body that its summary is looked for in

# What generators and their themes call the end of the summary.
_MORE = re.compile(
    r"<!--\s{0,9}(?:more|read[-_ ]?more|PELICAN_END_SUMMARY|truncate|excerpt|excerpt[-_ ]?end"
    r"|end[-_ ]?(?:of[-_ ])?excerpt)\s{0,9}-->",
    re.IGNORECASE,
)
_HEADINGS = re.compile(r"<h([1-6])[^>]*>.*?</h\1>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
_LINK_ALONE = re.compile(r'<p><a href="([^"]*)"[^>]*>[^<]*</a></p>')
# `<sup><a href="…#fn1">1</a></sup>`, and the way back
_NOTES = re.compile(
    r"<sup>\s*<a href=\"[^\"]*#[^\"]*\"[^<>]*>\[?\w{1,20}\]?</a>\s*</sup>"
    r"|<a href=\"[^\"]*#[^\"]*\"[^<>]*>[\s\u21a9\ufe0e\ufe0f\u2191\u2934]{1,9}</a>"
)
_LETTER = re.compile(r"[^\W\d_]")  # not the number of a note alone
_WORD = re.compile(r"\w")


def summarise(markup: str, content: str, article: Article, separator: str = "") -> str:
    """Return a summary as plain text.

    It is what is before `<!--more-->`, else the first paragraph that has words, else the first
    words. Headings, and what only repeats the article's title, are passed over. `markup` is the
    body as HTML, `content` the same sanitised, "" if that was not wanted; `separator` is a comment
    that the article has instead of `<!--more-->`.
    """
    base, title = article.link, fold(article.title)
    if "<math" in markup:
        markup, content = with_source(markup), ""
    if "<!--" in markup and (end := _end(markup, separator)):
        before = _plain(_HEADINGS.sub(" ", sanitise(markup[:end], base)))
        if _says_more(before, title):
            return before
    page = escape(base)
    shown = ""
    for shown in [content] if content else _samples(markup, base):
        for paragraph in _PARAGRAPH.finditer(shown):
            if _LINK_ALONE.fullmatch(paragraph[0]):
                continue  # a video, say
            words = _plain(paragraph[1])
            if _LETTER.search(words) and _says_more(words, title):
                return text.cut_text(words, LENGTH)
    # A link to the page is in the place of what feeds can't show.
    shown = _LINK_ALONE.sub(lambda link: "" if link[1] == page else link[0], shown)
    rest = _plain(_HEADINGS.sub(" ", shown[: _SAMPLES[-1]]))
    return text.cut_text(rest, LENGTH) if _says_more(rest, title) else ""


def _end(markup: str, separator: str) -> int:
    """Return where the summary ends that the author has marked; 0 if none is marked."""
    if separator.startswith("<!--"):
        return max(markup.find(separator, 0, _SAMPLES[-1]), 0)
    more = _MORE.search(markup, 0, _SAMPLES[-1])
    return more.start() if more else 0


def _samples(markup: str, base: str) -> Iterator[str]:
    """Yield the start of the body, sanitised: more of it each time."""
    for size in _SAMPLES:
        end = len(markup) if len(markup) <= size else markup.rfind("</p>", 0, size) + 4
        yield sanitise(markup[:end] if end > 4 else markup[:size], base)
        if len(markup) <= size:
            return


def _plain(markup: str) -> str:
    """Return the words of HTML without the marks of footnotes."""
    return text.plain(_NOTES.sub("", markup) if "#" in markup else markup)


def _says_more(words: str, title: str) -> bool:
    return bool(_WORD.search(words)) and fold(words) != title
