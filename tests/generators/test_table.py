"""The table of generators."""

from __future__ import annotations

from typing import get_args

from feedmill.config.kinds.types import GeneratorName
from feedmill.generators.table import GENERATORS, SLUG_RULES


def test_the_config_knows_every_generator() -> None:
    """`articles.generator` takes the names of the rows."""
    assert list(GENERATORS) == list(get_args(GeneratorName))


def test_default_rules_exist() -> None:
    """The rule of each placeholder is one that a pattern may name."""
    named = {rule for row in GENERATORS.values() for rule in row.rules.defaults.values()}
    assert set() == named - SLUG_RULES.keys()
