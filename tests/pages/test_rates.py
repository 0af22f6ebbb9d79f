"""How often a feed changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from feedmill.pages.rates import RATES, rate

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def every(days: float, count: int = 30) -> list[datetime]:
    """Make dates that are so many days apart."""
    return [NOW - timedelta(days=days * number) for number in range(count)]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0.2, "many_a_day"),
        (1, "one_a_day"),
        (3, "many_a_week"),
        (7, "one_a_week"),
        (14, "many_a_month"),
        (30, "one_a_month"),
        (120, "many_a_year"),
        (365, "one_a_year"),
    ],
)
def test_rates(days: float, expected: str) -> None:
    """Each rate is what people would call it."""
    assert expected in RATES
    assert expected == rate(every(days)) == rate(reversed(every(days)))


def test_few_entries_tell_nothing() -> None:
    """Two entries have one distance, which may be anything."""
    assert rate([]) is rate(every(1, 2)) is None
    assert "one_a_day" == rate(every(1, 3))


def test_the_latest_entries_count() -> None:
    """A feed that has become quiet is quiet."""
    long_ago = [NOW - timedelta(days=7 * 40, hours=number) for number in range(1000)]
    assert "one_a_week" == rate([*every(7, 40), *long_ago])


def test_entries_of_one_day() -> None:
    """Entries of one day say nothing; if only the newest are, older ones are counted, too."""
    one_day = [NOW + timedelta(minutes=number) for number in range(60)]
    assert rate(one_day) is rate([NOW] * 5) is None
    assert "many_a_day" == rate([*one_day, *every(1, 3)])
    assert "one_a_year" == rate([NOW, NOW, NOW - timedelta(days=700)])
