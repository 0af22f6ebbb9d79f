r"""Mathematics in the text, kept away from Markdown: `$$…$$`, `\\(…\\)`, `\\[…\\]`, `$…$`. Pure.

To Markdown `\(` is an escaped bracket, and who wants it on the page for MathJax writes `\\(`: with
one backslash only what can be nothing else than a formula is one. What a formula becomes is decided
in `bodies/tex.py`.
"""

from __future__ import annotations

import re

from feedmill.bodies import tex

from .passage import Passage
from .shield import put_piece

# A formula never has a blank line in it.
_INSIDE = r"(?:(?!\n[ \t]*\n)[^$\\]|\\.|\$(?!\$))"
_DOUBLE = re.compile(rf"(?<![\\$])\$\$(?!\$)({_INSIDE}{{1,5000}}?)\$\$(?!\$)", re.DOTALL)
_BRACKETS = re.compile(
    r"(?<!\\)(\\{1,2})(?:\(((?:(?!\n[ \t]*\n|\1[()]).){1,5000}+)\1\)"
    r"|\[((?:(?!\n[ \t]*\n|\1[\[\]]).){1,5000}+)\1\])",
    re.DOTALL,
)
_ENVIRONMENT = re.compile(
    r"(?:\\{1,2}\[\s{0,9})?(\\begin\{(equation|align|gather|multline|eqnarray|displaymath)(\*?)\}"
    r"(?:(?!\n[ \t]*\n|\\(?:begin|end)\{\2).){1,5000}+\\end\{\2\3\})(?:\s{0,9}\\{1,2}\])?",
    re.DOTALL,
)
_DOLLAR = re.compile(
    r"(?<![\\$\w])\$(?![\s$])((?:[^$\\\n]|\\.|\n(?![ \t]*\n)){1,500}?)(?<![\s\\])\$(?![\w$])"
)
_TEX = re.compile(r"\\[a-zA-Z]|[_^{}=<>+*/]|^\s*[a-zA-Z]\s*$")
_WORD = re.compile(r"\w")
_SURELY_TEX = re.compile(
    r"(?<!\\)\\[a-zA-Z]{2}|[\w)}]\^[\w{\\-]|[\w)}]_\{|(?<![\w\\])[a-zA-Z]_[a-zA-Z0-9](?!\w)"
)


def wanted(text: str, passage: Passage) -> bool:
    """Return whether there can be formulas."""
    if "\\" in text and ("\\(" in text or "\\[" in text or "\\begin{" in text):
        return True
    return "$" in text and ("$$" in text or passage.dialect.dollars)


def shield_formulas(text: str, pieces: list[str], *, dollars: bool) -> str:
    """Return the text with marks in the places of formulas; what is in them is no template code."""
    for pattern in (_DOUBLE, _DOLLAR) if dollars else (_DOUBLE,):
        text = pattern.sub(lambda found: put_piece(pieces, found[0]), text)
    return text


def put_away(text: str, passage: Passage) -> str:
    """Put formulas away, as what feeds show of them."""

    def keep(source: str, found: re.Match[str], *, alone: bool) -> str:
        block = alone and _is_alone(text, found)
        html = tex.tex_to_html(passage.unshielded(source), passage.about.config, display=block)
        token = passage.about.stash.put(html, block=block)
        return f"\n\n{token}\n\n" if block and not _is_deep(text, found) else token

    # https://facelessuser.github.io/pymdown-extensions/extensions/arithmatex/: always a formula
    single = _WORD if "pymdownx.arithmatex" in passage.dialect.extensions else _SURELY_TEX

    def brackets(found: re.Match[str]) -> str:
        source = found[2] or found[3] or ""
        signs = _TEX if len(found[1]) == 2 else single
        return keep(source, found, alone=bool(found[3])) if signs.search(source) else found[0]

    if "$$" in text:
        text = _DOUBLE.sub(lambda found: keep(found[1], found, alone=True), text)
    if "\\begin{" in text:
        text = _ENVIRONMENT.sub(lambda found: keep(found[1], found, alone=True), text)
    if "\\(" in text or "\\[" in text:
        text = _BRACKETS.sub(brackets, text)
    if passage.dialect.dollars and "$" in text:
        text = _DOLLAR.sub(lambda found: keep(found[1], found, alone=False), text)
    return text


def _is_alone(text: str, found: re.Match[str]) -> bool:
    """Return whether a formula has its lines to itself."""
    line = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    after = text[found.end() : None if end < 0 else end]
    return not text[line : found.start()].strip(" \t>") and not after.strip()


def _is_deep(text: str, found: re.Match[str]) -> bool:
    """Return whether a formula is within a list or a quote, where blank lines would end that."""
    line = text.rfind("\n", 0, found.start()) + 1
    return line != found.start()
