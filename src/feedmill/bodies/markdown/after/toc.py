"""A table of contents where the text asks for one: `{:toc}`, `[TOC]`. Pure.

Headings have ids by the generator's own rule, so that the links land on the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from html import escape

from feedmill import text
from feedmill.bodies.markdown.before.passage import TOC, TOKEN, Passage

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_KEPT = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Pc"}
_MAX = 500  # headings


def _kramdown(title: str) -> str:
    """Return the id of https://github.com/kramdown/parser-gfm, which Jekyll has by default."""
    return "".join("-" if sign in " \t" else sign for sign in title.lower() if _is_kept(sign))


def _is_kept(sign: str) -> bool:
    return sign in " \t-_" or unicodedata.category(sign) in _KEPT


def _github(title: str) -> str:
    """Return the id as https://github.com/Flet/github-slugger makes it."""
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


_RULES: dict[str, Callable[[str], str]] = {"kramdown": _kramdown}


def with_contents(markup: str, passage: Passage) -> str:
    """Return HTML with a list of its headings where one is asked for."""
    rule = _RULES.get(passage.dialect.footnotes, _github)
    used: dict[str, int] = {}
    entries: list[tuple[int, str, str]] = []
    for found in _HEADING.finditer(markup):
        attributes = passage.attached(found[2])
        title = text.plain(TOKEN.sub("", found[2]))
        name = attributes.get("id") or rule(title)
        times = 0
        if "id" not in attributes:
            times = used[name] = used.get(name, -1) + 1
        if "no_toc" not in attributes and len(entries) < _MAX:
            anchor = f"{name}-{times}" if times else name
            inner = re.sub(r"</?a\b[^<>]*>", "", TOKEN.sub("", found[2]))
            entries.append((int(found[1]), anchor, inner))
    return re.sub(f"<p>{TOC}</p>|{TOC}", lambda _: _listed(entries, passage.toc), markup, count=5)


def _listed(entries: list[tuple[int, str, str]], kind: str) -> str:
    """Return headings (level, id, HTML) as lists within lists."""
    made: list[str] = []
    levels: list[int] = []
    for level, anchor, inner in entries:
        if not levels or level > levels[-1]:
            made.append(f"\n<{kind}>\n")
            levels.append(level)
        else:
            while len(levels) > 1 and level < levels[-1]:
                made.append(f"</li>\n</{kind}>\n")
                levels.pop()
            made.append("</li>\n")
        made.append(f'<li><a href="#{escape(anchor)}">{inner}</a>')
    made += [f"</li>\n</{kind}>\n"] * len(levels)
    return "".join(made)
