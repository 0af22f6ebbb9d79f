"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedmill.parsing.fields.dates import of_day, parse_date

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("written", "utc", "naive"),
    [
        ("2021-02-12T21:28:00Z", "2021-02-12T21:28:00", False),
        ("2021-02-12T21:28:00.999Z", "2021-02-12T21:28:00", False),
        ("2021-02-12", "2021-02-11T23:00:00", True),
        ("2021-07-12", "2021-07-11T22:00:00", True),
        ("20210212", "2021-02-11T23:00:00", True),
        ("20210212101112", "2021-02-12T09:11:12", True),
        ("2021-2-3", "2021-02-02T23:00:00", True),
        ("2021/02/12", "2021-02-11T23:00:00", True),
        ("2010-10-03 10:20", "2010-10-03T08:20:00", True),
        ("2021-07-05 20:00:00 -0400", "2021-07-06T00:00:00", False),
        ("2021-07-05 20:00:00 UTC", "2021-07-05T20:00:00", False),
        ("2021-07-05T20:00:00 Z", "2021-07-05T20:00:00", False),
        ("Jul 08 2022", "2022-07-07T22:00:00", True),
        ("8 July 2022 10:00", "2022-07-08T08:00:00", True),
        ("Fri, 12 Feb 2021 10:00:00 EST", "2021-02-12T15:00:00", False),
        ("Fri, 12 Feb 2021 10:00:00 +0100", "2021-02-12T09:00:00", False),
        ("12 Feb 21 10:00 GMT", "2021-02-12T10:00:00", False),
        ("12 Feb 99 10:00 GMT", "1999-02-12T10:00:00", False),
        ("03.04.2021", "2021-04-02T22:00:00", True),
        ("31/12/2020", "2020-12-30T23:00:00", True),
        ("2021-10-31T02:30:00", "2021-10-31T00:30:00", True),
    ],
)
def test_parse(written: str, utc: str, naive: bool) -> None:
    """A date comes out in UTC, with whole seconds; without a zone it is of the site's."""
    moment = parse_date(written, PARIS)
    assert (datetime.fromisoformat(utc).replace(tzinfo=UTC), naive) == (moment.utc, moment.naive)


@pytest.mark.parametrize(
    ("written", "ambiguous"),
    [
        ("03/04/2021", True),
        ("3-4-2021", True),
        ("03/03/2021", False),
        ("13/04/2021", False),
        ("03.04.2021", False),
        ("2021-03-04", False),
        ("Mar 4 2021", False),
    ],
)
def test_ambiguous(written: str, ambiguous: bool) -> None:
    """Where day and month could be the other way round, the date says so."""
    assert ambiguous == parse_date(written, UTC).ambiguous


@pytest.mark.parametrize(
    "written",
    [
        "2021-13-45",
        "2021-13-05",
        "2021-02-30",
        "2021-02-12T25:00",
        "2021",
        "Feb 2021",
        "12 Feb",
        "Friday",
        "10:20",
        "now",
        "today",
        "Last Modified",
        "git Created",
        "1612345678",
        "Fri, 12 Feb 2021 10:00:00 IST",
        "0001-01-01T00:00:00+05:00",
        "9999-12-31T23:00:00-05:00",
        "2021-02-12 10:00:00+99:99",
        "9" * 100_000,
    ],
)
def test_unreadable(written: str) -> None:
    """Nothing is guessed: what does not name a whole date is refused."""
    with pytest.raises(ValueError, match=r"^(is|has|does|lies) "):
        parse_date(written, UTC)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2021-07-12 10:00:00", 10),
        ("2021-7-12 10:00:00", 10),
        ("2021-07-12T10:00:00.5", 10),
        ("2021-07-12 10:00", 8),
        ("2021-07-12", -2),
        ("2021-07-12 10:00:00 +01:00", 9),
    ],
)
def test_times_of_yaml(written: str, hour: int) -> None:
    """With seconds a time is in UTC, as Jekyll has it; without them it is in the site's zone."""
    moment = parse_date(written, PARIS, is_yaml=True)
    assert datetime(2021, 7, 12, tzinfo=UTC) + timedelta(hours=hour) == moment.utc
    if hour == 10:
        assert "12:00" == f"{moment.local:%H:%M}"


def test_of_day() -> None:
    """A day begins at midnight of the site's zone."""
    assert datetime(2021, 7, 11, 22, tzinfo=UTC) == of_day(date(2021, 7, 12), PARIS).utc


@given(st.text(alphabet="0123456789-/:.T Z+,JanFebGMTpm", max_size=30))
def test_anything_is_a_date_or_is_refused(written: str) -> None:
    """No text makes the parser fail in another way, and nothing is before or after time."""
    try:
        moment = parse_date(written, PARIS)
    except ValueError:
        return
    assert UTC is moment.utc.tzinfo
    assert 0 == moment.utc.microsecond
