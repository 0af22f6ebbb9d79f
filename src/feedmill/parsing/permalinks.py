"""Links made from `articles.permalink`, for articles whose front matter has none."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from urllib.parse import quote

from feedmill import names, text, urls

from .paths import Place
from .sheet import Sheet

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FIELD = re.compile(r"field\[([^\[\]]+)\]")
_SLASHES = re.compile(r"(?<!:)/{2,}")


def make(
    pattern: str, sheet: Sheet, place: Place, title: str, published: datetime, zone: tzinfo
) -> str:
    """Give the link of an article. Raise ValueError, saying what it lacks."""
    day = published.astimezone(zone)
    known = {
        "year": f"{day.year:04}",
        "month": f"{day.month:02}",
        "day": f"{day.day:02}",
        "i_month": str(day.month),
        "i_day": str(day.day),
        "stem": quote(place.stem, safe=""),
        "path": quote(place.below),
        "folder": quote(place.folder),
    }

    def fill(placeholder: re.Match[str]) -> str:
        name = placeholder[1]
        if name in known:
            return known[name]
        if name == "slug":
            found = sheet.find_text("slug")
            return quote(text.fold(found[1]) if found else place.name, safe="")
        if name == "title":
            value = names.slug(title)
        elif name == "category":
            value = _category(sheet)
        else:
            field = _FIELD.fullmatch(name)
            raw = sheet.values.get(field[1].lower()) if field else None
            value = quote(text.fold(raw), safe="/:@!$&'()*+,;=~%?#") if isinstance(raw, str) else ""
        if not value:
            raise ValueError(f"has nothing for {{{name}}}")
        return value

    scheme, _, rest = _PLACEHOLDER.sub(fill, pattern).partition("://")
    return urls.absolute(f"{scheme}://{_SLASHES.sub('/', rest)}")


def _category(sheet: Sheet) -> str:
    for key in ("category", "categories"):
        value = sheet.values.get(key)
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, str) and first.strip():
            return names.slug(first.split(",")[0])
    return ""
