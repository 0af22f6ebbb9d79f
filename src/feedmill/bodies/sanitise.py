"""HTML that anyone may have written → HTML that is safe to show, with absolute addresses. Pure."""

from __future__ import annotations

import re

import nh3

from feedmill import text, urls

from .code import language
from .media.svg import DRAWN, SHAPES
from .media.tags import srcset_candidates
from .tidy import tidied

# What feed readers show, without what runs, frames, styles or asks for input.
_TAGS = text.words(
    "a abbr article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd "
    "li main mark ol p picture pre q rp rt ruby s samp section small source span strong sub "
    "summary sup table tbody td tfoot th thead time tr track tt u ul var video wbr"
)
# https://www.w3.org/TR/mathml-core/, presentation only
_MATH = text.words(
    "math merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics"
)
_DROPPED = text.words(
    "script style iframe object embed noscript template textarea title svg annotation "
    "annotation-xml"
)
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
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "media", "type"},
    "td": {"colspan", "rowspan", "headers", "align"},
    "th": {"colspan", "rowspan", "headers", "align", "scope"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "poster", "controls", "width", "height"},
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {"fence", "lspace", "rspace", "separator", "stretchy"},
    "mover": {"accent"},
    "mspace": {"width", "height"},
    "mfrac": {"linethickness"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "mtable": {"columnalign"},
    "mtd": {"columnspan", "rowspan", "columnalign"},
    "munder": {"accentunder"},
}
_ADDRESSES = {"href", "src", "cite", "poster"}
# `{filename}x.md` of Pelican, which alone knows the address that this stands for.
_INTERNAL = ("{", "%7b", "|filename|")


# As nh3 writes them: there is neither `<` nor `>` in a value.
_NO_IMAGE = re.compile(r"<img(?![^<>]* src=)[^<>]*>")
_NO_SOURCE = re.compile(r"<source(?![^<>]* (?:src|srcset)=)[^<>]*>")


def sanitise(markup: str, base: str, *, drawings: bool = False) -> str:
    """Return HTML with nothing but what is safe to show; relative addresses start at `base`.

    `drawings`: inline SVG that consists of shapes and texts stays.
    """
    if not markup:
        return ""
    idle = _DRAWING if drawings else _IDLE
    try:
        cleaner = idle.pop()
    except IndexError:
        cleaner = _Cleaner(drawings=drawings)
    clean = cleaner.clean(markup, base)
    idle.append(cleaner)
    if "<img" in clean:
        clean = _NO_IMAGE.sub("", clean)
    if "<source" in clean:
        clean = _NO_SOURCE.sub("", clean)
    return text.without_controls(clean).strip()


# How columns of a table are aligned, by a style, which does not stay.
_ALIGNED = re.compile(
    r"(<t[dh]\b[^<>]*?) style=([\"'])\s*text-align:\s*(left|right|center)\s*;?\s*\2", re.IGNORECASE
)


class _Cleaner:
    """The sanitiser, made ready once, because that takes longer than most bodies."""

    def __init__(self, *, drawings: bool) -> None:
        self._base = self._page = self._origin = ""
        drawn = {name: set(DRAWN) for name in SHAPES} if drawings else {}
        self._nh3 = nh3.Cleaner(
            tags=_TAGS | _MATH | drawn.keys(),
            clean_content_tags=_DROPPED - drawn.keys(),
            attributes=_ATTRIBUTES | drawn,
            attribute_filter=self._attribute,
            url_schemes={"http", "https", "mailto"},
            link_rel=None,
        )

    def clean(self, markup: str, base: str) -> str:
        """Return the markup with nothing but what is safe to show."""
        if base != self._base:
            self._base, self._page = base, base.partition("#")[0]
            self._origin = urls.origin(base)
        if "text-align" in markup:
            markup = _ALIGNED.sub(r'\1 align="\3"', markup)
        return self._nh3.clean(tidied(markup))

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name in _ADDRESSES:
            return self._address(tag, value)
        if name == "srcset":
            return self._set(tag, value)
        return language(value) or None if name == "class" else value

    def _address(self, tag: str, value: str) -> str | None:
        start = value[:2]
        if start == "ma" and tag == "a" and value.startswith("mailto:"):
            return value
        try:
            if start == "ht":
                return urls.absolute(value)
            if start[:1] == "#":
                return urls.absolute(self._page + value)
            if start[:1] == "/" and start[1:] not in "/\\" and "/." not in value:
                return urls.absolute(self._origin + value)
            if start == "ht" and value.startswith(("https://", "http://")):
                return urls.absolute(value)
        except ValueError:
            pass  # browsers may understand it
        try:
            if tag == "a" and value.strip().lower().startswith("mailto:"):
                return value
            return None if value.lower().startswith(_INTERNAL) else urls.join(self._base, value)
        except ValueError:
            return None

    def _set(self, tag: str, value: str) -> str | None:
        """Return a set of sources with absolute addresses; None if one of them can't be used."""
        made = []
        for written, descriptor in srcset_candidates(value):
            address = self._address(tag, written)
            if address is None or "," in (address[:1], address[-1:]):
                return None
            made.append(f"{address} {descriptor}".strip())
        return ", ".join(made) or None


_IDLE: list[_Cleaner] = []  # as many as there were threads at one time
_DRAWING: list[_Cleaner] = []
