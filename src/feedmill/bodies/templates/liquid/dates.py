"""Dates in Liquid: Jekyll's filters, and `strftime` as Ruby has it. Pure.

https://jekyllrb.com/docs/liquid/filters/, https://docs.ruby-lang.org/en/master/strftime_formatting_rdoc.html
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from .job import shown

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DIRECTIVE = re.compile(r"%([-0^#_]*)([0-9]{0,2})(:*)([A-Za-z%+])")
_NUMBER = re.compile(r"-?[0-9]{1,12}")
_WRITTEN = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)"
    r"(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|UTC|[-+]\d\d:?\d\d)?)?"
)
_WHOLE = {
    "F": "%Y-%m-%d",
    "D": "%m/%d/%y",
    "x": "%m/%d/%y",
    "T": "%H:%M:%S",
    "X": "%H:%M:%S",
    "R": "%H:%M",
    "r": "%I:%M:%S %p",
    "c": "%a %b %e %H:%M:%S %Y",
    "v": "%e-%^b-%Y",
    "+": "%a %b %e %H:%M:%S %Z %Y",
}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def moment_of(value: object, zone: tzinfo, now: datetime) -> datetime | None:
    """Return the time that a value stands for, None if it is none; `now` is that of the article."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value, tz=zone)
        text = shown(value).strip()
        if text.lower() in ("now", "today"):
            return now.astimezone(zone)
        if _NUMBER.fullmatch(text):
            return datetime.fromtimestamp(int(text), tz=zone)
        return _written(text, zone)
    except (ValueError, OverflowError, OSError):
        return None


def _written(text: str, zone: tzinfo) -> datetime | None:
    found = _WRITTEN.match(text)
    if not found:
        from dateutil import parser  # for "March 14, 2016", which few write

        if len(text) > 60 or not re.search(r"\d", text):
            return None
        moment = parser.parse(text, default=datetime(2000, 1, 1))  # noqa: DTZ001 (as written)
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    moment = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    mark = found[7]
    if mark in ("Z", "UTC"):
        return moment.replace(tzinfo=UTC)
    if mark:
        offset = timedelta(hours=int(mark[1:3]), minutes=int(mark[-2:]))
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return (local - (offset if mark[0] == "+" else -offset)).astimezone(zone)
    return moment


def strftime(moment: datetime, pattern: str) -> str:
    """Return a time as Ruby's `strftime` writes it."""

    def directive(found: re.Match[str]) -> str:
        flags, width, colons, letter = found.groups()
        text, pad, size = _part(moment, letter, len(colons))
        if text is None:
            return found[0]
        if "^" in flags or "#" in flags:
            text = text.upper()
        if "-" in flags:
            return text
        if "_" in flags:
            pad = " "
        elif "0" in flags:
            pad = "0"
        return text.rjust(int(width) if width else size, pad)

    return _DIRECTIVE.sub(directive, pattern)


def _part(at: datetime, letter: str, colons: int) -> tuple[str | None, str, int]:
    """Return a directive's text, what fills it up, and to how many characters."""
    hour = at.hour % 12 or 12
    numbers = {
        "Y": (at.year, "0", 0),
        "C": (at.year // 100, "0", 2),
        "y": (at.year % 100, "0", 2),
        "m": (at.month, "0", 2),
        "d": (at.day, "0", 2),
        "e": (at.day, " ", 2),
        "j": (at.timetuple().tm_yday, "0", 3),
        "H": (at.hour, "0", 2),
        "k": (at.hour, " ", 2),
        "I": (hour, "0", 2),
        "l": (hour, " ", 2),
        "M": (at.minute, "0", 2),
        "S": (at.second, "0", 2),
        "L": (at.microsecond // 1000, "0", 3),
        "N": (at.microsecond * 1000, "0", 9),
        "u": (at.isoweekday(), "0", 0),
        "w": (at.isoweekday() % 7, "0", 0),
        "G": (at.isocalendar()[0], "0", 0),
        "V": (at.isocalendar()[1], "0", 2),
        "U": ((at.timetuple().tm_yday + 6 - at.isoweekday() % 7) // 7, "0", 2),
        "W": ((at.timetuple().tm_yday + 6 - at.weekday()) // 7, "0", 2),
        "s": (int(at.timestamp()), "0", 0),
    }
    if letter in numbers:
        number, pad, size = numbers[letter]
        return str(number), pad, size
    if letter in _WHOLE:
        return strftime(at, _WHOLE[letter]), " ", 0
    return _word(at, letter, colons), " ", 0


def _word(at: datetime, letter: str, colons: int) -> str | None:
    """Return the text of a directive that is no number; None for what is no directive."""
    offset = at.utcoffset() or timedelta()
    minutes = abs(int(offset.total_seconds())) // 60
    sign = "-" if offset < timedelta() else "+"
    words = {
        "B": _MONTHS[at.month - 1],
        "b": _MONTHS[at.month - 1][:3],
        "h": _MONTHS[at.month - 1][:3],
        "A": _DAYS[at.weekday()],
        "a": _DAYS[at.weekday()][:3],
        "p": "AM" if at.hour < 12 else "PM",
        "P": "am" if at.hour < 12 else "pm",
        "Z": at.tzname() or "UTC",
        "z": f"{sign}{minutes // 60:02}{':' if colons else ''}{minutes % 60:02}",
        "n": "\n",
        "t": "\t",
        "%": "%",
    }
    return words.get(letter)


def ordinal(day: int) -> str:
    """Return a day as English has it: `1st`."""
    return f"{day}{'th' if 11 <= day % 100 <= 13 else _ENDINGS.get(day % 10, 'th')}"
