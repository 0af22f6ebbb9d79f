"""How often a feed changes, as far as its entries tell. Pure, and independent of the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

_LATEST = 20  # entries: how often a feed changes now, not how often it once did
_FEWEST = 3
_DAY = 86_400  # seconds
# Up to so many days between two entries.
_RATES = (
    (0.6, "many_a_day"),
    (1.6, "one_a_day"),
    (4.5, "many_a_week"),
    (10.0, "one_a_week"),
    (22.0, "many_a_month"),
    (45.0, "one_a_month"),
    (250.0, "many_a_year"),
)
RATES = (*(name for _, name in _RATES), "one_a_year")
"""The names of all rates; each language has words for them."""


def rate(published: Iterable[datetime]) -> str | None:
    """Return the name of a rate for entries that were published then.

    None for too few, and for those that are all of one day: they may have come only once.
    """
    times = sorted(published, reverse=True)
    if len(times) < _FEWEST or _day(times[0]) == _day(times[-1]):
        return None
    if _day(times[0]) != _day(times[:_LATEST][-1]):
        times = times[:_LATEST]
    days = (times[0] - times[-1]).total_seconds() / _DAY / (len(times) - 1)
    return next((name for most, name in _RATES if days <= most), RATES[-1])


def _day(when: datetime) -> date:
    return when.astimezone(UTC).date()
