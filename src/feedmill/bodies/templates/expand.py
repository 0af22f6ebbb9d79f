"""Template code in a body → the same body without it. Pure.

What the table `known.KNOWN` has is shown as the generator shows it, as far as a feed can. Of
everything else a pair keeps its inner text, and a piece that stands alone in its paragraph becomes
a link to the page; both are reported as left out. The text around them always stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from feedmill.bodies.about import About, How
from feedmill.bodies.needs import needs_liquid

from .known import Use
from .mdx import is_mdx, without_mdx
from .own import handler_of
from .pieces import Piece, fits_in, parts_of_rst, pieces, raw_parts, unescaped
from .snippets import wants_snippets, with_snippets
from .values import value_of

_MAX_DEPTH = 10
_MAX_SIZE = 2**20  # characters that come of one body
_LOGIC = {"if", "unless", "ifchanged", "capture", "block", "filter", "macro"}
_ENGINES = {"liquid", "njk", "hbs", "ejs", "mustache", "webc", "11ty.js"}
_LOOPS = {"for", "tablerow", "while"}
_BRANCH = re.compile(r"\{%[-+]?\s*(?:else|elsif|elif)\b")
_HTML_ENDINGS = (".html", ".htm", ".xhtml")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((https?://[^\s()<>]+)\)|<(https?://[^\s<>]+)>")
_TOKEN = re.compile("\ufdd0[0-9]+\ufdd1")
_IN_LIST = re.compile(r"[ \t>]+|[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]")
_REFERENCE = re.compile(r" {0,3}\[[^\]]++\]:[ \t]*<?")


def expand(text: str, about: About) -> str:
    """Return the text without template code; note in `about` what feeds cannot show."""
    if about.dialect.mdx:
        return without_mdx(text, about) if is_mdx(text) else text
    if about.dialect.engine == "python-markdown" and wants_snippets(text):
        text = with_snippets(text, about)
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return text
    if about.config.articles.liquid is False and about.dialect.engine == "python-markdown":
        return text  # nothing on the site reads it as code
    if about.config.articles.generator in ("astro", "docusaurus"):
        return text  # which run no template code in Markdown
    if about.config.articles.generator == "hugo":
        is_used = "{{<" in text or "{{%" in text
        return _expanded(text, about, 0) if is_used else text
    engines = _engines(about)
    if engines is not None and engines.isdisjoint(_ENGINES):
        return text
    if needs_liquid(about.config.articles) and (engines is None or "liquid" in engines):
        if str(about.values.get("render_with_liquid", "")).lower() == "false":
            return text
        from .liquid import render_liquid  # and python-liquid, which most bodies do without

        rendered = render_liquid(text, about)
        if rendered is not None:
            return rendered
    if about.article.path.endswith(".rst"):
        parts: Iterable[tuple[str, bool]] = parts_of_rst(text)
    else:
        parts = raw_parts(text) if "raw" in text else [(text, False)]
    return "".join(part if raw else _expanded(part, about, 0) for part, raw in parts)


def _engines(about: About) -> set[str] | None:
    """Return the engines that an article of Eleventy names for itself, None if it names none.

    https://www.11ty.dev/docs/languages/#templateengineoverride-examples
    """
    if about.config.articles.generator != "eleventy":
        return None
    named = about.values.get("templateengineoverride")
    return None if named is None else {one.strip() for one in str(named).lower().split(",")}


def _expanded(text: str, about: About, depth: int) -> str:
    if depth > _MAX_DEPTH:
        return ""
    parts: list[str] = []
    at, size = 0, 0
    for piece in pieces(text, about.config.articles.generator):
        shown = _shown(piece, text, about, depth)
        parts += (text[at : piece.start], shown)
        size += len(shown)
        at = piece.stop
        if size > _MAX_SIZE:
            about.leave_out("template code", "left out")
            break
    return "".join([*parts, text[at:]])


def _shown(piece: Piece, text: str, about: About, depth: int) -> str:
    """Return what is shown in the place of a piece."""
    inner = text[piece.end : piece.inner_end]
    if piece.kind == "comment":
        return ""
    if piece.code.lstrip().startswith("/*"):
        return unescaped(text[piece.start : piece.end])
    if piece.kind == "output":
        return _output(piece, about)
    name = piece.name.lower()
    if name in _LOOPS:
        _leave_out(piece, "left out", about)
        return ""
    if name in _LOGIC:
        return _expanded(_first_branch(inner), about, depth + 1) if name != "capture" else ""
    done: dict[str, str] = {}

    def expanded(more: str) -> str:  # once, however many of the handlers ask for it
        if more not in done:
            done[more] = _expanded(more, about, depth + 1)
        return done[more]

    in_link = text[piece.start - 1 : piece.start] == "["
    found = handler_of(name, about)(Use(piece, inner, about, expanded, in_link=in_link))
    found = None if found is None else _in_its_place(found, piece, text, about)
    if found is not None and fits_in(found, text, piece.start):
        return found
    if piece.is_pair:
        _leave_out(piece, "shown as text", about)
        title = piece.arguments[1].get("title")
        head = f"**{title}**\n\n" if title else ""
        apart = "\n" in inner or title
        return f"\n\n{head}{expanded(inner)}\n\n" if apart else inner
    return _in_its_place(linked(piece, text, about), piece, text, about)


def _in_its_place(shown: str, piece: Piece, text: str, about: About) -> str:
    """Return what is shown as it can be in a list, or in HTML, which is no Markdown."""
    if about.article.path.lower().endswith(_HTML_ENDINGS):
        shown = _LINK.sub(_html_link, shown)
    line = text[text.rfind("\n", 0, piece.start) + 1 : piece.start]
    return shown.strip("\n") if _TOKEN.fullmatch(shown.strip()) and _IN_LIST.match(line) else shown


def _html_link(found: re.Match[str]) -> str:
    text, target = (found[1], found[2]) if found[2] else (found[3], found[3])
    return f'<a href="{escape(target)}">{escape(text)}</a>'


def _output(piece: Piece, about: About) -> str:
    found = value_of(piece.code, about)
    if found is None:
        _leave_out(piece, "left out", about)
        return ""
    return found


def linked(piece: Piece, text: str, about: About) -> str:
    """Return a link to the page if a piece is a paragraph of its own, else nothing."""
    before = text[: piece.start].rpartition("\n")[2]
    after = text[piece.stop :].partition("\n")[0]
    if before.strip() or after.strip() or not piece.name or piece.name in ("include", "render"):
        in_address = (
            before.endswith(("](", 'href="', "](<")) or _REFERENCE.fullmatch(before)
        ) and about.article.link
        _leave_out(piece, "shown as a link" if in_address else "left out", about)
        return about.article.link if in_address else ""
    _leave_out(piece, "shown as a link", about)
    return f"\n\n[{_words(piece.name)}]({about.article.link})\n\n"


def _words(name: str) -> str:
    """Return a name as the text of a link: `chart-embed` → `Chart embed`."""
    return re.sub(r"[\W_]+", " ", name).strip().capitalize()


def _leave_out(piece: Piece, how: How, about: About) -> None:
    place = about.raw.text.find(piece.code) if not about.left else -1  # the first one's is told
    about.leave_out(_label(piece), how, place if place >= 0 else None)


def _label(piece: Piece) -> str:
    words = piece.code.split()
    return {
        "shortcode": _as_written(piece),
        "output": f"{{{{ {words[0][:40] if words else ''} }}}}",
    }.get(piece.kind, f"{{% {' '.join(_named(words))} %}}")


def _as_written(piece: Piece) -> str:
    """Return a shortcode as its generator writes it, so that a search in the file finds it."""
    if piece.is_markdown:
        return f"{{{{% {piece.name} %}}}}"
    if re.match(r"\s*[\w:]+\(", piece.code):
        return f"{{{{ {piece.name}() }}}}"
    return f"{{{{< {piece.name} >}}}}"


def _named(words: Sequence[str]) -> Sequence[str]:
    """Return the words that name a tag: of an include the file, too."""
    return [word[:40] for word in words[: 2 if words[:1] in (["include"], ["render"]) else 1]]


def _first_branch(inner: str) -> str:
    found = _BRANCH.search(inner)
    return inner[: found.start()] if found else inner
