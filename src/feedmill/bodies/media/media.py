"""A body's HTML → the same with pictures that have addresses and links in place of frames. Pure.

What is left to do is looked for first: most bodies have nothing but plain pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from feedmill.bodies.about import About

from . import frames, svg
from .pictures import BodyPictures
from .tags import ATTRIBUTES, attributes

_MAX_DEPTH = 5
_HIDDEN = "style|template|textarea|title|xmp|noframes"
_TAG = re.compile(
    rf"<(?:(!--)|({_HIDDEN}|script|iframe|object|embed|video|audio|svg|noscript|img|source)\b"
    rf"(?:({ATTRIBUTES})>)?)",
    re.IGNORECASE,
)
# Two signs that tell most tags apart come first: this is what most bodies are only searched for.
_WORK = re.compile(
    r"<[ioevasn][fbmiuvco](?:rame|ject|bed|deo|dio|(?<=sv)g|urce|ript|script"
    r"|(?<=im)g(?:[^<>]*\s(?:data-|srcset)|(?![^<>]*\ssrc=[\"']?[^\s\"'<>])))",
    re.IGNORECASE,
)
_MARKED = re.compile(r"\b(src|href)=([\"'])((?:\{|%7B|\||%7C)[^\"'<>]*+)\2", re.IGNORECASE)
_ARTICLE = re.compile(r"\.(?:md|markdown|mkd|rst|html?|ipynb|asc)(?:[?#]|$)")
_END = re.compile(r"[^<>\n]*+>?")  # of a tag that is not well-formed
_NO_END = ("embed", "img", "source")
_LOOSE = re.compile(
    r"(?:\A|</(?:p|div|h[1-6]|[uod]l|pre|blockquote|table|figure|section|article|hr|iframe)\s*>"
    r"|<(?:div|section|article|blockquote|center|li|td|details|hr)\b[^<>]*>)\s*\Z",
    re.IGNORECASE,
)
_NEAR = 400  # characters
_FAR = 2000  # characters after a `<noscript>` in which the picture may be that it is for


def shown_media(markup: str, about: About) -> str:
    """Return HTML with what feed readers can show of its pictures, videos, frames and drawings."""
    pictures = BodyPictures(about)
    if pictures.moves:
        markup = _MARKED.sub(lambda found: _resolved(found, about), markup)
    if not _WORK.search(markup) and not (pictures.moves and "<img" in markup):
        return markup
    return _Media(about, pictures).shown(markup, 0)


def _resolved(found: re.Match[str], about: About) -> str:
    """Return an attribute with the address of a file in the place of one like `{static}/x.pdf`."""
    if found[1] == "href" and _ARTICLE.search(found[3]):
        return found[0]
    return f"{found[1]}={found[2]}{escape(about.address(unescape(found[3])))}{found[2]}"


class _Media:
    """One body on its way."""

    def __init__(self, about: About, pictures: BodyPictures) -> None:
        self._about = about
        self._pictures = pictures

    def shown(self, markup: str, depth: int) -> str:
        """Return a part of the body as a feed can show it."""
        return "".join(self._parts(markup, depth)) if depth <= _MAX_DEPTH else ""

    def _parts(self, markup: str, depth: int) -> Iterator[str]:
        at = 0
        endless: set[str] = set()  # elements whose end tag does not come any more
        while found := _TAG.search(markup, at):
            yield markup[at : found.start()]
            name = (found[2] or "").lower()
            if not name:
                close = markup.find("-->", found.end())
                at = len(markup) if close < 0 else close + 3
                yield markup[found.start() : at]
                continue
            if found[3] is None and name not in ("img", "source", "noscript"):
                at = _END.match(markup, found.end()).end()  # type: ignore[union-attr]
                inner = ""
            else:
                inner, at = _inside(markup, name, found.end(), endless)
            if name == "noscript":
                inner = self._pictures.without_script(inner, markup[at : at + _FAR])
            loose = bool(_LOOSE.search(markup[max(0, found.start() - _NEAR) : found.start()]))
            whole = markup[found.start() : at]
            if name == "img":
                inner = markup[at : at + _FAR]
            yield self._shown(name, found[3], inner, whole, loose=loose, depth=depth)
        yield markup[at:]

    def _shown(
        self, name: str, written: str | None, inner: str, whole: str, *, loose: bool, depth: int
    ) -> str:
        """Return what is shown in the place of an element; `written` is None if it has no end.

        `inner` is what it holds; of a picture, which holds nothing, what follows it.
        """
        if written is None and name in ("img", "source", "noscript"):
            return whole
        if name == "img":
            return self._pictures.image(whole, attributes(written or ""), inner)
        if name == "source":
            return self._pictures.source(attributes(written or ""))
        if name == "noscript":
            return self.shown(inner, depth + 1)
        if name == "svg":
            return svg.shown_drawing(whole, self._about)
        if name == "script":
            return frames.script(attributes(written or ""), self._about, loose=loose) or whole
        if name in ("video", "audio"):
            return frames.player(name, attributes(written or ""), inner, self._about, loose=loose)
        if name in ("iframe", "object", "embed"):
            values = attributes(written or "")
            fallback = self.shown(inner, depth + 1) if name == "object" else ""
            return frames.frame(name, values, inner, fallback, self._about, loose=loose)
        return whole  # hidden: the sanitiser drops it


def _inside(markup: str, name: str, at: int, endless: set[str]) -> tuple[str, int]:
    """Return what an element that begins before `at` holds, and where it ends."""
    if name in _NO_END or name in endless:
        return "", at
    close = _CLOSES[name].search(markup, at)
    if close is None:
        endless.add(name)
        return "", at
    return markup[at : close.start()], close.end()


_CLOSES = {
    name: re.compile(rf"</{name}\b[^<>]*>", re.IGNORECASE)
    for name in (_HIDDEN + "|script|iframe|object|video|audio|svg|noscript").split("|")
}
