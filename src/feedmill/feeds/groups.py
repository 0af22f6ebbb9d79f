"""The groups of a site: what its articles name, what its config says of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from feedmill.config.dimensions import known_dimensions
from feedmill.config.feeds import GroupSettings
from feedmill.config.schema import Config
from feedmill.dimensions import Dimension, Group, Member
from feedmill.model import Article

_NOTHING = GroupSettings()

Members = Mapping[str, list[Member]]
"""The groups that an article names, by dimension."""

Told = Callable[[str], Mapping[str, str]]
"""Returns what articles tell most, by identity: names of a dimension, or facts by `fact_kind`."""


class InTitle(str):
    """A group in the title of a feed, where `{topic:capitalize}` and the like say how to write it.

    An unknown rule writes it as it is.
    """

    __slots__ = ()

    def __format__(self, rule: str) -> str:
        if not rule:
            return str(self)
        from feedmill.generators.table import title_rule  # all of it, which few sites need

        write = title_rule(rule)
        return write(str(self)) if write else str(self)


class Groups:
    """The dimensions of a config, and what it says of their groups."""

    def __init__(self, config: Config) -> None:
        self.dimensions = known_dimensions(config.dimensions)
        self._declared: dict[str, dict[str, GroupSettings]] = {}
        self._spelling: dict[str, dict[str, str]] = {}
        self._defaults: dict[str, list[Member]] = {}
        self._lifts: dict[str, dict[str, str]] = {}
        for row in self.dimensions.values():
            said = config.groups.get(row.name, {})
            self._declared[row.name] = {row.identity(name): one for name, one in said.items()}
            parents = [one.parent for one in said.values() if one.parent]
            self._spelling[row.name] = {row.identity(name): name for name in (*parents, *said)}
            self._lifts[row.name] = _lifts(row, self._declared[row.name])
            default = getattr(config.site, row.site_default) if row.site_default else None
            self._defaults[row.name] = [Member(row.identity(default), default)] if default else []

    def members(self, article: Article, dimensions: Iterable[str]) -> Members:
        """Return the groups of some dimensions that an article is in, each once."""
        return {
            name: _distinct(list(self.dimensions[name].members(article))) or self._defaults[name]
            for name in dimensions
        }

    def lifted(self, dimension: str, members: Iterable[Member]) -> list[str]:
        """Return the identities of groups, and of those that they roll up into, in order."""
        lifts = self._lifts[dimension]
        if not lifts:
            return [member.identity for member in members]
        found: dict[str, None] = {}
        for member in members:
            current: str | None = member.identity
            while current is not None and current not in found:
                found[current] = None
                current = lifts.get(current)
        return list(found)

    def declared(self, dimension: str) -> Mapping[str, GroupSettings]:
        """Return what the config says of the groups of a dimension, by identity."""
        return self._declared[dimension]

    def settings(self, dimension: str, identity: str) -> GroupSettings:
        """Return what the config says of a group, the defaults if nothing."""
        return self._declared[dimension].get(identity, _NOTHING)

    def slug(self, dimension: str, identity: str) -> str:
        """Return the file name of a group's feed, without ending; it may be unusable."""
        return self.settings(dimension, identity).slug or self.dimensions[dimension].slug(identity)

    def spelled(self, dimension: str, identity: str, name: str) -> str:
        """Return a group's name as the config has it, else as articles do."""
        return self._spelling[dimension].get(identity, name)

    def title(self, dimension: str, identity: str, name: str) -> str:
        """Return what people see of a group, whose `name` is the one that articles use most."""
        title = self.settings(dimension, identity).title
        return title or self.spelled(dimension, identity, name)

    def called(self, dimension: str, identity: str, name: str) -> str:
        """Return what the config calls a group, whose `name` is the one that articles use most."""
        by_identity = self.dimensions[dimension].is_called_by_identity
        return identity if by_identity else self.spelled(dimension, identity, name)

    def group(self, dimension: str, identity: str, told: Told) -> Group:
        """Return a group, of what articles tell."""
        name = self.spelled(dimension, identity, told(dimension).get(identity, identity))
        facts = {}
        for fact in self.dimensions[dimension].facts:
            known = told(fact_kind(dimension, fact))
            if identity in known:
                facts[fact] = known[identity]
        return Group(identity, name, self.title(dimension, identity, name), facts)


def fact_kind(dimension: str, fact: str) -> str:
    """Return the kind of `Name` under which the index keeps a fact of groups."""
    return f"{dimension}.{fact}"


def _distinct(members: list[Member]) -> list[Member]:
    """Return each group once, as it is named first."""
    if len(members) < 2:
        return members
    found: dict[str, Member] = {}
    for member in members:
        found.setdefault(member.identity, member)
    return list(found.values())


def _lifts(row: Dimension, said: Mapping[str, GroupSettings]) -> dict[str, str]:
    """Return child → parent of the groups whose articles are in the parent's feed, too."""
    return {
        identity: row.identity(one.parent)
        for identity, one in said.items()
        if one.roll_up and one.parent
    }
