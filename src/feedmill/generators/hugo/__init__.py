"""Hugo's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://gohugo.io/configuration/permalinks/, https://gohugo.io/content-management/urls/
"""

from __future__ import annotations

import re

from feedmill.generators.letters import keeper, lower, unaccented
from feedmill.generators.rules import Rules

_stays = keeper("L M Nd", "", r"A-Za-z0-9./\\_#+~@-")


def slug(text: str) -> str:
    """Return what the key `slug` makes: `C++ & Go` → `c++-go`."""
    return lower(_hyphenated(text.strip("-")))


def of_title(text: str) -> str:
    """Return what `:title` and `:filename` make: `C++ & Go 1.2?` → `c-go-1.2`."""
    return lower(_of_title(text))


def of_path(text: str) -> str:
    """Return what a part of a file's path makes: `C++ & Go` → `c++--go`."""
    signs = ("-" if sign.isspace() else sign for sign in text)
    return lower("".join(filter(_stays, signs)))


def _of_title(text: str) -> str:
    return _hyphenated(re.sub(r"[/\\+]", " ", text))


def _hyphenated(text: str) -> str:
    """Leave out what Hugo lets into no path; one hyphen for white space, none beside another."""
    made, is_due = "", False
    for sign in text:
        if _stays(sign):
            made += f"-{sign}" if is_due and sign != "-" else sign
            is_due = False
        elif sign.isspace() and made and not made.endswith("-"):
            is_due = True
    return made


_DEFAULTS = {
    **dict.fromkeys(("path", "folder", "stem", "name", "section", "parent"), "hugo-path"),
    **dict.fromkeys(("title", "category", "categories"), "hugo"),
    "slug": "hugo-slug",
    "month_name": "lower",
    "month_abbr": "lower",
    "weekday_name": "lower",
    "weekday_abbr": "lower",
}

RULES = Rules(
    slugs={
        "hugo": of_title,
        "hugo-slug": slug,
        "hugo-path": of_path,
        "hugo-cased": _of_title,
        "hugo-path-cased": _hyphenated,
        "hugo-unaccented": lambda text: unaccented(of_title(text)),
        "hugo-path-unaccented": lambda text: unaccented(of_path(text)),
    },
    defaults=_DEFAULTS,
)
