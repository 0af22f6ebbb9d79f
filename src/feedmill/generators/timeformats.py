"""Formats of dates, as generators write them, in our placeholders. Pure."""

from __future__ import annotations

import re

_STRFTIME = {
    "Y": "year",
    "y": "short_year",
    "m": "month",
    "-m": "i_month",
    "b": "month_abbr",
    "h": "month_abbr",
    "B": "month_name",
    "d": "day",
    "-d": "i_day",
    "e": "i_day",
    "j": "ordinal",
    "-j": "i_ordinal",
    "V": "week",
    "G": "week_year",
    "u": "weekday",
    "a": "weekday_abbr",
    "A": "weekday_name",
    "H": "hour",
    "M": "minute",
    "S": "second",
}
_DIRECTIVE = re.compile(r"%(-?[A-Za-z%])")


def from_strftime(text: str) -> str:
    """Return a pattern for `%Y/%m`: `{year}/{month}`. Raises ValueError for what is unknown."""
    text = text.replace("%F", "%Y-%m-%d").replace("%D", "%m/%d/%y")

    def placeholder(found: re.Match[str]) -> str:
        if found[1] == "%":
            return "%"
        if found[1] not in _STRFTIME:
            raise ValueError(f"has {found[0]}, which has no placeholder")
        return f"{{{_STRFTIME[found[1]]}}}"

    return _DIRECTIVE.sub(placeholder, text)


def from_letters(text: str, letters: dict[str, str]) -> str:
    """Return a pattern for `yyyy/MM`, of a table from runs of letters to placeholders.

    Raises ValueError for letters that are not in it.
    """

    def placeholder(found: re.Match[str]) -> str:
        if found[0][0] == "'":
            return found[0][1:-1]
        if found[0] not in letters:
            raise ValueError(f"has {found[0]}, which has no placeholder")
        return f"{{{letters[found[0]]}}}"

    return re.sub(r"'[^']*'|([A-Za-z])\1*", placeholder, text)
