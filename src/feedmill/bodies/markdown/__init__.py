"""Markdown → HTML, in the dialect of the site's generator. Pure.

In: the text of a body, its template code already gone. Out: HTML that is not safe yet. A fast
engine (`engine.py`) renders CommonMark; what a dialect has beyond that is done by passes over the
text before it and over its HTML after it, each only where a cheap look says that it is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from feedmill.bodies.about import About
from feedmill.bodies.dialects import DIALECTS

from . import engine
from .after import finish, footnotes, toc
from .before import abbreviations, attributes, code, elements, lines, loose, math, notes, tables
from .before.passage import Passage
from .before.shield import shield, shield_indented, with_small_ends
from .limits import why_too_much

__all__ = ["render_markdown"]

_DASH = "\ufdd8"
_FENCE_AND_TAB = re.compile(r"^([ \t>]*(?:`{3,}|~{3,})) *\t[ \t]*$", re.MULTILINE)
Pass = Callable[[str, Passage], str]

# In this order: formulas first, for braces and pipes in them are no attributes and no tables.
_PASSES: tuple[tuple[Callable[[str, Passage], bool], Pass], ...] = (
    (code.has_titles, code.titled),
    (math.wanted, math.put_away),
    (elements.wanted, elements.keep_whole),
    (abbreviations.wanted, abbreviations.take_out_abbreviations),
    (attributes.wanted, attributes.take_out),
    (tables.wanted, tables.with_headings),
    (loose.wanted, loose.written_strictly),
)


def render_markdown(text: str, about: About) -> str:
    """Return Markdown as HTML."""
    dialect = about.dialect
    if dialect.engine == "python-markdown":
        from .python_markdown import render_python_markdown as by_python_markdown

        made = by_python_markdown(text, about)
        if made is not None:
            return made
        about.note("tangled-body", f"{why_too_much(text)}; it is rendered in the default dialect")
        dialect = DIALECTS["default"]
    if "`\t" in text or "~\t" in text:  # the engine does not see the end of a fence there
        text = _FENCE_AND_TAB.sub(r"\1", text)
    passage = Passage(about, dialect)
    wanted: list[Pass] = [act for is_wanted, act in _PASSES if is_wanted(text, passage)]
    has_notes = notes.wanted(text, passage)
    if wanted or has_notes or not dialect.indented:
        text = _passed(text, passage, [notes.into_blocks, *wanted] if has_notes else wanted)
    has_dashes = dialect.dashes and "--" in text
    if has_dashes:  # to tell those that are written from those that the engine makes
        text = text.replace("–", _DASH)
    if "</P" in text or "</S" in text or "</T" in text:
        text = with_small_ends(text)
    markup = engine.to_html(text, smart=dialect.smart, definitions=dialect.definitions)
    if has_dashes:
        markup = markup.replace("–", "—").replace(_DASH, "–")
    if passage.toc:
        markup = toc.with_contents(markup, passage)
    if 'class="footnote-' in markup:
        markup = footnotes.at_the_end(markup, dialect.footnotes)
    markup = finish.finished(markup, passage)
    if passage.abbreviations:
        markup = finish.with_abbreviations(markup, passage)
    return markup


def _passed(text: str, passage: Passage, passes: list[Pass]) -> str:
    """Return a text that passes have gone over, without seeing the code in it."""
    dialect = passage.dialect
    text, passage.pieces = shield(text)
    if passes and passes[0] is notes.into_blocks:
        text = notes.into_blocks(text, passage)
        passes = passes[1:]
    if dialect.indented:
        html = elements.blocks(text, dialect)
        text = shield_indented(text, passage.pieces, lazy=dialect.elements, html=html)
    else:
        text = lines.without_indented_code(text, passage.pieces)
    for act in passes:
        text = act(text, passage)
    return passage.unshielded(text)
