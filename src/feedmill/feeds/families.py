"""Which feeds hold an article: families and selections. Pure.

A feed is known by its `Ref` here; what it is called and where it lies is `assemble.py`'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from feedmill.config.schema import Config, Family, Group, Where
from feedmill.model import Article
from feedmill.names import fold


class Ref(NamedTuple):
    """One feed: the number of its family in the config, and what it is about.

    `topic` is a folded name, `provider` a domain; "" where the family does not ask.
    """

    family: int
    topic: str = ""
    provider: str = ""


_NONE = ("",)
_ref = lru_cache(maxsize=2**14)(Ref)  # articles share theirs


class Grouper:
    """The families of a config, made ready to sort many articles."""

    def __init__(self, config: Config) -> None:
        self._families = [_compile(family) for family in families(config)]
        self._topics = _lifts({fold(name): group for name, group in config.topics.items()}, fold)
        self._providers = _lifts(config.providers, str)

    def refs(self, article: Article) -> list[Ref]:
        """Give every feed that may hold the article, whatever its limit and the date."""
        topics = _lifted(map(fold, article.topics), self._topics)
        domains = () if article.provider is None else (article.provider.domain,)
        providers = _lifted(domains, self._providers)
        found: list[Ref] = []
        for number, (by, where) in enumerate(self._families):
            if where is not None and not where.takes(article, topics, providers):
                continue
            found += [
                _ref(number, topic, provider)
                for topic in (topics if "topic" in by else _NONE)
                for provider in (providers if "provider" in by else _NONE)
            ]
        return found


def families(config: Config) -> list[Family]:
    """Give the families of a loaded config, which has no short forms left."""
    return [family for family in config.feeds.families if isinstance(family, Family)]


def single_feeds(config: Config) -> list[Ref]:
    """Give the feeds that there always are, even without an article: `all` and named ones."""
    return [Ref(number) for number, family in enumerate(families(config)) if not dimensions(family)]


def dimensions(family: Family) -> tuple[str, ...]:
    """Say what a family makes one feed each of: nothing, topics, providers or pairs."""
    if family.by is None or family.by == "all":
        return ()
    return (family.by,) if isinstance(family.by, str) else family.by


def family_label(family: Family) -> str:
    """Return how people tell a family from the others: its name, or what it is by."""
    return family.name or f"the feeds by {' and '.join(dimensions(family))}"


def _compile(family: Family) -> tuple[tuple[str, ...], _Selection | None]:
    return dimensions(family), None if family.where == Where() else _Selection(family.where)


class _Selection:
    """A `where`, with its names folded."""

    def __init__(self, where: Where) -> None:
        self._any, self._all, self._none = (
            {fold(name) for name in names}
            for names in (where.topics.any, where.topics.all, where.topics.none)
        )
        self._providers = {domain.casefold() for domain in where.providers}
        self._types = {kind.casefold() for kind in where.types}
        self._languages = tuple(tag.casefold() for tag in where.languages)
        self._min_quality = where.min_quality
        self._min_heat = where.min_heat

    def takes(self, article: Article, topics: list[str], providers: list[str]) -> bool:
        held = set(topics)
        return (
            (not self._any or not self._any.isdisjoint(held))
            and self._all <= held
            and self._none.isdisjoint(held)
            and (not self._providers or not self._providers.isdisjoint(providers))
            and (not self._types or (article.type or "").casefold() in self._types)
            and (not self._languages or self._speaks(article.language))
            and _reaches(article.quality, self._min_quality)
            and _reaches(article.heat, self._min_heat)
        )

    def _speaks(self, language: str | None) -> bool:
        """Compare by prefix of subtags: `en` takes `en-GB` (RFC 4647, basic filtering)."""
        tag = (language or "").casefold()
        return any(tag == wanted or tag.startswith(f"{wanted}-") for wanted in self._languages)


def _reaches(value: int | None, least: int | None) -> bool:
    return least is None or (value is not None and value >= least)


def _lifts(groups: Mapping[str, Group], identity: object) -> dict[str, str]:
    """Give child → parent for the groups whose articles stand in the parent's feed, too."""
    assert callable(identity)
    return {
        name: identity(group.parent)
        for name, group in groups.items()
        if group.roll_up and group.parent
    }


def _lifted(names: Iterable[str], lifts: Mapping[str, str]) -> list[str]:
    """Add the parents, and theirs, each name once and in order."""
    if not lifts:
        return list(dict.fromkeys(names))
    found: dict[str, None] = {}
    for name in names:
        current: str | None = name
        while current is not None and current not in found:
            found[current] = None
            current = lifts.get(current)
    return list(found)
