"""The first heading of a body, which is the title of an article that names none. Pure."""

from __future__ import annotations

import re

from feedmill import text

_LOOKED_AT = 2**18  # characters
_FENCED = re.compile(
    r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(\S[^\n]*)$"
    r"|^ {0,3}([^\s#>=`~<-][^\n]*)\n {0,3}(?:=+|-+)[ \t]*$"
    r"|<h1\b[^<>\n]{0,200}>([^\n]{1,500}?)</h1\s*>",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+[ \t]*$")
# `{#id .class}` of Hugo and kramdown, `{: #id }` of Python-Markdown, `{ #id }` of pymdownx
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.][^{}\n]*\}[ \t]*$")


def first_heading(body: str, path: str) -> str:
    """Return the first heading of a body, Markdown or HTML, as plain text; "" if there is none."""
    start = body[:_LOOKED_AT]
    is_html = path.lower().endswith((".html", ".htm", ".xhtml"))
    found = _HEADING.search(start if is_html else _FENCED.sub(_blank, start))
    if not found:
        return ""
    hashes, underlined, html = found.groups()
    if html:
        return text.plain(html)
    import pyromark  # few articles have no title

    written = _ATTRIBUTES.sub("", _CLOSING.sub("", hashes) if hashes else underlined)
    return text.plain(pyromark.html(f"# {written}"))


def _blank(code: re.Match[str]) -> str:
    """Put as many blanks and line ends in the place of a piece of code."""
    return re.sub(r"[^\n]", " ", code[0])
