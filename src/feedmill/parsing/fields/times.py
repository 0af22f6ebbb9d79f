"""When an article was published and last changed, from its front matter and its path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo

from feedmill.parsing.paths import PathParts, date_in
from feedmill.parsing.sheet import Sheet
from feedmill.parsing.yaml.fast import Value

from . import dates, flags
from .dates import Moment


def published(
    sheet: Sheet, place: PathParts, zone: tzinfo, *, day_first: bool = False
) -> Moment | None:
    """Return the date of the front matter, else of the file's name or path; note what is wrong.

    `day_first` says that 11-9-2017 is in September.
    """
    found = sheet.find("published_at") or flags.published_on(sheet)
    if found:
        key, value = found
        try:
            moment = _parse(sheet, value, "created", zone, day_first)
        except ValueError as error:
            if begin := _leading_day(value, zone):
                sheet.note("ambiguous-date", f"{key} {error}; read as {begin.utc:%Y-%m-%d}", key)
                return begin
            if place.date is None:
                sheet.note("bad-date", f"{key} {error}", key)
                return None
            sheet.note("name-date", f"{key} {error}; the date in the file's name is used", key)
        else:
            if moment.ambiguous:
                day = f"{moment.utc:%Y-%m-%d}"
                sheet.note("ambiguous-date", f"{key} {value!r} was read as {day}", key)
            return moment
    on = place.date or _in_link(sheet)
    if on is None:
        sheet.note("no-date", "no date; set publishedDateTime or date")
        return None
    try:
        return dates.of_day(on, zone)
    except ValueError as error:
        sheet.note("bad-date", f"the date in the file's name {error}")
        return None


def _leading_day(value: Value, zone: tzinfo) -> Moment | None:
    """Return the day that a text begins with, whatever follows: `2019-07-09 18::48::00`."""
    found = re.match(r"\s*(\d{4}-\d\d-\d\d)(?=[ T])", value) if isinstance(value, str) else None
    try:
        return dates.parse_date(found[1], zone) if found else None
    except ValueError:
        return None


def limit_of(sheet: Sheet, keys: Iterable[str], zone: tzinfo) -> datetime | None:
    """Return the time that the first of these keys has; note what is wrong with it."""
    for key in keys:
        value = sheet.values.get(key)
        if isinstance(value, str) and value.strip():
            try:
                return dates.parse_date(value, zone, is_yaml=sheet.is_typed(value)).utc
            except ValueError as error:
                sheet.note("bad-date", f"{key} {error}", key)
    return None


def _in_link(sheet: Sheet) -> date | None:
    """Return the day in the address of the front matter, as in Zola's `path = "2026/03/26/x"`."""
    found = sheet.find("link")
    return date_in(f"/{found[1]}") if found and isinstance(found[1], str) else None


def updated(sheet: Sheet, since: datetime, zone: tzinfo, *, day_first: bool = False) -> datetime:
    """Return the time of the last change, never before `since`, the time of publishing."""
    found = sheet.find("updated_at")
    if found is None:
        found = sheet.find("published_at")
        if found is None or not (isinstance(found[1], dict) and found[1].get("updated")):
            return since
    try:
        return max(since, _parse(sheet, found[1], "updated", zone, day_first).utc)
    except ValueError as error:
        sheet.note("bad-updated", f"{found[0]} {error}", found[0])
        return since


def _parse(sheet: Sheet, value: Value, part: str, zone: tzinfo, day_first: bool) -> Moment:
    """Read a date, or one part of `{created, updated}`."""
    # https://squidfunk.github.io/mkdocs-material/plugins/blog/#meta.date
    written = value.get(part) if isinstance(value, dict) else value
    if not isinstance(written, str):
        raise ValueError("is not a date")
    try:
        is_yaml = sheet.is_typed(written)
        return dates.parse_date(written, zone, day_first=day_first, is_yaml=is_yaml)
    except ValueError as error:
        raise ValueError(f"{written[:40]!r} {error}") from None


def zone_of(name: str) -> tzinfo:
    """Return the time zone of an IANA name."""
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)
