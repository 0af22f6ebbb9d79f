"""What an article's path says: its id's part, its name, the date in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from feedmill.names import fixed_part
from feedmill.sources.patterns import matcher

_NAME_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_ ]+|$)(.*)", re.DOTALL)
# As Jekyll has it, with Ruby's idea of days: the 31st of April is the 1st of May, 16 is 2016.
_LOOSE_DATE = re.compile(r"(\d{2}|\d{4})-(\d{1,2})-(\d{1,2})-(.+)", re.DOTALL)
_PATH_DATE = re.compile(r"(?:^|/)(\d{4})[-/](\d{1,2})[-/](\d{1,2})[-/]")


class PathParts(Struct, frozen=True, kw_only=True):
    """Where an article stands.

    `below` is its path below the fixed part of its include pattern, without ending; of a bundle
    (`post/index.md`) the folder's. `folder` and `stem` are its two halves; `name` is the stem
    without a date; `date` is that of the name, else of the folders.
    """

    below: str
    folder: str
    stem: str
    name: str
    date: date | None


def placer(include: tuple[str, ...], *, loose: bool = False) -> Callable[[str], PathParts]:
    """Make the function that places a path; the first pattern that matches it counts.

    `loose` says that days that there are not count as those after them, as Jekyll reads them.
    """
    patterns = [(matcher([pattern]), _fixed(pattern)) for pattern in include]

    def place(path: str) -> PathParts:
        if len(patterns) == 1:
            return place_below(path, patterns[0][1], loose=loose)
        fixed = next((fixed for matches, fixed in patterns if matches(path)), "")
        return place_below(path, fixed, loose=loose)

    return place


def _fixed(pattern: str) -> str:
    return fixed_part(pattern.removeprefix("./"))


def place_below(path: str, fixed: str, inner_ending: str = "", *, loose: bool = False) -> PathParts:
    """Place a path below the folder `fixed`, without its ending, and `inner_ending` before that."""
    whole, _, ending = path.rpartition(".")
    if not whole or "/" in ending:
        whole = path
    whole = whole.removesuffix(inner_ending)
    if whole.endswith("/index") and len(whole) > len(fixed) + len("index"):
        whole = whole[: -len("/index")]
    stem = whole.rpartition("/")[2]
    name, day = stem, None
    dated = _NAME_DATE.match(stem)
    if dated:
        day = _date(dated[1], dated[2], dated[3])
        name = dated[4] if day and dated[4] else stem
    if loose and day is None and (dated := _LOOSE_DATE.fullmatch(stem)):
        day = _rolled(dated[1], dated[2], dated[3])
        name = dated[4] if day else stem
    day = day or date_in(path)
    below = whole.removeprefix(fixed)
    return PathParts(
        below=below, folder=below[: -len(stem)].strip("/"), stem=stem, name=name, date=day
    )


def date_in(path: str) -> date | None:
    """Return the day that three folders of a path name: `2021/02/12/`."""
    folders = _PATH_DATE.search(path)
    return _date(folders[1], folders[2], folders[3]) if folders else None


def _rolled(year: str, month: str, day: str) -> date | None:
    """Return a day as Ruby counts it, None where it counts none."""
    century = "" if len(year) == 4 else "19" if int(year) > 68 else "20"
    first = _date(f"{century}{year}", month, "1")
    return first + timedelta(int(day) - 1) if first and 0 < int(day) < 32 else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
