"""Highlighters' markup in code → the code itself, and its language. Pure.

Rouge, Chroma, Pygments, Shiki, Prism and others wrap each word of code in a `<span>`, count lines,
and put both into tables; feeds show `<pre><code class="language-x">`, with the text to the byte.
"""

from __future__ import annotations

import re
from html import escape

# A table with a column of line numbers (Pygments, Chroma, Rouge), perhaps within what is code.
_TABLE = re.compile(
    r"<(pre\b([^<>]*)>\s*(?:<code\b([^<>]*)>\s*)?<)?"
    r"table\b[^<>]*>([^<]*+(?:<(?!/?table\b)[^<]*+)*+)</table>(?(1)(?:\s*</code>)?\s*</pre>)"
)
_CELL = re.compile(r"<td\b[^<>]*>([^<]*+(?:<(?!/?td\b)[^<]*+)*+)</td>")
_NUMBERED = re.compile(r"line-?no|gutter|lnt|line-?num|blob-num|hljs-ln|highlighttable|rouge-table")
_PRE = re.compile(r"<pre\b([^<>]*)>([^<]*+(?:<(?!/?pre\b)[^<]*+)*+)</pre>")
_BOXES = re.compile(r"(?:<(?:div|figure)\b[^<>]*>\s*){1,4}\Z")
_CODE = re.compile(r"\s*<code\b([^<>]*)>(.*)</code>\s*", re.DOTALL)
_MARKS = ("<span", "<br", "<div", "<button")
_NUMBER = re.compile(
    r"<(span|td|div)\b[^<>]*\b(?:class=[\"'](?:linenos?|lineno|ln|lnt|lnlinks|line-numbers?|linenumber"
    r"|ec-line-number|gutter)\b[^<>]*>(?:<a\b[^<>]*>)?[^<]*(?:</a>)?"
    r"|style=[\"'][^\"'<>]*(?:user-select:\s?none|padding-left:\s?5px;\s?padding-right:\s?5px)[^<>]*>"
    r"(?:<a\b[^<>]*>)?\s*\d+\s*(?:</a>)?)</\1>"
)
_ANCHOR = re.compile(r"<a\b[^<>]*></a>")
_BUTTON = re.compile(r"<(button|svg)\b[^<]*+(?:<(?!/?\1\b)[^<]*+)*+</\1>")
_LINE_OF_BOXES = re.compile(r"</div>\s*(?=<div\b[^<>]*\bclass=[\"'](?:ec-line|line|code-line)\b)")
_BREAK = re.compile(r"<br\b[^<>]*>\n?")
_WRAPPING = re.compile(r"</?(?:span|div|code|i|font|tbody|tr|td)\b[^<>]*>")
_NAME = re.compile(
    r"(?:\b(?:language|lang|highlight-source|brush:)-?\s?|data-lang(?:uage)?=[\"'])([\w+#.-]+)"
)
_NEAR = 400  # characters
_ODD = {"plaintext", "text", "none", "fallback", "default"}


def code_block(code: str, language: str = "") -> str:
    """Return code as feeds have it; `language` is what it is in, "" if that is not known."""
    name = f' class="language-{escape(language)}"' if language else ""
    return f"<pre><code{name}>{escape(code, quote=False)}</code></pre>"


def reduced(markup: str) -> str:
    """Return HTML with the code in it as text, and its language as the only class."""
    if "<pre" not in markup or not any(mark in markup for mark in _MARKS):
        return markup
    if "</table" in markup:
        markup = _TABLE.sub(_without_numbers, markup)
    return _PRE.sub(_plain, markup)


def language(classes: str) -> str:
    """Return the class of a code's language, `language-x`; "" if the classes name none."""
    for one in classes.split():
        for start in ("language-", "lang-"):
            if one.startswith(start):
                name = re.match(r"[\w+#.-]*", one[len(start) :].lstrip("{."))
                return f"language-{name[0]}" if name and name[0] else ""
    return ""


def _without_numbers(table: re.Match[str]) -> str:
    """Return the code beside a column of numbers; any other table as it is."""
    cells = _CELL.findall(table[4])
    counts, code = cells[::2], cells[1::2]
    if not code or len(counts) != len(code) or not all(map(_is_count, counts)):
        return table[0]
    if "<pre" not in counts[0] and not _NUMBERED.search(table[0]):
        return table[0]  # an author's, of things that have numbers
    found = [_PRE.search(cell) for cell in code]
    texts = [one[2] if one else cell for one, cell in zip(found, code, strict=True)]
    inner = "\n".join(one.strip("\n") for one in texts) if len(texts) > 1 else texts[0]
    if table[1]:
        return f"<pre{table[2]}><code{table[3] or ''}>{inner}</code></pre>"
    return code[0] if found[0] and len(code) == 1 else f"<pre>{inner}</pre>"


def _is_count(cell: str) -> bool:
    return not re.sub(r"<[^<>]*>|[\d\s]", "", cell)


def _plain(found: re.Match[str]) -> str:
    attributes, inner = found[1], found[2]
    if "<" not in inner or ("<code" in inner and not any(mark in inner for mark in _MARKS)):
        return found[0]
    inner = _BUTTON.sub("", inner)
    code = _CODE.fullmatch(inner)
    if not code and "<span" not in inner:
        return found[0]  # a poem, say
    text = code[2] if code else inner
    name = _NAME.search(f"{attributes} {code[1] if code else ''}") or _name_around(found)
    text = _LINE_OF_BOXES.sub("\n", _ANCHOR.sub("", _NUMBER.sub("", text)))
    text = _WRAPPING.sub("", _BREAK.sub("\n", text))
    of_language = f' class="language-{name[1]}"' if name and name[1] not in _ODD else ""
    return f"<pre><code{of_language}>{text}</code></pre>"


def _name_around(found: re.Match[str]) -> re.Match[str] | None:
    """Look for the language in the boxes right around."""
    before = found.string[max(0, found.start() - _NEAR) : found.start()]
    boxes = _BOXES.search(before)
    return _NAME.search(boxes[0]) if boxes else None
