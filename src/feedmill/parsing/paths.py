"""What an article's path says: its id's part, its name, the date in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from msgspec import Struct

from feedmill.names import fixed_part
from feedmill.sources.patterns import matcher

_NAME_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_ ]+|$)(.*)", re.DOTALL)
_PATH_DATE = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/")


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


def placer(include: tuple[str, ...]) -> Callable[[str], PathParts]:
    """Make the function that places a path; the first pattern that matches it counts."""
    patterns = [(matcher([pattern]), _fixed(pattern)) for pattern in include]

    def place(path: str) -> PathParts:
        if len(patterns) == 1:
            return place_below(path, patterns[0][1])
        return place_below(path, next((fixed for matches, fixed in patterns if matches(path)), ""))

    return place


def _fixed(pattern: str) -> str:
    return fixed_part(pattern.removeprefix("./"))


def place_below(path: str, fixed: str, inner_ending: str = "") -> PathParts:
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
    day = day or date_in(path)
    below = whole.removeprefix(fixed)
    return PathParts(
        below=below, folder=below[: -len(stem)].strip("/"), stem=stem, name=name, date=day
    )


def date_in(path: str) -> date | None:
    """Return the day that three folders of a path name: `2021/02/12/`."""
    folders = _PATH_DATE.search(path)
    return _date(folders[1], folders[2], folders[3]) if folders else None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
