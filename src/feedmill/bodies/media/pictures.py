"""Pictures that a script would load → pictures with their addresses. Pure.

https://html.spec.whatwg.org/multipage/embedded-content.html#the-img-element
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from itertools import islice

from feedmill import urls
from feedmill.bodies.about import About
from feedmill.bodies.addresses import is_translation, shared_file
from feedmill.bodies.templates.pieces import Literal
from feedmill.model import Image

from .tags import ATTRIBUTES, attributes, srcset_candidates, tag

LAZY = (
    *("data-src", "data-lazy-src", "data-lazy", "data-original", "data-orig", "data-actualsrc"),
    *("data-echo", "data-url", "data-litespeed-src", "data-hi-res-src", "data-image"),
)
"""Where scripts that load pictures late find their addresses, by the names of the common ones."""

_LAZY_SETS = ("data-srcset", "data-lazy-srcset", "data-lazyload-srcset", "data-bgset")
_KEPT = ("alt", "title", "width", "height", "sizes")
_NOT_AN_ADDRESS = re.compile(r"\s*(?:data:|about:|javascript:|blob:|[\[{#]|\Z)", re.IGNORECASE)
_LOOKS_LIKE_FILE = re.compile(r"[/.]")
_IMAGE = re.compile(rf"<img\b({ATTRIBUTES})>", re.IGNORECASE)
_WITHOUT_SCRIPT = re.compile(rf"\s*<noscript\b[^<>]*>\s*<img\b({ATTRIBUTES})>", re.IGNORECASE)
_ICON = 33  # pixels that a picture has at least, if it is no icon
_BADGE = re.compile(r"//(?:img\.shields\.io|badge|[\w.]*gravatar\.com)|/emoji/|badge\.svg")
_IN_TEXT = re.compile(
    r"!\[[^\]\n]{0,500}\]\(\s*<?([^)\s<>]{1,2000})"
    r"|<img\b[^<>]{0,2000}?\ssrc\s*=\s*[\"']?([^\"'\s<>]{1,2000})[^<>]{0,2000}>"
)
_CODE = re.compile(r"`|~~~|<(?:pre|code|!--)|\n(?: {4}|\t)")
_SIDES = re.compile(r"\b(?:width|height)\b|data-")
_LOOKED_AT = 30  # pictures of one body
_SHOWN = ("<img", "<iframe", "<video", "<audio", "<picture")


class BodyPictures:
    """The pictures of one body; what was seen in it decides on what `<noscript>` repeats."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._seen: set[str] = set()
        self._repeated: dict[str, Mapping[str, str]] = {}
        self._noted = False
        self._is_translation = is_translation(about)
        self.moves = (about.files.moves or self._is_translation) and not about.is_page

    def image(self, written: str, values: Mapping[str, str], follows: str = "") -> str:
        """Return an `<img>` with its address; "" if it has none at all.

        What it lacks, such as `alt`, may be in a `<noscript>` before it, or in what `follows`.
        """
        source = _source(values)
        self._seen.add(source)
        if "alt" not in values and not values.keys().isdisjoint(LAZY):
            repeated = self._repeated.get(source) or _repeated(follows, source)
            values = {**{key: repeated[key] for key in _KEPT if key in repeated}, **values}
        if source and self.moves:
            shared = shared_file(source, self._about) if self._is_translation else None
            source = shared or self._about.address(source)
        if source and source == values.get("src", "").strip() and "srcset" not in values:
            return written
        if not source:
            if "lazy" in values.get("class", "") or any(key.startswith("data-") for key in values):
                self._note_lazy()
            elif values.get("alt", "").strip() and not values.get("src", "").strip():
                self._about.leave_out("<img>", "left out")
            return ""
        kept = {"src": source}
        if found := _set(values):
            kept["srcset"] = found
        kept |= {key: values[key] for key in _KEPT if key in values}
        if "srcset" not in kept:
            kept.pop("sizes", None)
        return tag("img", kept)

    def _note_lazy(self) -> None:
        """Note once that only a script knows where a picture is."""
        if not self._noted:
            message = "a script loads a picture of the body; its address can't be found"
            self._about.note("lazy-image", message)
        self._noted = True

    def source(self, values: Mapping[str, str]) -> str:
        """Return a `<source>` of a picture or a player; "" if it names nothing."""
        kept = {key: values[key] for key in ("src", "type", "media", "sizes") if key in values}
        if found := _set(values):
            kept["srcset"] = found
        elif lazy := values.get("data-src"):
            kept.setdefault("src", lazy)
        return tag("source", kept) if "srcset" in kept or "src" in kept else ""

    def without_script(self, inner: str, follows: str) -> str:
        """Return what `<noscript>` shows instead of pictures: nothing that is there already.

        Nor what a script would load, by what `follows` in the body.
        """
        if not any(one in inner.lower() for one in _SHOWN):
            return ""
        lazy = {
            _source(values)
            for values in map(attributes, _IMAGE.findall(follows))
            if not values.keys().isdisjoint(LAZY)
        }
        return _IMAGE.sub(lambda found: self._once(found, lazy), inner)

    def _once(self, found: re.Match[str], lazy: set[str]) -> str:
        values = attributes(found[1])
        is_dot = values.get("width", "").strip("px") in ("0", "1") or "display:none" in values.get(
            "style", ""
        ).replace(" ", "")
        source = _source(values)
        if source in lazy:
            self._repeated[source] = values
        return "" if is_dot or source in self._seen | lazy else found[0]


def _repeated(follows: str, source: str) -> Mapping[str, str]:
    """Return what a `<noscript>` says of the picture before it; nothing if it is another one."""
    found = _WITHOUT_SCRIPT.match(follows)
    values = attributes(found[1]) if found else {}
    return values if values and _source(values) == source else {}


def _source(values: Mapping[str, str]) -> str:
    """Return the address of a picture, "" if it has none."""
    for key in LAZY:
        found = values.get(key, "").strip()
        if found and _LOOKS_LIKE_FILE.search(found) and not _NOT_AN_ADDRESS.match(found):
            return found
    source = values.get("src", "").strip()
    if not _NOT_AN_ADDRESS.match(source):
        return source
    return _largest(_set(values))


def _set(values: Mapping[str, str]) -> str:
    """Return the set of sources of a picture, "" if it has none, or one that is not right."""
    for key in (*_LAZY_SETS, "srcset"):
        found = values.get(key, "").strip()
        if not _NOT_AN_ADDRESS.match(found) and any(True for _ in srcset_candidates(found)):
            return found
    return ""


def _largest(srcset: str) -> str:
    """Return the address of the widest, or densest, of a set of sources."""
    found = list(srcset_candidates(srcset))
    return max(found, key=lambda one: float(one[1][:-1] or 1), default=("", ""))[0]


def first_picture(content: str) -> Image | None:
    """Return the first picture of a sanitised body; None if there is none but icons and badges."""
    for found in islice(_IMAGE.finditer(content), _LOOKED_AT):
        values = attributes(found[1])
        url = values.get("src", "")
        sides = [_pixels(values.get(side, "")) for side in ("width", "height")]
        if url and not any(side and side < _ICON for side in sides) and not _BADGE.search(url):
            return Image(url=url, width=sides[0], height=sides[1])
    return None


def first_in_text(about: About) -> Image | None:
    """Return the picture that a body's text begins with; None if only rendering it can tell."""
    text, article = about.raw.text, about.article
    found = _IN_TEXT.search(text)
    if found is None or (_CODE.search(text, 0, found.start()) and Literal(text).has(found.start())):
        return None
    written = unescape(next(filter(None, found.groups())))
    if (
        "{" in written
        or text.startswith("){", found.end())
        or _BADGE.search(written)
        or _SIDES.search(found[0])
    ):
        return None
    try:
        return Image(url=urls.join(article.link, about.address(written)))
    except ValueError:
        return None


def _pixels(written: str) -> int | None:
    found = re.fullmatch(r"\s*(\d{1,6})(?:px)?\s*", written)
    return int(found[1]) or None if found else None
