"""The table of dimensions."""

from __future__ import annotations

from feedmill.config.kinds.table import KINDS
from feedmill.dimensions import DIMENSIONS, Group
from feedmill.model import Feed


def test_the_table_agrees_with_itself() -> None:
    """A dimension's key is its name; no two share a plural or a folder; kinds are the config's."""
    rows = DIMENSIONS.values()
    assert list(DIMENSIONS) == [row.name for row in rows]
    assert len(DIMENSIONS) == len({row.plural for row in rows}) == len({row.folder for row in rows})
    assert {row.kind for row in rows} <= KINDS.keys()


def test_feeds_describe_themselves_in_words_of_feed() -> None:
    """What a row says of a feed are values that `Feed` has."""
    group = Group("x", "x", "X", {})
    described = [row.describe(group) for row in DIMENSIONS.values() if row.describe]
    assert all(said.keys() <= set(Feed.__struct_fields__) for said in described)
    assert len(described) == 2
