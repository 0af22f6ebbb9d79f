"""Hugo's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://gohugo.io/configuration/permalinks/, https://gohugo.io/content-management/urls/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feedmill.generators.letters import keeper, lower, unaccented
from feedmill.generators.placement import Placement
from feedmill.generators.rules import Rules

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal

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


def address(url: str) -> str:
    """Return the pattern of the key `url`. Raises ValueError for an unknown token."""
    if re.search("[:{}]", url):
        from .permalinks import to_pattern  # few addresses are patterns

        made = to_pattern(url, "")
        return made.rstrip("/") if "." in url.rpartition("/")[2] else made
    made = f"/{url.lstrip('/')}"
    return made if made.endswith("/") or "." in made.rpartition("/")[2] else f"{made}/"


def _of_title(text: str) -> str:
    # Hugo cleans the title, and then the whole path, in which `+` is a space.
    made = _hyphenated(re.sub(r"[/\\]", "-", text))
    return "-" * made.startswith("+") + _hyphenated(made.replace("+", " "))


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


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of Hugo."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


_BUILD = ("build", "_build")
RULES = Rules(
    by_language=True,
    long_fences=True,
    terms="hugo-slug",
    dialect="goldmark",
    # https://gohugo.io/content-management/page-bundles/
    placement=Placement((("static", ""), ("assets", ""), ("content", "")), beside="bundles"),
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
    address=address,
    waits=("publishdate",),
    expires=("expirydate",),
    # https://gohugo.io/content-management/build-options/
    hides={
        "headless": ("true",),
        **{f"{build}.render": ("never", "false") for build in _BUILD},
        **{f"{build}.list": ("never", "false", "local") for build in _BUILD},
    },
)
