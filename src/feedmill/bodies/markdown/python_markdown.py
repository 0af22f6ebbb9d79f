"""Python-Markdown, which is what Pelican and MkDocs render with. Pure.

https://python-markdown.github.io/, https://facelessuser.github.io/pymdown-extensions/. Only
extensions of the table are ever loaded: what a site names may be anyone's code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from feedmill.bodies.about import About

from .after import finish
from .before import code, math, notes
from .before.passage import Passage
from .before.shield import shield, shield_indented

if TYPE_CHECKING:
    from markdown import Markdown

_OWN = "own"  # what our passes do for all dialects
EXTENSIONS: dict[str, dict[str, Any] | str] = {
    "abbr": {},
    "admonition": _OWN,
    "attr_list": {},
    "codehilite": _OWN,
    "def_list": {},
    "extra": {},
    "fenced_code": {},
    "footnotes": {"BACKLINK_TITLE": ""},
    "md_in_html": {},
    "meta": _OWN,
    "nl2br": {},
    "sane_lists": {},
    "smarty": {},
    "tables": {},
    "toc": {},
    "wikilinks": {},
    "pymdownx.arithmatex": _OWN,
    "pymdownx.betterem": {},
    "pymdownx.caret": {"superscript": False},
    "pymdownx.details": _OWN,
    "pymdownx.emoji": {},
    "pymdownx.extra": {},
    "pymdownx.highlight": {"use_pygments": False},
    "pymdownx.inlinehilite": {"use_pygments": False},
    "pymdownx.keys": {},
    "pymdownx.magiclink": _OWN,
    "pymdownx.mark": {},
    "pymdownx.saneheaders": {},
    "pymdownx.smartsymbols": {},
    "pymdownx.superfences": {},
    "pymdownx.tabbed": _OWN,
    "pymdownx.tasklist": {},
    "pymdownx.tilde": {"subscript": False},
}
"""The extensions that a config may name, with the settings that feeds need."""

_USUAL = (
    *("extra", "sane_lists", "toc", "pymdownx.caret", "pymdownx.highlight", "pymdownx.keys"),
    *("pymdownx.mark", "pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tilde"),
)
_ICON = re.compile(
    r":(?:material|fontawesome|octicons|simple)-[\w-]{1,100}:(?:\{[^{}\n]*\})?[ \t]?"
)
_WHITE_LINE = re.compile(r"^ +$", re.MULTILINE)
_LINK = re.compile(r"\]\(|\)")
_BRACKET = re.compile(r"[\[\]]")
# Its time grows with the square of some of these, and with the cube of open brackets.
_MAX_SIZE = 100_000  # characters
_MAX_NOTES = 1000
_MAX_ABBREVIATIONS = 300
_MAX_OPEN_BRACKETS = 100  # of one paragraph


def render_python_markdown(text: str, about: About) -> str | None:
    """Return a body as HTML that is not safe yet; None if it can't be done in bounded time."""
    if _is_too_much(text):
        return None
    passage = Passage(about, about.dialect)
    # As it does itself, in code too.
    text, passage.pieces = shield(_WHITE_LINE.sub("", text.expandtabs(4)))
    text = _ICON.sub("", text) if ":" in text else text
    text = code.fences_away(text, passage)
    if notes.wanted(text, passage):
        text = notes.into_blocks(text, passage)
    text = shield_indented(text, passage.pieces)
    text = code.named_away(text, passage)
    if math.wanted(text, passage):
        text = math.put_away(text, passage)
    dialect = about.dialect
    key = (dialect.extensions or _USUAL, dialect.smart, dialect.breaks)
    idle = _IDLE.setdefault(key, [])
    engine = idle.pop() if idle else _engine(*key)
    try:
        markup: str = engine.reset().convert(passage.unshielded(text))
    except RecursionError:
        return None
    idle.append(engine)
    return finish.finished(markup, passage)


def _is_too_much(text: str) -> bool:
    """Return whether Python-Markdown would take longer than a second or two."""
    return (
        len(text) > _MAX_SIZE
        or text.count("[^") > _MAX_NOTES
        or text.count("*[") > _MAX_ABBREVIATIONS
        or any(
            part.count("[") > _MAX_OPEN_BRACKETS
            and (_depth(part) > _MAX_OPEN_BRACKETS or _open_links(part) > _MAX_OPEN_BRACKETS)
            for part in text.split("\n\n")
        )
    )


def _depth(text: str) -> int:
    """Return how many brackets are open at the same time, at most."""
    depth = most = 0
    for sign in _BRACKET.findall(text):
        depth += 1 if sign == "[" else -1
        most = max(most, depth)
    return most


def _open_links(text: str) -> int:
    """Return how many addresses are open at the same time, at most: `[a](b [c](d`."""
    depth = most = 0
    for sign in _LINK.findall(text):
        depth = depth + 1 if sign == "](" else max(depth - 1, 0)
        most = max(most, depth)
    return most


_IDLE: dict[tuple[tuple[str, ...], bool, bool], list[Markdown]] = {}  # no thread shares one


def _engine(extensions: tuple[str, ...], smart: bool, breaks: bool) -> Markdown:
    import markdown

    names = [*extensions, *["smarty"] * smart, *["nl2br"] * breaks]
    settings = {name: EXTENSIONS[name] for name in dict.fromkeys(names)}
    known = {name: one for name, one in settings.items() if isinstance(one, dict)}
    if "pymdownx.emoji" in known:
        from pymdownx import emoji

        known["pymdownx.emoji"] = {"emoji_generator": emoji.to_alt}
    return markdown.Markdown(extensions=[*known], extension_configs=known)
