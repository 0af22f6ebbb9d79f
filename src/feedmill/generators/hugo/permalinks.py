"""Hugo's permalink patterns in our own words. Pure.

https://gohugo.io/configuration/permalinks/#tokens
"""

from __future__ import annotations

import re

_TOKEN = re.compile(r":(\w+)(\[[^\]]*\])?")
_DATES = {
    "year": "{year}",
    "month": "{month}",
    "monthname": "{month_name}",
    "day": "{day}",
    "weekday": "{weekday0}",
    "weekdayname": "{weekday_name}",
    "yearday": "{i_ordinal}",
    # Any layout of Go, https://pkg.go.dev/time#pkg-constants
    "2006": "{year}",
    "06": "{short_year}",
    "01": "{month}",
    "1": "{i_month}",
    "Jan": "{month_abbr}",
    "January": "{month_name}",
    "02": "{day}",
    "2": "{i_day}",
    "002": "{ordinal}",
    "Mon": "{weekday_abbr}",
    "Monday": "{weekday_name}",
    "15": "{hour}",
    "04": "{minute}",
    "05": "{second}",
}
_NAMES = {
    "slug": "slug|title",
    "title": "title",
    "filename": "stem",
    "contentbasename": "stem",
    "slugorfilename": "slug|stem",
    "slugorcontentbasename": "slug|stem",
}


def to_pattern(
    permalink: str, section: str, variant: str = "", *, is_deep: bool = True, deepest: str = ""
) -> str:
    """Return our pattern for one of Hugo's, for the articles of a section.

    `variant` is the ending of the slug rules for the site's settings (`-cased`); `is_deep` says
    that folders within the section are sections, too. `deepest` is the path of the one section
    that all the articles are in, if that is known. Raises ValueError for an unknown token.
    """

    def placeholder(token: re.Match[str]) -> str:
        name, part = token[1], token[2]
        if name in _DATES:
            date = _DATES[name]
            return date.replace("}", ":raw}") if "name" in date and variant == "-cased" else date
        if name in _NAMES:
            return f"{{{_NAMES[name]}:hugo{variant}}}"
        if name == "section":
            return section
        if name == "sections":
            if deepest:
                return _of_sections(deepest.split("/"), part)
            return _sections(section, part, variant, is_deep=is_deep)
        raise ValueError(f"has {token[0]}, which has no placeholder")

    if re.search("[{}]", permalink):
        raise ValueError("holds a brace")
    return re.sub("/{2,}", "/", f"/{_TOKEN.sub(placeholder, permalink)}/")


def _of_sections(names: list[str], part: str | None) -> str:
    """Return the parts that `:sections[…]` takes of a known path."""
    if part is None:
        return "/".join(names)
    if part in ("[0]", "[first]", "[last]"):
        return names[-1 if part == "[last]" else 0]
    ends = re.fullmatch(r"\[(\d{0,3}):(\d{0,3})\]", part)
    if not ends:
        raise ValueError(f"has :sections{part}, which has no placeholder")
    return "/".join(names[int(ends[1] or 0) : int(ends[2]) if ends[2] else None])


def _sections(section: str, part: str | None, variant: str, *, is_deep: bool) -> str:
    folder = f"{{folder:hugo{variant}}}" if is_deep else ""
    if part is None:
        return f"{section}/{folder}"
    if part in ("[0]", "[first]", "[:1]"):
        return section
    if part == "[1:]":
        return folder
    if part == "[last]":
        return f"{{parent|'{section}':hugo{variant}}}" if is_deep else section
    raise ValueError(f"has :sections{part}, which has no placeholder")
