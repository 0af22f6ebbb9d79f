"""What others take for Markdown and the engine does not, written as the engine has it. Pure.

Tables right below a paragraph, and lines that begin with an emoji; then, of kramdown:

References right below a paragraph, addresses with spaces, emphasis within words of languages that
have no spaces, footnotes right before brackets, `^` between blocks, `<<` and `>>` as quotes, and
code that keeps the spaces that its fence stands behind.
"""

from __future__ import annotations

import re

from .passage import Passage
from .shield import FIRST, LAST, is_fence

# The engine takes `:tada:` for a definition, though no colon with a word at it begins one.
_NO_DEFINITION = re.compile(r"^([ \t>]*):(?=[^\s:])", re.MULTILINE)
# https://github.github.com/gfm/#tables-extension-
_LATE_TABLE = re.compile(
    r"^([ \t>]*)(?![-*+|>\d\s])([^\n|]+)\n\1(?![|>\s])([^\n]*\|[^\n]*)"
    r"\n\1([ ]{0,3}:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+)\|?[ \t]*$",
    re.MULTILINE,
)
_RULES = ("|-", "-|", "| -", "- |", "|:", ":|")
_OF_GFM = ("default", "goldmark", "markdown-it", "remark")  # by whose footnotes they have
# https://kramdown.gettalong.org/syntax.html#link-definitions
_REFERENCE = re.compile(
    r"^ {0,3}\[(?!\^)([^\n\]]{1,500})\]:[ \t]*(?:<([^<>\n]*)>|([^\s][^\n\"']*?))"
    r"(?:[ \t]*\n?[ \t]+(\"[^\n]+\"|'[^\n]+'))?[ \t]*(?:\n|\Z)",
    re.MULTILINE,
)
# Not of `[reference][](in brackets)`, which is no address.
_SPACED = re.compile(r"(?<!\]\[)\]\(([^\s()<>\"']{1,2000}[ \n][^()<>\"'\n]{1,2000})\)")
_STRONG = re.compile(r"\*\*(?![\s*])([^*\n]{1,1000}?)(?<!\s)\*\*(?!\*)")
_IS_REFERENCE = re.compile(r"\[[^\n\]]+\]:")
_FENCE_IN_LIST = re.compile(
    r"(?:\n(?: {1,12}|\t{1,3})|^ {0,3}(?:[-*+]|\d+\.) [^\n]*\n)(?:```|~~~)", re.MULTILINE
)
_LAZY_CODE = re.compile(r"\n(?: {4}|\t)[ \t]*+[^\s][^\n]*+\n {0,3}[^\s<{^]")
_FENCE = re.compile(rf"[ \t]*{FIRST}([0-9]+){LAST}[ \t]*")
_TABS = re.compile(r"\n(\t+)")
_LINE = re.compile(r"\n(?=[^\n])")
# Right below other HTML, or on its line.
_PRE_IN_HTML = re.compile(rf"(?<=[^\n])\n?(?<=[>\n]){FIRST}([0-9]+){LAST}")
_BLANK = re.compile(r"\n[ \t]*\n")
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,9}[.)])( +)(?=\S)")
_NOTE_BEFORE_BRACKET = re.compile(r"(\[\^[^\s\[\]]{1,200}\])(?=[\[(])")
# Text that is not indented is no part of the note above it.
_BELOW_NOTE = re.compile(r"^( {0,3}\[\^[^\s\[\]]{1,200}\]:[^\n]*\n)(?= {0,3}[^\s\[])", re.MULTILINE)
_CLOSE_NOTE = re.compile(r"^( {0,3}\[\^[^\s\[\]]{1,200}\]:)(?=[^\s])", re.MULTILINE)
# https://kramdown.gettalong.org/syntax.html#eob-marker
_END_OF_BLOCK = re.compile(r"^\^[ \t]*$", re.MULTILINE)
# Neither in tags, nor escaped, nor at the start of lines, where they mark quotes.
_GUILLEMETS = re.compile(
    r"</?[a-z][^<>\n]*>|\\[<>]+|^[ \t]*>[ \t>]*|(<<[ ]?)|([ ]?>>)", re.IGNORECASE | re.MULTILINE
)


def wanted(text: str, passage: Passage) -> bool:
    """Return whether there is anything that only a loose dialect reads so."""
    if "[^" in text and (_NOTE_BEFORE_BRACKET.search(text) or _CLOSE_NOTE.search(text)):
        return True
    if passage.dialect.definitions and _has_colons(text) and _NO_DEFINITION.search(text):
        return True
    if _may_have_late_tables(text, passage) and _LATE_TABLE.search(text):
        return True
    return passage.dialect.elements and (
        ("[^" in text and _BELOW_NOTE.search(text) is not None)
        or ("]:" in text and _has_odd_reference(text))
        or ("](" in text and _SPACED.search(text) is not None)
        or (("```" in text or "~~~" in text) and _FENCE_IN_LIST.search(text) is not None)
        or ("\n    " in text and _LAZY_CODE.search(text) is not None)
        or ("<pre" in text and "\n" in text)
        or ("**" in text and not text.isascii() and _STRONG.search(text) is not None)
        or ("\n^" in text and _END_OF_BLOCK.search(text) is not None)
        or (passage.dialect.smart and ("<<" in text or ">>" in text))
    )


def _has_colons(text: str) -> bool:
    return "\n:" in text or "> :" in text


def _may_have_late_tables(text: str, passage: Passage) -> bool:
    has_rules = "|" in text and "\n" in text and any(rule in text for rule in _RULES)
    return has_rules and passage.dialect.footnotes in _OF_GFM


def _late_table(found: re.Match[str]) -> str:
    """Put a blank line above a table whose heading and rule have the same number of cells."""
    heading, rule = found[3].strip().removesuffix("|"), found[4].strip().removesuffix("|")
    if heading.count("|") - heading.count("\\|") != rule.count("|"):
        return found[0]
    above = len(found[1]) + len(found[2])
    return f"{found[0][:above]}\n{found[1].rstrip()}{found[0][above:]}"


def _has_odd_reference(text: str) -> bool:
    """Return whether a reference is right below a paragraph, or its address is an odd one."""
    at = 0
    while (at := text.find("]:", at)) >= 0:
        line = text.rfind("\n", 0, at) + 1
        at += 2
        if text[line : line + 4].lstrip(" ")[:1] != "[":
            continue
        above = text[text.rfind("\n", 0, line - 1) + 1 : line].strip() if line else ""
        end = text.find("\n", at)
        address = text[at : end if end >= 0 else len(text)].split('"')[0].strip()
        if (above and not _IS_REFERENCE.match(above)) or re.search(r"[\s()]", address):
            return True
    return False


def written_strictly(text: str, passage: Passage) -> str:
    """Return the text as CommonMark reads it in the same way."""
    if "[^" in text:
        text = _NOTE_BEFORE_BRACKET.sub(rf"\1{passage.about.stash.put('')}", text)
        text = _CLOSE_NOTE.sub(r"\1 ", text)
    if passage.dialect.definitions and _has_colons(text):
        text = _NO_DEFINITION.sub(r"\1\:", text)
    if _may_have_late_tables(text, passage):
        text = _LATE_TABLE.sub(_late_table, text)
    return _as_kramdown(text, passage) if passage.dialect.elements else text


def _as_kramdown(text: str, passage: Passage) -> str:
    if "[^" in text:
        text = _BELOW_NOTE.sub(r"\1\n", text)
    if "\n^" in text:
        text = _END_OF_BLOCK.sub("\n<!---->\n", text)
    if passage.dialect.smart and ("<<" in text or ">>" in text):
        text = _GUILLEMETS.sub(_guillemet, text)
    if "]:" in text:
        text = _with_references_last(text)
    if "](" in text:
        text = _SPACED.sub(lambda found: f"]({_address(found[1])})", text)
    if not text.isascii() and "**" in text:
        text = _STRONG.sub(_strong, text)
    if any(piece[:4].lower() == "<pre" for piece in passage.pieces):
        text = _PRE_IN_HTML.sub(lambda found: _pre_apart(found, passage), text)
    if any(map(is_fence, passage.pieces)):
        text = _with_fences_at_their_lists(text, passage)
    return text


def _with_references_last(text: str) -> str:
    found: list[str] = []

    def keep(reference: re.Match[str]) -> str:
        address = reference[2] if reference[2] is not None else _address(reference[3])
        found.append(f"[{reference[1]}]: {address or '<>'} {reference[4] or ''}".rstrip())
        return ""

    text = _REFERENCE.sub(keep, text)
    return "\n".join([text, "", *found, ""]) if found else text


def _guillemet(found: re.Match[str]) -> str:
    """Return `«` or `»`, with a space that does not break in the place of one."""
    if found[1]:
        return "«\u00a0" if found[1][-1] == " " else "«"
    if found[2]:
        return "\u00a0»" if found[2][0] == " " else "»"
    return found[0]


def _address(written: str) -> str:
    written = written.strip()
    if "<" in written:
        written = written.replace("<", "%3C").replace(">", "%3E")
    return f"<{written.replace(chr(10), '')}>" if re.search(r"[\s()]", written) else written


def _strong(found: re.Match[str]) -> str:
    """Emphasise what CommonMark would not, for want of spaces around it."""
    text, start, end = found.string, found.start(), found.end()
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before + after).isascii() and found[0].isascii():
        return found[0]
    return f"<strong>{found[1]}</strong>"


def _pre_apart(found: re.Match[str], passage: Passage) -> str:
    """Put `<pre>` away that a blank line would end, for want of one above it."""
    piece = passage.pieces[int(found[1])]
    if piece[:4].lower() != "<pre" or not _BLANK.search(piece):
        return found[0]
    return f"\n\n{passage.about.stash.put(piece, block=True)}\n\n"


def _with_fences_at_their_lists(text: str, passage: Passage) -> str:
    """Put fences where the text of their list item begins; the code in them stays where it is."""
    kept = []
    columns = [0]
    after_blank = True
    for line in text.split("\n"):
        bare = line.lstrip(" \t")
        indent = len(line[: len(line) - len(bare)].expandtabs(4))
        item = _ITEM.match(line)
        if bare and (after_blank or item):
            while columns[-1] > indent:
                columns.pop()
        if item:
            columns.append(item.end())
        fence = _FENCE.fullmatch(line)
        number = int(fence[1]) if fence else -1
        if (columns[-1] or indent) and number >= 0 and is_fence(passage.pieces[number]):
            piece = _TABS.sub(
                lambda tabs: f"\n{tabs[1].replace(chr(9), '    ')}", passage.pieces[number]
            )
            shift = indent - columns[-1]
            if shift < 0 and not after_blank and _is_lazy(piece):
                piece = piece.replace("\n" + " " * columns[-1], "\n")
                shift = 0
            if 0 <= shift <= 3:
                line = " " * columns[-1] + bare
                passage.pieces[number] = _LINE.sub("\n" + " " * shift, piece)
        after_blank = not bare
        kept.append(line)
    return "\n".join(kept)


def _is_lazy(piece: str) -> bool:
    """Return whether fenced code right below a list item is all part of that item."""
    return is_fence(piece) and "\n" in piece and not _BLANK.search(piece)
