"""Drawings within a body: kept if nothing in them can act, load or style the page. Pure.

https://www.w3.org/TR/SVG2/
"""

from __future__ import annotations

import re
from html import escape

from feedmill import text
from feedmill.bodies.about import About

from .tags import ATTRIBUTES, attributes

SHAPES = text.words("svg g path rect circle ellipse line polyline polygon text tspan")
"""The elements that draw, and do nothing else."""

DRAWN = text.words(
    "viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d dx dy points transform "
    "fill fill-rule fill-opacity stroke stroke-width stroke-linecap stroke-linejoin "
    "stroke-dasharray stroke-dashoffset stroke-miterlimit stroke-opacity opacity color "
    "text-anchor dominant-baseline font-family font-size font-weight font-style letter-spacing "
    "preserveAspectRatio clip-rule"
)
"""The attributes that say how."""

_IGNORED = text.words("class id role xmlns version aria-hidden aria-label focusable tabindex")
_TAG = re.compile(rf"<(/?)([a-zA-Z][\w:-]*+)({ATTRIBUTES})>|<(!--)")
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title>", re.IGNORECASE)
_MAX_TAGS = 2000
_LOWER = {one.lower(): one for one in SHAPES | DRAWN}


def shown_drawing(markup: str, about: About) -> str:
    """Return an inline `<svg>` if it is harmless and the config allows it, else its title.

    The sanitiser judges what is kept once more.
    """
    if about.config.images.svg and _only_draws(markup):
        return _TITLE.sub("", markup)
    first = _TAG.match(markup)
    values = attributes(first[3]) if first and first[3] else {}
    titled = _TITLE.search(markup)
    title = text.plain(titled[1]) if titled else text.plain(values.get("aria-label", ""))
    if title:
        about.leave_out("<svg>", "shown as text")
        return f" {escape(title)} "
    if values.get("aria-hidden") != "true" and not _is_icon(values):
        about.leave_out("<svg>", "left out")
    return ""


def _only_draws(markup: str) -> bool:
    """Return whether a drawing consists of shapes and texts alone."""
    count = 0
    for tag in _TAG.finditer(_TITLE.sub("", markup)):
        count += 1
        if tag[4] or count > _MAX_TAGS or _LOWER.get(tag[2].lower()) not in SHAPES:
            return False
        values = attributes(tag[3])
        if tag[2] == "svg":
            values.pop("style", None)
        if not all(_is_harmless(*one) for one in values.items()):
            return False
    return markup.count("<") == count + 2 * len(_TITLE.findall(markup))


def _is_harmless(name: str, value: str) -> bool:
    return name in _IGNORED or (name in _LOWER and "url(" not in value.lower())


def _is_icon(values: dict[str, str]) -> bool:
    """Return whether a drawing is so small that it decorates."""
    sides = [values.get(side, "").removesuffix("px") for side in ("width", "height")]
    box = values.get("viewbox", "").split()
    sides = [one for one in sides if one] or box[2:]
    return all(re.fullmatch(r"\d{1,2}(?:\.\d+)?(?:r?em)?", one) for one in sides) and bool(sides)
