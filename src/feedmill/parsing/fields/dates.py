"""Dates as people write them to UTC with whole seconds. Nothing is ever filled in from today."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from functools import cache

from msgspec import Struct

_MAX_LENGTH = 64
_GAP = re.compile(r" +(?=[+-]\d\d:?\d\d$|Z$)")
# Ruby, and so Jekyll, reads no further than the second year.
_YEAR_TWICE = re.compile(r"^((\d{4})-\d\d-\d\d \d\d:\d\d:\d\d) \2 [+-]\d{4}$")
_YAML_TIME = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?")
_YEAR_FIRST = re.compile(r"\d{4}([-/.])(\d{1,2})\1\d{1,2}(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2\d{2,4}(?!\d)")
# RFC 822, 5.1: the zones that mails and old feeds name. No others: what a name such as IST means
# depends on whom you ask.
_ZONES = {"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5}
_ZONES |= {"MST": -7, "MDT": -6, "PST": -8, "PDT": -7}


class Moment(Struct, frozen=True, kw_only=True):
    """A point in time: `utc`, whole seconds; `naive` if its text named no time zone.

    `ambiguous` if day and month could be the other way round (the month was taken to be first).
    `local` is the same time in the zone that it was written in.
    """

    utc: datetime
    local: datetime
    naive: bool = False
    ambiguous: bool = False


def parse_date(
    text: str, zone: tzinfo, *, day_first: bool = False, is_yaml: bool = False
) -> Moment:
    """Read a date, in `zone` if it names none. Raise ValueError, saying why not.

    `day_first` says that 11-9-2017 is in September, for certain; `is_yaml` that one with seconds
    is in UTC, as YAML has it: https://yaml.org/type/timestamp.html
    """
    ambiguous = False
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        when, ambiguous = _parse_loosely(text, day_first)
    if when.microsecond:
        when = when.replace(microsecond=0)
    naive = when.tzinfo is None
    if naive and is_yaml and _YAML_TIME.fullmatch(text):
        when = when.replace(tzinfo=UTC).astimezone(zone)
    local = when = when if when.tzinfo else when.replace(tzinfo=zone)
    if when.tzinfo is not UTC:
        when = _to_utc(when, zone)
    return Moment(utc=when, local=local, naive=naive, ambiguous=ambiguous)


def of_day(day: date, zone: tzinfo) -> Moment:
    """Return the start of a day in `zone`. Raise ValueError for the ends of time."""
    local = datetime(day.year, day.month, day.day, tzinfo=zone)
    return Moment(utc=_to_utc(local, zone), local=local)


def _to_utc(when: datetime, zone: tzinfo) -> datetime:
    try:
        return (when if when.tzinfo else when.replace(tzinfo=zone)).astimezone(UTC)
    except (OverflowError, ValueError):
        raise ValueError("is outside the years 1 to 9999") from None


def _parse_loosely(text: str, day_first: bool) -> tuple[datetime, bool]:
    """Read what is not ISO 8601; also say whether day and month could be the other way round."""
    text = text.strip()
    if len(text) > _MAX_LENGTH or (text.isdigit() and len(text) != 14):
        raise ValueError("is not a date")
    text = _YEAR_TWICE.sub(r"\1", text)
    gapless = _GAP.sub("", text.removesuffix(" UTC") + "Z" if text.endswith(" UTC") else text)
    if gapless != text:
        try:
            return datetime.fromisoformat(gapless), False
        except ValueError:
            pass
    year_first = _YEAR_FIRST.match(text)
    if year_first and int(year_first[2]) > 12:
        raise ValueError("has no such month")
    year_last = _YEAR_LAST.search(text)
    day_first = bool(year_last and (day_first or year_last[2] == "."))
    ambiguous = bool(
        year_last and not day_first and int(year_last[1]) != int(year_last[3])
        and int(year_last[1]) <= 12 and int(year_last[3]) <= 12
    )  # fmt: skip
    return _parse_anything(text, day_first), ambiguous


def _parse_anything(text: str, day_first: bool) -> datetime:
    """Read with dateutil, twice with different defaults, to know that nothing was filled in."""
    read = _dateutil(day_first)
    try:
        first, second = (
            read(text, default=default, tzinfos=_offset)
            for default in (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001
        )
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise ValueError("is not a date") from None
    if first.date() != second.date():
        raise ValueError("does not say year, month and day")
    return first


@cache
def _dateutil(day_first: bool) -> Callable[..., datetime]:
    from dateutil.parser import parser, parserinfo  # slow to load, and hardly ever needed

    class Info(parserinfo):
        def convertyear(self, year: int, century_specified: bool = False) -> int:
            """Read `21` as RFC 2822 (4.3) does; dateutil's own way depends on the clock."""
            if year >= 100 or century_specified:
                return year
            return year + (2000 if year < 50 else 1900)

    return parser(Info(dayfirst=day_first)).parse


def _offset(name: str | None, offset: int | None) -> int | None:
    """Return the seconds of a zone's name; dateutil alone would take the machine's own zones."""
    if name is None or offset is not None:
        return offset
    return _ZONES[name.upper()] * 3600
