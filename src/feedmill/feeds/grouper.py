"""Which feeds an article is in. Pure."""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from feedmill.config.feeds import Where
from feedmill.config.schema import Config
from feedmill.model import Article, FeedKey

from .families import dimensions, families
from .groups import Groups, Members
from .selection import Selection

_key = lru_cache(maxsize=2**14)(FeedKey)  # articles share theirs


class Grouper:
    """The families of a config, made ready to sort many articles."""

    def __init__(self, config: Config, groups: Groups) -> None:
        self._groups = groups
        self._families = [
            (
                dimensions(family),
                None if family.where == Where() else Selection(family.where, groups),
            )
            for family in families(config)
        ]
        asked = [set(by) | set(where.dimensions if where else ()) for by, where in self._families]
        self.asked: tuple[str, ...] = tuple(sorted(set().union(*asked)))
        """The dimensions that decide which feeds an article is in."""

    def feed_keys(self, article: Article, members: Members) -> list[FeedKey]:
        """Return every feed that may hold the article, whatever its limit and the date.

        `members` has the article's groups of the dimensions in `asked`.
        """
        lifted = {name: self._groups.lifted(name, members[name]) for name in self.asked}
        found: list[FeedKey] = []
        for number, (by, where) in enumerate(self._families):
            if where is not None and not where.takes(article, lifted):
                continue
            if len(by) == 1:
                found += [_key(number, (one,)) for one in lifted[by[0]]]
            else:
                found += [_key(number, some) for some in product(*(lifted[name] for name in by))]
        return found
