"""The dimensions of a site: the usual ones, and those that its config adds. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from feedmill.dimensions import DIMENSIONS, Dimension, by_field

from .feeds import DimensionSettings, Family
from .schema import Config


def known_dimensions(declared: Mapping[str, DimensionSettings]) -> dict[str, Dimension]:
    """Return all dimensions by name; `declared` is what the config says of its own."""
    own = {
        name: by_field(name, one.field, one.folder or name, one.title or "")
        for name, one in declared.items()
    }
    return DIMENSIONS | own


def setting(dimension: str, group: str, text: str) -> str:
    """Return the line of config.yaml that says `text` of a group, whose name is as YAML has it."""
    row = DIMENSIONS.get(dimension)
    said = f"{{{group}: {{{text}}}}}"
    if row and row.plural in Config.__struct_fields__:
        return f"{row.plural}: {said}"
    return f"groups: {{{dimension}: {said}}}"


def named_fields(config: Config) -> tuple[str, ...]:
    """Return the front-matter keys, in lower case, that the config groups or selects by."""
    keys = {one.field.lower() for one in config.dimensions.values()}
    for family in config.feeds.families:
        if isinstance(family, Family):
            keys.update(key.lower() for key in family.where.fields)
    return tuple(sorted(keys))
