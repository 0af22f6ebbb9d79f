"""Notes that are fenced with `:::`, or indented below `!!!`, `???` and `===`. Pure.

They become quotes with a title, `<details>`, and titled paragraphs.
https://docusaurus.io/docs/markdown-features/admonitions,
https://squidfunk.github.io/mkdocs-material/reference/admonitions/
"""

from __future__ import annotations

import re
from html import escape

from feedmill.bodies.markdown import engine

from .passage import Passage

_FENCE = re.compile(r"([ \t>]*)(:{3,})[ \t]*([^\n]*)")
_NAME = re.compile(r"\{?[ \t]*\.?([\w-]+)[ \t]*\}?[ \t]*(.*)", re.DOTALL)
_BRACKETS = re.compile(r"\[(.*?)\][ \t]*(?:\{[^{}]*\})?", re.DOTALL)
_TITLE = re.compile(r"\btitle=(?:\"([^\"]*)\"|'([^']*)')")
_ATTRIBUTES = re.compile(r"\{[^{}]*\}")
_NOTE = re.compile(r"([ \t>]*)(!!!|\?\?\?\+?|===[!+]{0,2})[ \t]*([^\n]+)")
# As the extensions read them; what is otherwise is text.
_KIND = re.compile(r"([\w-]+(?: +[\w-]+)*)(?: +\"(.*?)\")?[ \t]*")
_TITLE_ALONE = re.compile(r"()\"(.*?)\"[ \t]*")
_SIGNS = {"!": "admonition", "?": "pymdownx.details", "=": "pymdownx.tabbed"}
_NAMES = ("note", "tip", "info", "warning", "danger", "caution", "important", "details")


def wanted(text: str, passage: Passage) -> bool:
    """Return whether there can be such notes."""
    dialect = passage.dialect
    return (dialect.fences and ":::" in text) or (
        dialect.notes and ("!!!" in text or "???" in text or "===" in text)
    )


def into_blocks(text: str, passage: Passage) -> str:
    """Return the text with quotes and details in the places of notes."""
    if passage.dialect.fences and ":::" in text:
        text = _fenced(text, passage)
    if passage.dialect.notes:
        text = _indented(text, passage)
    return text


def _fenced(text: str, passage: Passage) -> str:
    kept: list[str] = []
    open_fences: list[tuple[str, int, str, str]] = []  # lead, colons, end tag, name
    for line in text.split("\n"):
        found = _FENCE.fullmatch(line) if ":::" in line else None
        if not found:
            kept.append(line)
            continue
        lead, colons, rest = found[1], len(found[2]), found[3].strip().rstrip(":").rstrip()
        if not rest:
            if not open_fences:
                continue  # closes nothing
            last = next(
                (n for n in range(len(open_fences) - 1, -1, -1) if open_fences[n][1] == colons),
                len(open_fences) - 1,
            )
            while len(open_fences) > last:
                kept += _block(open_fences[-1][0], open_fences.pop()[2], passage)
            continue
        first, end = _tags(passage.unshielded(rest))
        open_fences.append((lead, colons, end, rest))
        kept += _block(lead, first, passage)
    while open_fences:
        lead, _, end, _ = open_fences.pop()
        kept += _block(lead, end, passage)
    return "\n".join(kept)


def _tags(rest: str) -> tuple[str, str]:
    """Return the start and the end of the block that `note Title`, `note[Title]` … stands for."""
    named = _NAME.fullmatch(rest)
    name, more = (named[1], named[2]) if named else (rest, "")
    titled = _TITLE.search(more)
    brackets = _BRACKETS.match(more)
    if titled:
        title = titled[1] or titled[2] or ""
    else:
        title = brackets[1] if brackets else _ATTRIBUTES.sub("", more)
    return _titled(name.lower().removeprefix("callout-"), title.strip(" \t\"'"))


def _titled(name: str, title: str) -> tuple[str, str]:
    if name == "details":
        return f"<details><summary>{_inline(title or 'Details')}</summary>", "</details>"
    if not title and name not in _NAMES:
        return "<div>", "</div>"  # a class of the site's own
    return f"<blockquote>{_strong(title or name.title())}", "</blockquote>"


def _strong(title: str) -> str:
    return f"<p><strong>{_inline(title)}</strong></p>"


def _inline(title: str) -> str:
    """Return a title, which is Markdown, as HTML."""
    made = engine.to_html(title).strip()
    if made.startswith("<p>") and made.find("</p>") == len(made) - 4:
        return made[3:-4]
    return escape(title, quote=False)


def _block(lead: str, html: str, passage: Passage) -> list[str]:
    blank = lead if ">" in lead else ""
    return [blank, f"{lead}{passage.about.stash.put(html, block=True)}", blank]


def _indented(text: str, passage: Passage) -> str:
    """Take the notes of MkDocs apart: a line that opens, and what is indented below."""
    kept: list[str] = []
    signs = _signs(passage)
    open_notes: list[tuple[int, str]] = []  # columns of what is within, end tag
    for line in text.split("\n"):
        bare = line.lstrip(" \t")
        column = len(line[: len(line) - len(bare)].expandtabs(4))
        while bare and open_notes and column < open_notes[-1][0]:
            depth, end = open_notes.pop()
            kept += _block(" " * (depth - 4 - 4 * len(open_notes)), end, passage)
        shift = 4 * len(open_notes)
        inner = line.expandtabs(4)[shift:] if bare and shift else line
        sign = inner[:20].lstrip(" >")[:1]
        opens = _NOTE.fullmatch(inner) if bare and sign and sign in signs else None
        tags = _note_tags(opens[2], passage.unshielded(opens[3])) if opens else None
        if not opens or not tags or ">" in opens[1]:
            kept.append(inner)
            continue
        first, end = tags
        kept += _block(opens[1], first, passage)
        open_notes.append((column + 4, end))
    while open_notes:
        depth, end = open_notes.pop()
        kept += _block(" " * (depth - 4 - 4 * len(open_notes)), end, passage)
    return "\n".join(kept)


def _signs(passage: Passage) -> str:
    """Return the signs that open notes: all of them, or those of the extensions of the site."""
    names = passage.dialect.extensions
    return "".join(sign for sign, name in _SIGNS.items() if not names or name in names)


def _note_tags(sign: str, rest: str) -> tuple[str, str] | None:
    """Return the start and the end of what a note becomes; None if it is none."""
    found = _KIND.fullmatch(rest) if sign[0] != "=" else None
    if not found and sign[0] != "!":
        found = _TITLE_ALONE.fullmatch(rest)
    if not found:
        return None
    kind, title = found[1], found[2]
    if sign[0] == "=":
        return f"<div>{_strong(title)}", "</div>"
    name = (title if title is not None else kind.partition(" ")[0].title()) or "Note"
    if sign[0] == "?":
        return f"<details><summary>{_inline(name)}</summary>", "</details>"
    if title == "":
        return "<blockquote>", "</blockquote>"
    return f"<blockquote>{_strong(name)}", "</blockquote>"
