"""The table of fields agrees with what parses them, and with the values that they become."""

from __future__ import annotations

from feedmill.fields import FIELDS
from feedmill.model import Article, Shown
from feedmill.parsing.fields.kinds import PARSERS


def test_every_kind_has_a_parser() -> None:
    """A field's kind is a row of PARSERS, and no row is without a field."""
    assert {row.kind for row in FIELDS.values() if row.kind} == PARSERS.keys()


def test_what_is_parsed_has_its_attribute() -> None:
    """The value of a field that has a kind goes into the article's attribute of its name."""
    assert {row.name for row in FIELDS.values() if row.kind} <= set(Article.__struct_fields__)


def test_what_feeds_show_is_said_to_be_shown() -> None:
    """No attribute is copied into entries whose field is for selecting only."""
    hidden = {row.name for row in FIELDS.values() if not row.shown}
    assert set() == hidden & set(Shown.__struct_fields__) - {"published"}  # the date, not the flag
