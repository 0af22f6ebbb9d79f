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
from .limits import is_too_much

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


def render_python_markdown(text: str, about: About) -> str | None:
    """Return a body as HTML that is not safe yet; None if it can't be done in bounded time."""
    if is_too_much(text):
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
