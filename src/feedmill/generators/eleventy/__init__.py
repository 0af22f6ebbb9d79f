"""Eleventy's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://www.11ty.dev/docs/permalinks/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedmill.generators.letters import in_ascii_of
from feedmill.generators.placement import Placement
from feedmill.generators.rules import Rules

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal

_SCRIPTS = "LATIN GREEK CYRILLIC ARABIC ARMENIAN GEORGIAN"
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SIGNS = str.maketrans({"&": " and ", "🦄": " unicorn ", "♥": " love "})
_OLD_SIGNS = {
    "&": "and",
    "%": "percent",
    "$": "dollar",
    "<": "less",
    ">": "greater",
    "|": "or",
    "¢": "cent",
    "£": "pound",
    "¥": "yen",
    "€": "euro",
    "…": "...",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "–": "-",
    "—": "-",
    "©": "(c)",
    "®": "(r)",
    "™": "tm",
    "∞": "infinity",
    "♥": "love",
}


def slug(text: str) -> str:
    """Return what the filter `slugify` makes: `We're here: C++ & Go` → `we-re-here-c-and-go`."""
    plain = in_ascii_of(text.translate(_GERMAN).translate(_SIGNS), _SCRIPTS, " ").lower()
    plain = re.sub(r"([a-z\d]+)'([ts])(\s|$)", r"\1\2\3", plain)
    return re.sub(r"[^a-z\d]+", "-", plain).strip("-")


def old_slug(text: str) -> str:
    """Return what the older filter `slug` makes: `What's new?` → `what's-new`."""
    signs = (_OLD_SIGNS.get(sign, sign) for sign in text)
    plain = "".join(sign if sign.isascii() else in_ascii_of(sign, _SCRIPTS) for sign in signs)
    plain = re.sub(r"[^\w\s*+~.()'\"!:@-]+", "", plain.replace("=", ""))
    return re.sub(r"[\s-]+", "-", plain.strip().strip("-").strip()).lower()


def address(permalink: str) -> str:
    """Return the pattern of a permalink, which is a template. Raises ValueError for other code."""
    if "{" not in permalink and permalink.strip() not in ("false", "False"):
        return re.sub(r"/index\.html$", "/", f"/{permalink.strip().lstrip('/')}")
    from .templates import to_pattern  # and its grammar, which few need

    return to_pattern(permalink)


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of Eleventy."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


RULES = Rules(
    # https://www.11ty.dev/docs/collections/#option-exclude-content-from-collections
    hides={"eleventyexcludefromcollections": ("true",), "permalink": ("false",)},
    waits=("scheduled",),  # as its well-known starters have it
    dialect="markdown-it",
    # https://www.11ty.dev/docs/copy/; settings say which of these are copied, and where to.
    placement=Placement(
        tuple((folder, "") for folder in ("", "public", "static", "assets", "src", "src/assets"))
    ),
    slugs={"eleventy": slug, "eleventy-slug": old_slug},
    defaults={
        "title": "eleventy",
        **dict.fromkeys(("slug", "name", "stem", "path", "folder", "parent"), "raw"),
    },
    address=address,
    twins=True,
    added=frozenset({"tags"}),
)
