"""Shortcodes and tags of a site's own. Pure.

What `articles.shortcodes` in the config says goes first, then, for Hugo, their own templates.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from feedmill.bodies.about import About

from .known import KNOWN, Handler, figure

if TYPE_CHECKING:
    from .known import Use

_PLACE = re.compile(r"\{([\w-]+(?:\|[\w-]+)*)\}")
_INNER = "inner"
_BLOCK = re.compile(
    r"<(?:address|article|aside|blockquote|details|div|dl|figure|h[1-6]|ol|p|pre|section|table|ul)\b"
)


def handler_of(name: str, about: About) -> Handler:
    """Return what shows a piece: as the config says, else as the table of known ones does."""
    shown = about.config.articles.shortcodes
    written = shown.get(name, shown.get(name.rpartition("/")[2])) if shown else None
    if written is not None:
        return _handler(written)
    return _by_template if about.config.articles.generator == "hugo" else _known(name)


def _known(name: str) -> Handler:
    return KNOWN.get(name.rpartition("/")[2], figure)


def _by_template(use: Use) -> str | None:
    """Return what the site's template of a shortcode makes, else what the table of known ones."""
    if use.about.shortcodes is None:
        from .golang.shortcode import Shortcodes  # which most bodies do without

        use.about.shortcodes = Shortcodes(use.about)
    found: str | None = use.about.shortcodes.show(use)
    return _known(use.piece.name.lower())(use) if found is None else found


def parts_of_own(name: str, values: Mapping[str, str], about: About) -> tuple[str, str] | None:
    """Return what the config shows before and after what a component encloses, None if nothing."""
    written = about.config.articles.shortcodes.get(name)
    if written is None:
        return None

    def fill(place: re.Match[str]) -> str:
        return escape(next((values[one] for one in place[1].split("|") if values.get(one)), ""))

    head, _, tail = written.partition(f"{{{_INNER}}}")
    return _PLACE.sub(fill, head), _PLACE.sub(fill, tail)


@lru_cache(maxsize=256)
def _handler(written: str) -> Handler:
    """Return what fills in a text of the config."""

    def show(use: Use) -> str:
        ordered, named = use.piece.arguments
        values = {**named, **{str(at): value for at, value in enumerate(ordered)}}
        inner = use.expand(use.inner)
        apart = "\n\n" if "\n" in inner.strip() or _BLOCK.match(written) else ""

        def fill(place: re.Match[str]) -> str:
            names = place[1].split("|")
            if _INNER in names and inner.strip():
                return f"{apart}{inner.strip()}{apart}"
            return escape(next((values[one] for one in names if values.get(one)), ""))

        if apart and inner.strip() and _BLOCK.match(written) and f"{{{_INNER}}}" in written:
            # Put away: to some dialects all that an element holds is HTML.
            head, _, tail = written.partition(f"{{{_INNER}}}")
            ends = (use.about.stash.put(_PLACE.sub(fill, one), block=True) for one in (head, tail))
            return f"\n\n{next(ends)}\n\n{inner.strip()}\n\n{next(ends)}\n\n"
        return f"{apart}{_PLACE.sub(fill, written)}{apart}"

    return show
