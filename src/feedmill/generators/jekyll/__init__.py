"""Jekyll's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://jekyllrb.com/docs/permalinks/
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

from feedmill.generators.letters import in_ascii_of, keeper
from feedmill.generators.placement import Placement
from feedmill.generators.rules import Rules

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKENS = {
    "categories": "{categories:lower}",
    "slugified_categories": "{categories}",
    "year": "{year}",
    "short_year": "{short_year}",
    "month": "{month}",
    "i_month": "{i_month}",
    "short_month": "{month_abbr}",
    "long_month": "{month_name}",
    "day": "{day}",
    "i_day": "{i_day}",
    "y_day": "{ordinal}",
    "w_year": "{week_year}",
    "week": "{week}",
    "w_day": "{weekday}",
    "short_day": "{weekday_abbr}",
    "long_day": "{weekday_name}",
    "hour": "{hour}",
    "minute": "{minute}",
    "second": "{second}",
    "title": "{slug|name:jekyll-pretty}",
    "slug": "{slug|name}",
    "name": "{stem}",
    "path": "{path:raw}",
    "output_ext": ".html",
}
_TOKEN = re.compile(r":([a-z_]+)")
_stays = keeper("L M Nd", "", "A-Za-z0-9")
_stays_pretty = keeper("L M Nd", "", r"A-Za-z0-9._~!$&'()+,;=@")


def slug(text: str) -> str:
    """Return what `:slug` makes: `Hello-6.0` → `hello-6-0`."""
    return _hyphenated(text, _stays).lower()


def pretty_slug(text: str) -> str:
    """Return what `:title` makes: `Hello 6.0` → `Hello-6.0`."""
    return _hyphenated(text.rstrip("."), _stays_pretty)


def latin_slug(text: str) -> str:
    """Return what the filter `slugify: "latin"` makes: `Été` → `ete`."""
    return slug(in_ascii_of(unicodedata.normalize("NFC", text), "LATIN", " "))


def to_pattern(permalink: str, label: str = "posts") -> str:
    """Return our pattern for one of Jekyll's, written out.

    `label` is the collection's name. Raises ValueError if there is no placeholder for a part.
    """

    def placeholder(token: re.Match[str]) -> str:
        # `:month_:day`: a final underscore may not belong to the name.
        name = token[1]
        rest = "_" * (name.endswith("_") and name not in _TOKENS)
        name = name.removesuffix(rest)
        if name == "collection":
            return label + rest
        if name not in _TOKENS:
            raise ValueError(f"has :{name}, which has no placeholder")
        return _TOKENS[name] + rest

    if re.search("[{}]", permalink):
        raise ValueError("holds a brace")
    return re.sub("/{2,}", "/", f"/{_TOKEN.sub(placeholder, permalink)}")


def folders(path: str) -> tuple[str, ...] | None:
    """Return the categories of `en/news/_posts/a.md`: those above `_posts`; None without that."""
    above, is_nested, _ = path.rpartition("_posts/")
    return tuple(part for part in above.split("/") if part) if is_nested else None


def title(name: str) -> str:
    """Return the title of a post that has none: `hello-you` → `Hello You`."""
    return " ".join(word.capitalize() for word in name.rstrip(".").split("-"))


def by_space(names: str) -> list[str]:
    """Return the names in one text: `a b` are two, but of `a, b c` the second is `b c`."""
    return names.split(",") if "," in names else names.split()


def _hyphenated(text: str, stays: Callable[[str], bool]) -> str:
    signs = (sign if stays(sign) else "-" for sign in text)
    return re.sub("-+", "-", "".join(signs)).strip("-")


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of Jekyll."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


RULES = Rules(
    terms="raw",
    loose_days=True,
    day_first=True,
    last_key=True,
    unused="_",
    dialect="kramdown",
    placement=Placement((("", ""),)),
    slugs={"jekyll": slug, "jekyll-pretty": pretty_slug, "jekyll-latin": latin_slug},
    defaults={
        **dict.fromkeys(("slug", "name", "stem", "title", "category", "categories"), "jekyll"),
        "path": "raw",
        "folder": "raw",
    },
    address=to_pattern,
    folders=folders,
    names=by_space,
    title=title,
    added=frozenset({"categories"}),
    own_zone=False,
    yaml_times=True,
)
