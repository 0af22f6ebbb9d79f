"""Pelican's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://docs.getpelican.com/en/stable/settings.html#url-settings
"""

from __future__ import annotations

import re

from feedmill.generators.letters import in_ascii
from feedmill.generators.rules import Rules

_TAG = re.compile(r"<!--.*?-->|<[^<>]*>")


def slug(text: str) -> str:
    """Return what Pelican makes of titles and categories: `C++ & Go 1.2?` → `c-go-12`."""
    from html import unescape  # its table loads slowly

    plain = in_ascii(unescape(" ".join(_TAG.sub("", text).split(" "))))
    kept = re.sub(r"[^\w\s-]", "", plain).strip()
    return re.sub(r"[-\s]+", "-", kept).lower()


def address(url: str) -> str:
    """Return the pattern of the key `url`."""
    if re.search(r"[{}]", url):
        raise ValueError("holds a brace")
    return f"/{url.lstrip('/')}"


RULES = Rules(
    slugs={"pelican": slug},
    defaults={
        **dict.fromkeys(("title", "category", "name", "stem"), "pelican"),
        **dict.fromkeys(("slug", "path", "folder", "parent"), "raw"),
    },
    address=address,
)
