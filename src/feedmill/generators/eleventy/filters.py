"""Filters of a site's own that write dates, as far as their programs say it in one literal. Pure.

https://www.11ty.dev/docs/filters/
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from feedmill.generators.timeformats import from_letters, from_strftime

_MAX_FILTER = 600  # signs of a filter's program
_MAX_FILE = 5000  # of a file that is one
_ADDED = re.compile(r"""add(?:Filter|NunjucksFilter|LiquidFilter)\(\s*["'`](\w+)["'`]\s*,""")
_NEXT = re.compile(r"\.add[A-Z]\w+\(")
# Luxon, Day.js and date-fns take a format; an ISO date is cut in one of these ways.
_FORMAT = re.compile(r"""\.?(?:toFormat|format)\(\s*(?:\w+\s*,\s*)?["'`]([^"'`]{1,60})["'`]""")
_STRFTIME = re.compile(r"""strftime\(\s*["'`]([^"'`]{1,60})["'`]""")
_ISO_DAY = re.compile(
    r"""toISOString\(\)\.(?:split\(\s*["']T["']|s(?:lice|ubstr|ubstring)\(0, ?10\))"""
)
_OTHER_SIGN = re.compile(
    r"""(?:split\(["']-["']\)\.join\(|replace(?:All)?\([^,]{3,6},)\s*["']([/._]?)["']"""
)
_LETTERS = {
    **dict.fromkeys(("yyyy", "YYYY", "y"), "year"),
    **dict.fromkeys(("yy", "YY"), "short_year"),
    **dict.fromkeys(("MM", "LL"), "month"),
    **dict.fromkeys(("M", "L"), "i_month"),
    **dict.fromkeys(("MMM", "LLL"), "month_abbr"),
    **dict.fromkeys(("MMMM", "LLLL"), "month_name"),
    **dict.fromkeys(("dd", "DD"), "day"),
    **dict.fromkeys(("d", "D"), "i_day"),
    "o": "i_ordinal",
    "ooo": "ordinal",
    "HH": "hour",
    "mm": "minute",
    "ss": "second",
}


def date_filters(programs: Mapping[str, str]) -> dict[str, str]:
    """Return the patterns of the filters that write a date, by name.

    `programs` has texts by path: they add filters, or are one that is called as its file.
    """
    made: dict[str, str] = {}
    for path, code in programs.items():
        folder, _, file = path.rpartition("/")
        if folder.endswith("filters") and (pattern := _written(code[:_MAX_FILE])):
            made.setdefault(file.partition(".")[0], pattern)
        for added in _ADDED.finditer(code):
            body = code[added.end() : added.end() + _MAX_FILTER]
            following = _NEXT.search(body)
            pattern = _written(body[: following.start()] if following else body)
            if pattern:
                made.setdefault(added[1], pattern)
    return made


def _written(body: str) -> str:
    try:
        if found := _FORMAT.search(body):
            return from_letters(found[1], _LETTERS)
        if found := _STRFTIME.search(body):
            return from_strftime(found[1])
    except ValueError:
        return ""
    if not _ISO_DAY.search(body):
        return ""
    other = _OTHER_SIGN.search(body)
    return "{year}-{month}-{day}".replace("-", other[1] if other else "-")
