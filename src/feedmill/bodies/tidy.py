"""Tangled HTML → HTML with every tag closed and none nested deep. Pure.

The sanitiser builds a tree as browsers do: its time grows with the square of tags × depth, and
formatting elements that are never closed are copied into each paragraph that follows. Where there
are many tags, ours must be in order first; texts, links and pictures all stay.
"""

from __future__ import annotations

import re
from collections import Counter

from feedmill import text

_MANY_TAGS = 500
_MAX_DEPTH = 100
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)"
    r"((?:[^<>\"']++|\"[^\"]{0,4000}+\"|'[^']{0,4000}+')*+)>"
    r"|<(!--)"
)
_VOID = text.words("area base br col embed hr img input link meta param source track wbr")
# Their content is no markup, and goes with them; or it is that of another language.
_RAW = text.words("script style textarea title iframe xmp noembed noframes noscript svg template")
_CELLS = text.words("td th p")
_BLOCKS = text.words(
    "address article aside blockquote details div dl figure footer h1 h2 h3 h4 h5 h6 header hr "
    "main nav ol p pre section table ul"
)
# What the start of an element ends, if it is the innermost one.
_ENDS = {
    "li": text.words("li p"),
    "dt": text.words("dt dd p"),
    "dd": text.words("dt dd p"),
    "td": _CELLS,
    "th": _CELLS,
    "tr": _CELLS | {"tr"},
    **dict.fromkeys(("tbody", "tfoot", "thead"), _CELLS | text.words("tr tbody tfoot thead")),
    **dict.fromkeys(_BLOCKS, frozenset({"p"})),
}


def tidied(markup: str) -> str:
    """Return HTML that can be sanitised in bounded time: as it is, or in order."""
    if markup.count("<") <= _MANY_TAGS or _is_tidy(markup):
        return markup
    return _Tidier(markup).run()


def _is_tidy(markup: str) -> bool:
    """Return whether all tags are well-formed, closed, and not nested deep."""
    tags = markup.count("<")
    depth: list[str] = []
    for tag in _TAG.finditer(markup):
        tags -= 1
        if not tag[2]:
            return False
        name = tag[2].lower()
        if name in _VOID:
            continue
        if name in _RAW:
            return False
        if not tag[1]:
            depth.append(name)
            if len(depth) > _MAX_DEPTH:
                return False
        elif not depth or depth.pop() != name:
            return False
    return tags == 0 and not depth


class _Tidier:
    """One text on its way; `_stack` has the open elements."""

    def __init__(self, markup: str) -> None:
        self._markup = markup
        self._kept: list[str] = []
        self._stack: list[str] = []
        self._open: Counter[str] = Counter()
        self._endless: set[str] = set()

    def run(self) -> str:
        """Return the text with its tags in order."""
        at = 0
        while tag := _TAG.search(self._markup, at):
            self._kept.append(self._markup[at : tag.start()].replace("<", "&lt;"))
            at = tag.end()
            name = (tag[2] or "").lower()
            if tag[4]:
                at = self._past("-->", at)
            elif name in _RAW:
                at = at if tag[1] or tag[0].endswith("/>") else self._past(f"</{name}", at)
            elif name in _VOID:
                self._kept.append("" if tag[1] else tag[0])
            elif tag[1]:
                self._close(name)
            else:
                self._start(name, tag[0])
        self._kept.append(self._markup[at:].replace("<", "&lt;"))
        while self._stack:
            self._pop()
        return "".join(self._kept)

    def _past(self, end: str, at: int) -> int:
        """Return where the content that ends so is over; `at` if it has no end."""
        if end in self._endless:
            return at
        found = self._markup.find(end, at)
        if found < 0:
            self._endless.add(end)
            return at
        close = self._markup.find(">", found)
        return close + 1 if close >= 0 else len(self._markup)

    def _start(self, name: str, tag: str) -> None:
        ends = _ENDS.get(name, ())
        while self._stack and self._stack[-1] in ends:
            self._pop()
        if len(self._stack) == _MAX_DEPTH:
            self._pop()  # a neighbour then, rather than a child
        self._kept.append(tag)
        self._stack.append(name)
        self._open[name] += 1

    def _close(self, name: str) -> None:
        if self._open[name]:
            while self._pop() != name:
                pass

    def _pop(self) -> str:
        name = self._stack.pop()
        self._open[name] -= 1
        self._kept.append(f"</{name}>")
        return name
