"""Pelican's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://docs.getpelican.com/en/stable/settings.html#url-settings
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from feedmill.generators.letters import in_ascii
from feedmill.generators.placement import Placement, below_content
from feedmill.generators.rules import Rules

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal

_TAG = re.compile(r"<!--.*?-->|<[^<>]*>")


def slug(text: str) -> str:
    """Return what Pelican makes of titles and categories: `C++ & Go 1.2?` → `c-go-12`."""
    return cased_slug(text).lower()


def cased_slug(text: str) -> str:
    """Return what it makes with `SLUGIFY_PRESERVE_CASE`."""
    return _hyphenated(in_ascii(_plain(text)))


def unicode_slug(text: str) -> str:
    """Return what it makes with `SLUGIFY_USE_UNICODE` and `SLUGIFY_PRESERVE_CASE`."""
    return _hyphenated(normalize("NFKC", _plain(text)))


def _plain(text: str) -> str:
    from html import unescape  # its table loads slowly

    return unescape(_TAG.sub("", text))


def _hyphenated(text: str) -> str:
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip())


def address(url: str) -> str:
    """Return the pattern of the key `url`. Raises ValueError if it holds a brace."""
    if re.search(r"[{}]", url):
        raise ValueError("holds a brace")
    return f"/{url.lstrip('/')}"


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of Pelican."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


RULES = Rules(
    terms="pelican",
    dash="—",
    dialect="python-markdown",
    last_key=True,
    # https://docs.getpelican.com/en/stable/content.html#linking-to-internal-content
    placement=Placement(
        served=below_content,
        marks=("{static}", "{filename}", "|static|", "|filename|"),
        moved=("{attach}", "|attach|"),
    ),
    slugs={
        "pelican": slug,
        "pelican-cased": cased_slug,
        "pelican-unicode": lambda text: unicode_slug(text).lower(),
        "pelican-unicode-cased": unicode_slug,
    },
    defaults={
        **dict.fromkeys(("title", "category", "name", "stem", "parent"), "pelican"),
        **dict.fromkeys(("slug", "path", "folder"), "raw"),
    },
    address=address,
    lenient=True,
)
