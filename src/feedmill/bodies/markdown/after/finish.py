"""What the engine's HTML still lacks: titles of alerts, boxes of tasks, sizes, links. Pure."""

from __future__ import annotations

import re
from html import escape

from feedmill.bodies.markdown.before.passage import FIRST, HEADERLESS, LAST, TOKEN, Passage

from .linkify import linked
from .markup import over_text

_ALERT = re.compile(r'<blockquote class="markdown-alert-(\w+)">')
# https://gohugo.io/render-hooks/blockquotes/#extended-syntax
_TITLED = re.compile(
    r"<blockquote>\n<p>\[!([a-z][\w-]{0,30})\][+-]?(?:[ \t]+([^\n]*?))?(?:\n|(</p>))", re.IGNORECASE
)
_BOX = re.compile(r'<input(?: disabled="")? type="checkbox"(?: disabled)?( checked(?:="")?)?/>\s?')
_IMAGE = re.compile(rf"(<img\b[^<>]*?) ?/>((?:{FIRST}[0-9]+{LAST})+)")
_SIZE = re.compile(r"[0-9]{1,5}(?:\.[0-9]+)?(?:px|%)?")
_NO_HEADING = re.compile(rf"<thead><tr>(?:<th[^<>]*>{HEADERLESS}?</th>\s?)+</tr></thead>")
_ADDRESS_ALONE = re.compile(r"<p>(https?://[^\s<>\"]+)</p>")
_PICTURE_ALONE = re.compile(r'<p>(<img\b[^<>]*? alt="([^"<>]+)"[^<>]*>)</p>')
_BREAK = re.compile(r"(?<!<br />)\n")
_TERMS = re.compile(r"<dt>((?:(?!</?dt>).)*\n(?:(?!</?dt>).)*)</dt>", re.DOTALL)
_PARAGRAPH = re.compile(r"<(p|li|td|th|dd)>(.*?)</\1>", re.DOTALL)


def finished(markup: str, passage: Passage) -> str:
    """Return HTML with what the engine does not do."""
    if "markdown-alert-" in markup:
        markup = _ALERT.sub(
            lambda kind: f"<blockquote>\n<p><strong>{kind[1].title()}</strong></p>", markup
        )
    if ">[!" in markup and passage.dialect.attributes != "kramdown":
        markup = _TITLED.sub(_titled, markup)
    if "<input " in markup:
        markup = _BOX.sub(lambda box: "☑ " if box[1] else "☐ ", markup)
    if "<table" in markup:  # programs that drop the tags must not glue the cells' words together
        markup = markup.replace("</th><th", "</th>\n<th").replace("</td><td", "</td>\n<td")
    if "<dt>" in markup:  # terms that share a definition
        markup = _TERMS.sub(lambda terms: terms[0].replace("\n", "</dt>\n<dt>"), markup)
    if HEADERLESS in markup:
        markup = _NO_HEADING.sub("", markup).replace(HEADERLESS, "")
    if FIRST in markup:
        markup = TOKEN.sub("", _IMAGE.sub(lambda found: _sized(found, passage), markup))
    if passage.dialect.figures and "<p><img" in markup:
        markup = _PICTURE_ALONE.sub(r"<figure>\1<figcaption>\2</figcaption></figure>", markup)
    if passage.dialect.linkify:
        dialect = passage.dialect
        markup = linked(markup, dialect.www, smart=dialect.smart, hosts=dialect.hosts)
    elif passage.dialect.embeds and "<p>http" in markup:
        markup = _ADDRESS_ALONE.sub(r'<p><a href="\1">\1</a></p>', markup)
    if passage.dialect.breaks:
        markup = _PARAGRAPH.sub(
            lambda found: _BREAK.sub("<br />\n", found[0]) if "\n" in found[2] else found[0], markup
        )
    return markup


def _titled(found: re.Match[str]) -> str:
    """Return the start of an alert whose title is its own, or whose kind is no usual one."""
    title = found[2] or found[1].replace("-", " ").title()
    start = f"<blockquote>\n<p><strong>{title}</strong></p>"
    return start if found[3] else f"{start}\n<p>"


def _sized(found: re.Match[str], passage: Passage) -> str:
    attributes = passage.attached(found[2])
    sizes = "".join(
        f' {name}="{escape(value)}"'
        for name in ("width", "height")
        if _SIZE.fullmatch(value := attributes.get(name, "")) and f" {name}=" not in found[1]
    )
    return f"{found[1]}{sizes} />"


def with_abbreviations(markup: str, passage: Passage) -> str:
    """Return HTML in which the abbreviations are marked as such."""
    known = {escape(name): escape(text) for name, text in passage.abbreviations.items()}
    names = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")

    def mark(found: re.Match[str]) -> str:
        return f'<abbr title="{known[found[0]]}">{found[0]}</abbr>'

    return over_text(markup, lambda text: pattern.sub(mark, text), skip={"abbr", "code", "pre"})
