"""HTML that anyone may have written → HTML that is safe to show, with absolute addresses. Pure."""

from __future__ import annotations

import re
from html import escape

import nh3

from feedmill import text, urls

# What feed readers show, without what runs, frames, styles or asks for input.
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
_PARTS = re.compile(r"\n\s*\n|</?(?:p|div|li|h[1-6]|tr|blockquote|pre)\b[^<>]*>|<br\b[^<>]*>")

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


def sanitise(markup: str, base: str) -> str:
    """Return HTML with nothing but what is safe to show; relative addresses start at `base`.

    Markup that is too tangled to be sanitised in bounded time comes out as paragraphs of plain
    text.
    """
    if not markup:
        return ""
    if _is_tangled(markup):
        paragraphs = map(text.plain, _PARTS.split(markup))
        return "\n".join(f"<p>{escape(part, quote=False)}</p>" for part in paragraphs if part)
    cleaner = _IDLE.pop() if _IDLE else _Cleaner()
    clean = cleaner.clean(markup, base)
    _IDLE.append(cleaner)
    return text.without_controls(clean).strip()


class _Cleaner:
    """The sanitiser, made ready once, because that takes longer than most bodies."""

    def __init__(self) -> None:
        self._base = ""
        self._nh3 = nh3.Cleaner(
            tags=_TAGS,
            clean_content_tags=_DROPPED,
            attributes=_ATTRIBUTES,
            attribute_filter=self._attribute,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )

    def clean(self, markup: str, base: str) -> str:
        """Return the markup with nothing but what is safe to show."""
        self._base = base
        return self._nh3.clean(markup)

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name == "class":
            return _language(value)
        if name not in _ADDRESSES or (tag == "a" and value.strip().lower().startswith("mailto:")):
            return value
        if value.lower().startswith(_INTERNAL):
            return None
        try:
            return urls.join(self._base, value)
        except ValueError:
            return None


_IDLE: list[_Cleaner] = []  # as many as there were threads at one time


def _language(classes: str) -> str | None:
    """Return the token that names a code's language, if there is one."""
    return next((one for one in classes.split() if one.startswith("language-")), None)


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
