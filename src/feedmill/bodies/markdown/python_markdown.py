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
from .quicker import quicken

if TYPE_CHECKING:
    from markdown import Markdown

    from feedmill.bodies.dialects import Dialect

# What our passes do for all dialects.
_OWN = frozenset(
    {
        *("admonition", "codehilite", "meta", "pymdownx.arithmatex", "pymdownx.details"),
        *("pymdownx.snippets", "pymdownx.tabbed"),
    }
)
# Settings that feeds need.
_SETTINGS: dict[str, dict[str, Any]] = {
    "footnotes": {"BACKLINK_TITLE": ""},
    "pymdownx.highlight": {"use_pygments": False},
}
# Where the config names no extensions.
_USUAL = (
    *("extra", "sane_lists", "toc", "pymdownx.caret", "pymdownx.highlight", "pymdownx.keys"),
    *("pymdownx.mark", "pymdownx.superfences", "pymdownx.tasklist", "pymdownx.tilde"),
)
_USUAL_OPTIONS = (
    ("pymdownx.caret", (("superscript", "false"),)),
    ("pymdownx.tilde", (("subscript", "false"),)),
)
_ICON = re.compile(
    r":(?:material|fontawesome|octicons|simple)-[\w-]{1,100}:(?:\{[^{}\n]*\})?[ \t]?"
)
_WHITE_LINE = re.compile(r"^ +$", re.MULTILINE)


def render_python_markdown(text: str, about: About) -> str | None:
    """Return a body as HTML that is not safe yet; None if it can't be done in bounded time."""
    if is_too_much(text):
        return None
    dialect = about.dialect
    passage = Passage(about, dialect)
    has_titles = 'title="' in text and "pymdownx.superfences" in (dialect.extensions or _USUAL)
    # As it does itself, in code too.
    text, passage.pieces = shield(
        _WHITE_LINE.sub("", text.expandtabs(dialect.tab_length)), closed=True
    )
    text = _ICON.sub("", text) if ":" in text else text
    if has_titles:
        text = code.titled(text, passage)
    text = code.fences_away(text, passage)
    if notes.wanted(text, passage):
        text = notes.into_blocks(text, passage)
    text = shield_indented(text, passage.pieces)
    if not dialect.extensions or "codehilite" in dialect.extensions:
        text = code.named_away(text, passage)
    if math.wanted(text, passage):
        text = math.put_away(text, passage)
    idle = _IDLE.setdefault(dialect, [])
    engine = idle.pop() if idle else _engine(dialect)
    try:
        markup: str = engine.reset().convert(passage.unshielded(text))
    except RecursionError:
        return None
    idle.append(engine)
    return finish.finished(markup, passage)


_IDLE: dict[Dialect, list[Markdown]] = {}  # no thread shares one


def _engine(dialect: Dialect) -> Markdown:
    import markdown

    names = dialect.extensions or _USUAL
    names = (*names, *["smarty"] * dialect.smart, *["nl2br"] * dialect.breaks)
    given = dict(dialect.options if dialect.extensions else (*_USUAL_OPTIONS, *dialect.options))
    known = {
        name: {
            **_SETTINGS.get(name, {}),
            **{key: _plain(value) for key, value in given.get(name, ())},
        }
        for name in dict.fromkeys(names)
        if name not in _OWN
    }
    if "pymdownx.emoji" in known:
        from pymdownx import emoji

        known["pymdownx.emoji"] = {"emoji_generator": emoji.to_alt}
    engine = markdown.Markdown(
        extensions=[*known], extension_configs=known, tab_length=dialect.tab_length
    )
    quicken(engine)
    return engine


def _plain(value: str) -> str | bool:
    """Return an option as extensions take it: they make numbers of texts themselves."""
    return {"true": True, "false": False}.get(value, value)
