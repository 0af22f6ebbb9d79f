"""Bodies to safe HTML, and to summaries. Loaded only when a body is rendered."""

from __future__ import annotations

import re
from functools import partial
from html import escape

import nh3
from markdown_it import MarkdownIt

from feedmill import text, urls

from .peek import is_html, template_place

SUMMARY_LENGTH = 500
_SAMPLES = (2**10, 2**13, 2**16)  # characters of a body that its summary is looked for in

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_MORE = re.compile(r"<!--\s{0,9}(?:more|PELICAN_END_SUMMARY)\s{0,9}-->", re.IGNORECASE)
_HEADINGS = re.compile(r"<h([1-6])[^>]*>.*?</h\1>", re.DOTALL)
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
_PARTS = re.compile(r"\n\s*\n|</?(?:p|div|li|h[1-6]|tr|blockquote|pre)\b[^<>]*>|<br\b[^<>]*>")

# What readers show, without what runs, frames, styles or asks for input.
_TAGS = text.words(
    "a abbr article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd "
    "li main mark ol p picture pre q rp rt ruby s samp section small source span strong sub "
    "summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr"
)
_DROPPED = text.words("script style iframe object embed noscript template textarea title svg math")
_ATTRIBUTES = {
    "*": {"dir", "lang"},
    "a": {"href", "hreflang"},
    "abbr": {"title"},
    "audio": {"src", "controls"},
    "blockquote": {"cite"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "alt", "title", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan", "headers", "align"},
    "th": {"colspan", "rowspan", "headers", "align", "scope"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "controls", "width", "height"},
}
_ADDRESSES = {"href", "src", "cite", "poster"}
# `{filename}x.md` of Pelican, which alone knows the address that this stands for.
_INTERNAL = ("{", "%7b", "|filename|")

# The sanitiser builds a tree as browsers do: time, and with open formatting elements memory too,
# grow with the square of tags × depth. Above so many tags, ours must be in order.
_MANY_TAGS = 500
_MAX_DEPTH = 100
_ANY_TAG = re.compile(r"<[a-zA-Z/!?]")
_TAG = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*+)"
    r"(?:\s++[^\s\"'<>/=]++(?:\s*+=\s*+(?:\"[^\"<>]*+\"|'[^'<>]*+'|[^\s\"'<>=`]++))?+)*+\s*+/?>"
    r"|<!--[^<>]*+-->"
)
_VOID = text.words("area base br col embed hr img input link meta param source track wbr")
_SELF_ENDING = text.words("p li dt dd td th tr tbody thead tfoot")
_RAW = text.words("script style textarea title iframe xmp noembed noframes noscript plaintext")


def to_html(body: str, path: str, base: str) -> str:
    """Give a body (Markdown, or HTML by its path's ending) as HTML that is safe to show.

    Relative addresses are resolved against `base`. Markup that is too tangled to be sanitised
    in bounded time comes out as paragraphs of plain text.
    """
    markup = body if is_html(path) else _MARKDOWN.render(body)
    if _is_tangled(markup):
        paragraphs = map(text.plain, _PARTS.split(markup))
        return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs if part)
    clean = nh3.clean(
        markup,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=partial(_attribute, base),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    return text.without_controls(clean).strip()


def heading(source: str) -> str:
    """Give a heading, written in Markdown or HTML, as plain text."""
    return text.plain(_MARKDOWN.renderInline(source))


def summarise(body: str, path: str, base: str) -> str:
    """Give what stands before `<!--more-->`, else the first paragraph, as plain text.

    Nothing with template code is taken.
    """
    fit = partial(_is_fit, path, template_place(body, path) is not None)
    more = _MORE.search(body, 0, _SAMPLES[-1])
    if more:
        before = text.plain(_shown(body[: more.start()], path, base))
        if fit(before):
            return before
        if before:
            body = body[: more.start()]
    for size in _SAMPLES:
        sample = body[:size] if len(body) <= size else body[:size].rpartition("\n\n")[0]
        markup = _shown(sample or body[: _SAMPLES[-1]], path, base)
        for paragraph in map(text.plain, _PARAGRAPH.findall(markup)):
            if fit(paragraph):
                return text.shorten(paragraph, SUMMARY_LENGTH)
        if not sample or len(body) <= size:
            break
    rest = text.plain(markup)
    return text.shorten(rest, SUMMARY_LENGTH) if fit(rest) else ""


def _is_fit(path: str, suspect: bool, plain: str) -> bool:
    """Say whether there is a text, and no template code in it where the body has any."""
    return bool(plain) and not (suspect and template_place(plain, path) is not None)


def _shown(body: str, path: str, base: str) -> str:
    """Give a body as HTML, without its headings."""
    return _HEADINGS.sub(" ", to_html(body, path, base))


def _attribute(base: str, tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return value if value.startswith("language-") else None
    if name not in _ADDRESSES or (tag == "a" and value.strip().lower().startswith("mailto:")):
        return value
    if value.lower().startswith(_INTERNAL):
        return None
    try:
        return urls.join(base, value)
    except ValueError:
        return None


def _is_tangled(markup: str) -> bool:
    """Say whether there are many tags and not all of them well-formed, closed and nested little."""
    tags = len(_ANY_TAG.findall(markup))
    if tags <= _MANY_TAGS:
        return False
    depth: list[str] = []
    for tag in _TAG.finditer(markup):
        tags -= 1
        name = (tag[2] or "").lower()
        if name in _RAW:
            return True
        if not name or name in _VOID or name in _SELF_ENDING:
            continue
        if not tag[1]:
            depth.append(name)
        elif not depth or depth.pop() != name:
            return True
        if len(depth) > _MAX_DEPTH:
            return True
    return tags != 0
