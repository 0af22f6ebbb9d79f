"""Zola's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://www.getzola.org/documentation/content/page/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedmill.generators.letters import in_ascii
from feedmill.generators.placement import Placement
from feedmill.generators.rules import Rules

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal


def slug(text: str) -> str:
    """Return what `slugify.paths = "on"` makes: `Hello_You 1.2` → `hello-you-1-2`."""
    return re.sub(r"[^a-z0-9]+", "-", in_ascii(text).lower()).strip("-")


def safe_slug(text: str) -> str:
    """Return what `slugify.paths = "safe"` makes: only what Windows refuses is left out."""
    return re.sub(r'[<>:"/|?*\r\n]', "", text.strip().rstrip(" ."))


def address(path: str) -> str:
    """Return the pattern of the key `path`: `2026/03/x` → `/2026/03/x/`.

    Raises ValueError if it holds a brace.
    """
    if re.search(r"[{}]", path):
        raise ValueError("holds a brace")
    return f"/{path.strip('/')}/" if path.strip("/") else "/"


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of Zola."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


RULES = Rules(
    by_language=True,
    terms="zola",
    # https://www.getzola.org/documentation/content/page/
    hides={"render": ("false",)},
    dialect="pulldown-cmark",
    placement=Placement((("static", ""), ("content", "")), beside="bundles"),
    slugs={"zola": slug, "zola-safe": safe_slug},
    defaults=dict.fromkeys(
        ("slug", "name", "stem", "title", "path", "folder", "section", "parent"), "zola"
    ),
    address=address,
)
