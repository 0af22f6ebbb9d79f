"""Attributes in the text: `{: .x #y width="70"}` of kramdown, `{.x}` and `{#y}` of others. Pure.

They go; what feeds can use of them (sizes of pictures, ids for a table of contents, languages of
code) is attached to what it is for.

https://kramdown.gettalong.org/syntax.html#attribute-list-definitions,
https://github.com/arve0/markdown-it-attrs, https://github.com/yuin/goldmark#attributes
"""

from __future__ import annotations

import re
from html import unescape

from .code import indented_away
from .passage import TOC, Passage
from .shield import FIRST, LAST, is_fence

_KRAMDOWN = r"\{:(?![:/])[^{}\n]*\}"
_PAIR = r"[\w:-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+)"
_WORD = rf"(?:[#.][^\s{{}}=\"']+|{_PAIR})"
_BRACES = rf"\{{:?[ \t]*{_WORD}(?:[ \t]+{_WORD})*+[ \t]*\}}"
_PART = re.compile(
    r"([#.])([^\s{}=\"'#.]+)|([\w:-]+)=(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s\"'{}]+))|([\w-]+)"
)

_MAYBE = re.compile(r"\{:?[ \t]*(?:[#.][\w-]|[\w:-]+=)|\{:")
_EXTENSION = re.compile(r"\{::(?:(comment|nomarkdown)\b)?[^{}\n]*\}|\{:/\w*\}")
_CLOSING = re.compile(r"(?<=[^\s#])[ \t]+#+[ \t]*\Z")  # of `## Title ## {#x}`
_CLOSED = re.compile(r"\{:/\w*\}")
_DEFINITION = re.compile(r"^ {0,3}\{:([\w-]+):([^{}\n]*)\}[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOC = re.compile(
    r"^ {0,3}(?:[*+-]|(\d+\.))[ \t][^\n]*\n[ \t]*\{:[^{}\n]*\btoc\b[^{}\n]*\}[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
_BRACKETED_TOC = re.compile(
    r"^ {0,3}(?:\[TOC\]|\[toc\]|\[\[toc\]\]|\[\[_TOC_\]\]|\$\{toc\})[ \t]*$", re.MULTILINE
)


class _Form:
    """Where one form of attributes can be."""

    def __init__(self, form: str) -> None:
        self.heading = re.compile(
            rf"^([ >]{{0,6}}\#{{1,6}}[ \t][^\n]*?)({form})[ \t]*+\#*+[ \t]*+$", re.MULTILINE
        )
        self.title = re.compile(
            rf"^([^\s\#>|{{][^\n]*?)({form})[ \t]*+(?=\n(?:=+|-+)[ \t]*+$)", re.MULTILINE
        )
        self.below = re.compile(
            rf"^( {{0,3}}\#{{1,6}}[ \t][^\n]*|[ \t]*+\S[^\n]*+\n {{0,3}}(?:=+|-{{2,}})[ \t]*"
            rf"|[ \t>]*{FIRST}[0-9]+{LAST})\n[ \t>]{{0,6}}({form})[ \t]*$",
            re.MULTILINE,
        )
        self.line = re.compile(rf"^[ \t>]*(?:{form}[ \t]*)+(?:\n|\Z)", re.MULTILINE)
        self.item = re.compile(rf"^([ \t>]*(?:[*+:-]|\d+[.)])[ \t]+){form}[ \t]*", re.MULTILINE)
        self.span = re.compile(rf"(?<=[)*_`~>\]{LAST}])({form})")
        self.end = re.compile(rf"[ \t]{form}[ \t]*+$", re.MULTILINE)


_FORMS = {
    "kramdown": (_Form(_KRAMDOWN),),
    "braces": (_Form(_BRACES),),
    "any": (_Form(_KRAMDOWN), _Form(_BRACES)),
}


def wanted(text: str, passage: Passage) -> bool:
    """Return whether there can be attributes, or a place for a table of contents."""
    kind = passage.dialect.attributes
    if kind == "kramdown":
        return "{:" in text or "{#" in text
    if not kind:
        return False
    if "{" in text and _MAYBE.search(text):
        return True
    return any(place in text for place in ("[TOC]", "[toc]", "[[toc]]", "[[_TOC_]]", "${toc}"))


def take_out(text: str, passage: Passage) -> str:
    """Take attributes out of a text whose code is out of the way."""
    kind = passage.dialect.attributes
    if kind != "braces":
        text = _without_extensions(text, passage)
        text = _TOC.sub(lambda found: _toc(passage, "ol" if found[1] else "ul"), text)
    if kind != "kramdown":
        text = _BRACKETED_TOC.sub(lambda _: _toc(passage, "ul"), text)
    references = {name: _parsed(body) for name, body in _DEFINITION.findall(text)}
    if references:
        text = _DEFINITION.sub("", text)

    def attach(found: re.Match[str]) -> str:
        title = _CLOSING.sub("", found[1]).rstrip(" \t")
        return title + passage.attach(_useful(_parsed(found[2], references)))

    def below(found: re.Match[str]) -> str:
        attributes = _parsed(found[2], references)
        if FIRST in found[1]:
            _give_language(found[1], attributes, passage)
            return found[1]
        title, line, rule = found[1].partition("\n")
        return f"{title.rstrip(' #')}{passage.attach(_useful(attributes))}{line}{rule}"

    if kind == "kramdown" and "{#" in text:
        text = _FORMS["braces"][0].heading.sub(attach, text)
        text = _FORMS["braces"][0].title.sub(attach, text)
    for form in _FORMS[kind]:
        if "{" not in text:
            break
        text = form.heading.sub(attach, text)
        text = form.title.sub(attach, text)
        text = form.below.sub(below, text)
        text = form.line.sub("", text)
        text = form.item.sub(r"\1", text)
        text = form.span.sub(
            lambda found: passage.attach(_useful(_parsed(found[1], references))), text
        )
    return text if kind == "kramdown" else _FORMS["braces"][0].end.sub("", text)


def _parsed(body: str, references: dict[str, dict[str, str]] | None = None) -> dict[str, str]:
    """Return what a list of attributes says; `class` has its words, and names without a value."""
    found: dict[str, str] = {}
    classes: list[str] = []
    for sign, name, key, double, single, plain, word in _PART.findall(body):
        if sign == "#":
            found["id"] = name
        elif sign == ".":
            classes.append(name)
        elif key:
            found[key.lower()] = unescape(double or single or plain)
        elif word in (references or {}):
            inner = dict((references or {})[word])
            classes += inner.pop("class", "").split()
            found.update(inner)
        elif word:
            classes.append(word)
    if classes:
        found["class"] = " ".join([found["class"], *classes] if "class" in found else classes)
    return found


def _useful(attributes: dict[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {
        name: attributes[name] for name in ("id", "width", "height") if name in attributes
    }
    if "no_toc" in attributes.get("class", ""):
        kept["no_toc"] = ""
    return kept


def _give_language(mark: str, attributes: dict[str, str], passage: Passage) -> None:
    """Return the language in the attributes to the code that a mark stands for."""
    classes = attributes.get("class", "").split()
    name = next((one[9:] for one in classes if one.startswith("language-")), "")
    if not name:
        return
    number = int(mark[mark.index(FIRST) + 1 : mark.index(LAST)])
    piece = passage.pieces[number]
    if is_fence(piece):
        fence, line, code = piece.partition("\n")
        if not fence.strip("`~ "):
            passage.pieces[number] = f"{fence.strip()}{name}{line}{code}"
    elif piece[0] in " \t":
        indent = piece[: len(piece) - len(piece.lstrip(" \t"))]
        passage.pieces[number] = indented_away(piece.split("\n"), indent, name, passage)


def _without_extensions(text: str, passage: Passage) -> str:
    """Take out `{::comment} … {:/}` and `{::options … /}`; keep the HTML of `{::nomarkdown}`."""
    if "{::" not in text:
        return text
    kept: list[str] = []
    at = end = 0  # no end tag before `end`; -1: none at all
    while found := _EXTENSION.search(text, at):
        kept.append(text[at : found.start()])
        at = found.end()
        if found[1] and not found[0].endswith("/}"):
            start = at
            if 0 <= end < at:
                end = text.find("{:/", at)
            closed = _CLOSED.match(text, end) if end >= 0 else None
            if not closed:
                continue
            at = closed.end()
            if found[1] == "nomarkdown":
                html = passage.unshielded(text[start:end])
                kept.append(passage.about.stash.put(html, block=html.lstrip()[:1] == "<"))
    kept.append(text[at:])
    return "".join(kept)


def _toc(passage: Passage, kind: str) -> str:
    passage.toc = kind
    return f"\n{TOC}\n\n"
