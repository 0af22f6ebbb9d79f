"""The families of a config: the rules that yield feeds. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from feedmill.config.feeds import Family
from feedmill.config.schema import Config
from feedmill.model import Entry, FeedKey

from .groups import Groups

CHOICE_MARK = "in-"  # begins the front-matter keys by which `adopt` marks a feed's articles


def families(config: Config) -> list[Family]:
    """Return the families of a loaded config, which has no short forms left."""
    return [family for family in config.feeds.families if isinstance(family, Family)]


def single_feeds(config: Config) -> list[FeedKey]:
    """Return the feeds that there always are, even without an article: `all` and named ones."""
    return [
        FeedKey(number) for number, family in enumerate(families(config)) if not dimensions(family)
    ]


def unlimited(config: Config) -> frozenset[int]:
    """Return the numbers of the families whose one feed holds all its articles, however many."""
    return frozenset(
        number
        for number, family in enumerate(families(config))
        if not dimensions(family)
        and (config.feeds.limit if family.limit is None else family.limit) == 0
    )


def dimensions(family: Family) -> tuple[str, ...]:
    """Return what a family is by: nothing, one dimension, or two."""
    return family.by if isinstance(family.by, tuple) else ()


def family_label(family: Family) -> str:
    """Return how people tell a family from the others: its name, or what it is by."""
    return family.name or f"the feeds by {' and '.join(dimensions(family))}"


def with_ids(pattern: str, entries: Iterable[Entry]) -> list[Entry]:
    """Return entries under the ids that the `entry_id` of a family makes of their links."""
    from feedmill.parsing.ids import id_of_link  # which few families need

    return [replace(entry, id=id_of_link(pattern, entry.link)) for entry in entries]


class FamilyNames:
    """Which groups feeds are about: those of their keys, and one that their `where` asks for."""

    def __init__(self, config: Config, groups: Groups) -> None:
        self._by = [dimensions(family) for family in families(config)]
        self._chosen = [tuple(_only(family, groups)) for family in families(config)]
        told = [
            {*by, *(name for name, _ in chosen)}
            for by, chosen in zip(self._by, self._chosen, strict=True)
        ]
        self.told: tuple[str, ...] = tuple(sorted(set().union(*told)))
        """The dimensions of which some feed tells."""

    def groups(self, key: FeedKey) -> Iterator[tuple[str, str]]:
        """Yield dimension and identity of each group that a feed is about."""
        yield from zip(self._by[key.family], key.groups, strict=True)
        yield from self._chosen[key.family]


def _only(family: Family, groups: Groups) -> Iterable[tuple[str, str]]:
    """Yield dimension and identity of groups in which all articles are that `where` takes."""
    for name, chosen in family.where.groups.items():
        row = groups.dimensions[name]
        one = chosen.all or chosen.any  # type: ignore[union-attr]
        if row.describe and len(one) == 1 and name not in dimensions(family):
            yield name, row.identity(one[0])
