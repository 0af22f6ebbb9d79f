"""Footnotes: from where the engine leaves them to the end, numbered as the generator does. Pure.

Each row of FOOTNOTES makes the ids that a generator's pages have, so that the links land there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import quote

_REFERENCE = re.compile(r'<sup class="footnote-reference"><a href="#([^"]*)">\d+</a></sup>')
_NOTE = '<div class="footnote-definition" id="'
_HEAD = re.compile(
    r'<div class="footnote-definition" id="([^"]*)">'
    r'<sup class="footnote-definition-label">\d+</sup>\n?'
)
_DIV = re.compile(r"<(/?)div\b", re.IGNORECASE)
_MAX_BACK = 20  # links from a note to where it is referred to


class Scheme(NamedTuple):
    """The ids of a generator: of a note, and of a reference to it.

    They are made of the note's label and number, and of how many references were before. `back`:
    notes link back to the references; `counts`: these links are numbered. `brackets`: a reference
    is `[1]`, and `[1:1]` when there is another.
    """

    note: Callable[[str, int], str]
    reference: Callable[[str, int, int], str]
    back: bool = True
    counts: bool = False
    brackets: bool = False


def _remark(label: str) -> str:
    return f"user-content-fn-{quote(label.lower(), safe='')}"


_KRAMDOWN = Scheme(
    lambda label, _: f"fn:{label}",
    lambda label, _, again: f"fnref:{label}{f':{again}' if again else ''}",
    counts=True,
)
FOOTNOTES = {
    "default": _KRAMDOWN,
    "kramdown": _KRAMDOWN,
    "goldmark": Scheme(
        lambda _, number: f"fn:{number}",
        lambda _, number, again: f"fnref{again or ''}:{number}",
    ),
    "pulldown-cmark": Scheme(lambda label, _: label, lambda label, *_: label, back=False),
    "markdown-it": Scheme(
        lambda _, number: f"fn{number}",
        lambda _, number, again: f"fnref{number}{f':{again}' if again else ''}",
        brackets=True,
    ),
    "remark": Scheme(
        lambda label, _: _remark(label),
        lambda label, _, again: (
            _remark(label).replace("-fn-", "-fnref-", 1) + (f"-{again + 1}" if again else "")
        ),
    ),
}


class _Note(NamedTuple):
    label: str
    html: str


def at_the_end(markup: str, name: str) -> str:
    """Return HTML of the engine with its footnotes at the end."""
    scheme = FOOTNOTES[name]
    markup, notes = _taken_out(markup)
    numbers: dict[str, int] = {}
    counts: dict[str, int] = {}

    def refer(found: re.Match[str]) -> str:
        key = found[1].casefold()
        note = notes.get(key)
        if note is None:
            return found[0]
        number = numbers.setdefault(key, len(numbers) + 1)
        counts[key] = counts.get(key, 0) + 1
        target = escape(scheme.note(note.label, number))
        again = counts[key] - 1
        shown = f"[{number}{f':{again}' if again else ''}]" if scheme.brackets else f"{number}"
        return f'<sup><a href="#{target}">{shown}</a></sup>'

    markup = _REFERENCE.sub(refer, markup)
    items: list[str] = []
    while len(items) < len(numbers):  # a note can refer to others
        key = list(numbers)[len(items)]
        items.append(_REFERENCE.sub(refer, notes[key].html))
    if scheme.back:
        pairs = zip(numbers.items(), items, strict=True)
        items = [
            _with_way_back(html, scheme, notes[key].label, number, counts[key])
            for (key, number), html in pairs
        ]
    if not items:
        return markup
    listed = "".join(f"<li>\n{html.strip()}\n</li>\n" for html in items)
    return f"{markup}<hr />\n<ol>\n{listed}</ol>\n"


def _taken_out(markup: str) -> tuple[str, dict[str, _Note]]:
    """Return the markup without its footnotes, and these by folded label."""
    kept: list[str] = []
    notes: dict[str, _Note] = {}
    at = 0
    while (start := markup.find(_NOTE, at)) >= 0:
        head = _HEAD.match(markup, start)
        end = _end(markup, head.end()) if head else None
        if not head or end is None:
            kept.append(markup[at : start + len(_NOTE)])
            at = start + len(_NOTE)
            continue
        kept.append(markup[at:start])
        label = unescape(head[1])
        notes.setdefault(label.casefold(), _Note(label, markup[head.end() : end[0]]))
        at = end[1]
    kept.append(markup[at:])
    return "".join(kept), notes


def _end(markup: str, at: int) -> tuple[int, int] | None:
    """Return where the end tag of a `<div>` starts and ends."""
    depth = 1
    limit = markup.find(_NOTE, at)
    for tag in _DIV.finditer(markup, at, limit if limit >= 0 else len(markup)):
        depth += -1 if tag[1] else 1
        if depth == 0:
            end = markup.find(">", tag.end()) + 1
            return tag.start(), end + (markup[end : end + 1] == "\n")
    return None


def _with_way_back(html: str, scheme: Scheme, label: str, number: int, references: int) -> str:
    links = " ".join(
        f'<a href="#{escape(scheme.reference(label, number, again))}">↩'
        f"{f'<sup>{again + 1}</sup>' if again and scheme.counts else ''}</a>"
        for again in range(min(references, _MAX_BACK))
    )
    html = html.rstrip()
    if html.endswith("</p>"):
        return f"{html[:-4]} {links}</p>"
    return f"{html}\n<p>{links}</p>"
