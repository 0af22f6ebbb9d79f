"""TeX → readable code or MathML, as the config says. Pure."""

from __future__ import annotations

import re
from html import escape

from feedmill.config.schema import Config

from .code import code_block

MAX_LENGTH = 2000  # characters of a formula that becomes MathML; its converter is not quick
MAX_TEX_DEPTH = 30
_MAX_SIZE = 40_000  # of the MathML of one formula

_DRAWN = '<span class="katex-html"'
_SPAN = re.compile(r"<(/?)span\b[^<>]*>")
_TEXT_WITH_SIGNS = re.compile(r"\\(?:text|mbox)\w*\s*\{[^{}]*<")
# What the converter knows by another name, and what shows nothing.
_ROWS = re.compile(r"\\(begin|end)\{(align|(?:al|g)\w+ed|alignedat|gather|multline|eqnarray)\*?\}")
_CALLED = {
    "align": "align*",
    "aligned": "split",
    "alignedat": "split",
    "eqnarray": "array}{rcl",
    "gather": "array}{c",
    "gathered": "array}{c",
    "multline": "array}{c",
}
_PAIRS = re.compile(r"(\\begin\{alignedat\})\{\d+\}")
_UNSEEN = re.compile(r"\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)\b")
_UNKNOWN = re.compile(r"<m\w+>(?:\\[a-zA-Z]|&</)")

_FORMULA = re.compile(r"<math\b([^<>]*)>((?:(?!</?math\b).)*+)</math>", re.DOTALL)
_WRITTEN = re.compile(r"<annotation\b[^<>]*\bapplication/x-tex\b[^<>]*>([^<>]*)</annotation>")
_SPOKEN = re.compile(r'\balttext="([^"]*)"')
_MARKUP = re.compile(r"<[^<>]*>")


def tex_to_html(source: str, config: Config, *, display: bool) -> str:
    """Return a formula as HTML that is not safe yet; `display`: on lines of its own."""
    source = source.strip()
    if config.articles.math == "mathml":
        made = _to_mathml(source, display)
        if made:
            return made
    if display:
        return code_block(f"{source}\n", "tex")
    return f"<code>{escape(source, quote=False)}</code>"


def without_pictures(markup: str) -> str:
    """Return HTML with KaTeX's MathML, and without what draws the same formulas again."""
    if _DRAWN not in markup:
        return markup
    kept: list[str] = []
    at = 0
    while (start := markup.find(_DRAWN, at)) >= 0:
        kept.append(markup[at:start])
        depth = 0
        for tag in _SPAN.finditer(markup, start):
            depth += -1 if tag[1] else 1
            at = tag.end()
            if depth == 0:
                break
        else:
            break
    return "".join(kept) + markup[at:]


def with_source(markup: str) -> str:
    """Return HTML with formulas as TeX where they are MathML; as plain text if that is unknown."""

    def written(found: re.Match[str]) -> str:
        tex = _WRITTEN.search(found[2]) or _SPOKEN.search(found[1])
        return tex[1].strip() if tex else _MARKUP.sub("", found[2])

    return _FORMULA.sub(written, markup) if "<math" in markup else markup


def _to_mathml(source: str, display: bool) -> str:
    """Return a formula as MathML; "" if the converter can't, or must not try."""
    from latex2mathml import converter

    if len(source) > MAX_LENGTH or _depth(source) > MAX_TEX_DEPTH:
        return ""
    if _TEXT_WITH_SIGNS.search(source):
        return ""  # it would come out as a tag
    known = _ROWS.sub(_renamed, _PAIRS.sub(r"\1", _UNSEEN.sub("", source)))
    known = known.replace("<", "\\lt ").replace(">", "\\gt ")
    try:
        made = converter.convert(known, display="block" if display else "inline")
    except Exception:
        return ""
    if len(made) > _MAX_SIZE or _UNKNOWN.search(made):
        return ""
    return made.replace("<math ", f'<math alttext="{escape(source)}" ', 1)


def _renamed(found: re.Match[str]) -> str:
    name = _CALLED.get(found[2], found[2])
    if found[1] == "end":
        name = name.partition("}")[0]
    return f"\\{found[1]}{{{name}}}"


_NESTING = re.compile(r"[{}]|\\(?:left|right|begin|end)\b|[\^_]")


def _depth(source: str) -> int:
    """Return how deeply a formula is nested, at most."""
    depth = most = 0
    for sign in _NESTING.findall(source):
        if sign in ("{", "\\left", "\\begin"):
            depth += 1
        elif sign in ("}", "\\right", "\\end"):
            depth -= 1
        most = max(most, depth)
    return most
