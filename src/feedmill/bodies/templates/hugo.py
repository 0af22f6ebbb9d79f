"""Shortcodes of Hugo that look at the site: its parameters, the files of a page bundle. Pure.

https://gohugo.io/shortcodes/param/, https://www.docsy.dev/docs/adding-content/shortcodes/#imgproc
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from feedmill.bodies.about import About

if TYPE_CHECKING:
    from .known import Use

_ENDINGS = ("toml", "yaml", "yml", "json")
_PLACES = ("config/_default/params", "config/_default/hugo", "config/_default/config")
_MAX_SETTINGS = 2**17
_MAX_DOTS = 50  # of a line: the time of TOML's parser grows with the square of the keys in it
_IMAGE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg)\Z", re.IGNORECASE)


def parameter(use: Use) -> str | None:
    """Return a value of the article's front matter, else of the site's parameters."""
    ordered, named = use.piece.arguments
    name = (ordered[0] if ordered else named.get("name", "")).lower()
    if not name:
        return None
    own = use.about.values.get(name)
    return own if isinstance(own, str) else _of_site(name, use.about)


def processed_image(use: Use) -> str | None:
    """Return a picture of the page's bundle, as it is, with what the piece encloses below it."""
    ordered, _ = use.piece.arguments
    folder = posixpath.dirname(use.about.article.path)
    files = use.about.inputs.names(folder) if ordered else ()
    name = next((one for one in files if _IMAGE.search(one) and ordered[0] in one), None)
    if name is None:
        return None
    image = f'<img src="{escape(name)}" alt="">'
    caption = use.expand(use.inner).strip()
    return f"\n\n{use.about.stash.put(f'<figure>{image}</figure>', block=True)}\n\n{caption}\n\n"


def _of_site(name: str, about: About) -> str | None:
    for stem in (*("hugo", "config"), *_PLACES):
        for ending in _ENDINGS:
            data = about.inputs.read(f"{stem}.{ending}")
            if not data or len(data) > _MAX_SETTINGS:
                continue
            values: Any = _settings(data, ending)
            for key in name.split(".") if stem.endswith("params") else ("params", *name.split(".")):
                values = _folded(values).get(key)
            if isinstance(values, str | int | float) and not isinstance(values, bool):
                return str(values)
    return None


def _folded(values: object) -> Mapping[str, Any]:
    if not isinstance(values, Mapping):
        return {}
    return {str(key).lower(): value for key, value in values.items()}


@lru_cache(maxsize=16)
def _settings(data: bytes, ending: str) -> Mapping[str, Any]:
    from feedmill.generators.facts import parsed  # and TOML, which most bodies do without

    text = data.decode("utf-8", "replace")
    if any(line.count(".") > _MAX_DOTS and "=" in line for line in text.split("\n")):
        return {}
    return parsed(text, ending)
