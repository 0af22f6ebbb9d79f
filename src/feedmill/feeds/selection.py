"""Which articles a `where:` takes. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

from feedmill.config.feeds import Where
from feedmill.model import Article
from feedmill.names import fold
from feedmill.parsing.fields.values import boolean

from .groups import Groups


class _Choice(Struct, frozen=True):
    """The groups of a dimension to select by, as identities."""

    any: frozenset[str]
    all: frozenset[str]
    none: frozenset[str]

    def takes(self, held: Collection[str]) -> bool:
        return (
            (not self.any or not self.any.isdisjoint(held))
            and self.all.issubset(held)
            and self.none.isdisjoint(held)
        )


class Selection:
    """A `where`, made ready to be asked of many articles."""

    def __init__(self, where: Where, groups: Groups) -> None:
        self._groups = groups
        self._choices: dict[str, _Choice] = {}
        for name, chosen in where.groups.items():
            identity = groups.dimensions[name].identity
            parts = (chosen.any, chosen.all, chosen.none)  # type: ignore[union-attr]
            self._choices[name] = _Choice(*(frozenset(map(identity, part)) for part in parts))
        self._fields = [_Field(key.lower(), values) for key, values in where.fields.items()]
        self._types = {kind.casefold() for kind in where.types}
        self._min_quality = where.min_quality
        self._min_heat = where.min_heat

    @property
    def dimensions(self) -> Collection[str]:
        """The dimensions that it asks for."""
        return self._choices.keys()

    def takes(self, article: Article, groups: Mapping[str, list[str]]) -> bool:
        """Return whether it takes an article that is in these groups (identities, by dimension)."""
        return (
            all(choice.takes(self._held(name, groups)) for name, choice in self._choices.items())
            and (not self._types or (article.type or "").casefold() in self._types)
            and _reaches(article.quality, self._min_quality)
            and _reaches(article.heat, self._min_heat)
            and all(field.takes(article) for field in self._fields)
        )

    def _held(self, dimension: str, groups: Mapping[str, list[str]]) -> set[str]:
        wider = self._groups.dimensions[dimension].wider
        return {one for identity in groups[dimension] for one in wider(identity)}


class _Field:
    """A front-matter field, and values of which it must have one."""

    def __init__(self, key: str, values: Collection[str]) -> None:
        self._key = key
        self._values = {fold(value) for value in values}
        self._flags = {boolean(value) for value in values if value.lower() in ("true", "false")}

    def takes(self, article: Article) -> bool:
        values = article.fields.get(self._key, ())
        if not values:
            return False in self._flags
        return any(fold(one) in self._values or boolean(one) in self._flags for one in values)


def _reaches(value: int | None, least: int | None) -> bool:
    return least is None or (value is not None and value >= least)
