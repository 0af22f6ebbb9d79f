"""Which articles a feed has: by topic, field, author, language, folder, or all of them. Pure.

`select` finds the rule that the entries of a feed follow, so that the next article enters it, too.
What no rule explains are exceptions, by path.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import NamedTuple

from feedmill.config.schema import Site
from feedmill.dimensions import DIMENSIONS, Dimension, Member
from feedmill.feeds.families import CHOICE_MARK
from feedmill.formats import FORMATS
from feedmill.live.known import KnownFeed
from feedmill.model import Article
from feedmill.names import fold, slug

from .matching import Match, SiteArticle

_LANGUAGES = DIMENSIONS["language"].plural
_COMMON = 12  # rules that may be combined
_MISSING = 3  # as bad as so many articles that do not belong there
_EXCEPTIONS = 150  # paths
_MAX_VALUE = 100  # characters


class FeedRule(NamedTuple):
    """A rule that articles follow. `kind` is `folder`, `field` (of `key`), or a part of `where`."""

    kind: str
    value: str
    key: str = ""


class Choice(NamedTuple):
    """What selects a feed's articles: all `rules`, but for the paths that are `left_out`.

    `limit` is how many entries it has, 0: all that there are. `put_in` are paths that a folder
    does not hold; `lost` counts entries that cannot be had.
    """

    rules: tuple[FeedRule, ...] = ()
    limit: int = 0
    left_out: tuple[str, ...] = ()
    put_in: tuple[str, ...] = ()
    lost: int = 0


class FeedSelector:
    """The published articles of a site, newest first, to choose from."""

    def __init__(
        self, articles: Iterable[SiteArticle], site: Site, *, by_language: bool = False
    ) -> None:
        """`site` says which groups articles are in that name none.

        `by_language` says that no feed has articles of two languages.
        """
        ordered = sorted(articles, key=lambda one: one.article.id)
        self._articles = sorted(ordered, key=lambda one: one.article.published, reverse=True)
        self._site = site
        self._mixed = {
            key for one in self._articles for key, value in one.values.items() if _is_mixed(value)
        }
        self._rules = {one.article.path: frozenset(self._rules_of(one)) for one in self._articles}
        self._names = _most_used(named for one in self._articles for named in self._named(one))
        self._by_language = by_language and len(self.groups(_LANGUAGES)) > 1

    def fields(self) -> list[str]:
        """Return the front-matter keys by whose values articles can be selected."""
        return sorted({key for kind, key in self._names if kind == "field"})

    def groups(self, kind: str, key: str = "") -> Mapping[str, str]:
        """Return the groups that rules of a kind select, by identity: as most articles call them.

        `key` is the front-matter key of a `field`.
        """
        return self._names.get((kind, key), {})

    def shared(self, kind: str, key: str, matches: Sequence[Match]) -> list[str]:
        """Return the groups in which all articles of a feed are."""
        held = [self._rules[one.found.article.path] for one in matches if one.found]
        common = frozenset.intersection(*held) if held else frozenset()
        names = self.groups(kind, key)
        found = (rule.value for rule in common if (rule.kind, rule.key) == (kind, key))
        return sorted(value for value in found if value in names)

    def basis(self, matches: Sequence[Match]) -> tuple[FeedRule, ...]:
        """Return the rule that a feed follows besides what it is about: that of its language."""
        languages = self.shared(_LANGUAGES, "", matches) if self._by_language else []
        return (FeedRule(_LANGUAGES, languages[0]),) if languages else ()

    def select(self, feed: KnownFeed, matches: Sequence[Match], usual_limit: int = 0) -> Choice:
        """Return what selects the articles of a feed.

        `usual_limit` is that of feeds which were cut off, 0 if there is none such.
        """
        basis = self.basis(matches)
        shown = [one.found.article.path for one in matches if one.found]
        hints = {*_words(feed.url.partition("//")[2].partition("/")[2]), *_words(feed.title)}
        options = ((), *((one,) for one in self._common(shown)), *self._pairs(shown))
        best: tuple[tuple[int, int, int, int], Choice] | None = None
        for some in options:
            rules = (*basis, *(one for one in some if one not in basis))
            choice = self.choice(rules, matches, usual_limit)
            hinted = any(_words(one.value) & hints for one in some)
            wrong = len(choice.left_out) + len(choice.put_in) + _MISSING * choice.lost
            spread = len(self._members(rules))
            score = (wrong, -hinted if hinted or not some else 1, len(some), spread)
            if best is None or score < best[0]:
                best = score, choice
        assert best
        return best[1]

    def choice(
        self,
        rules: tuple[FeedRule, ...],
        matches: Sequence[Match],
        usual: int = 0,
        *,
        is_cut: bool = True,
    ) -> Choice:
        """Return what selects the articles of a feed if `rules` do, with the exceptions.

        `usual` is as in `select`; `is_cut` says that it may have the newest of them only.
        """
        shown = [one.found.article.path for one in matches if one.found]
        members = self._members(rules)
        inside = set(members)
        lacking = [path for path in shown if path not in inside]
        can_put = all(one.kind == "folder" for one in rules)
        kept = set(shown) if can_put else {path for path in shown if path in inside}
        order = self._ordered({*members, *(lacking if can_put else ())})
        places = [number for number, path in enumerate(order) if path in kept]
        end = places[-1] + 1 if places else 0
        window = order[:end] if is_cut else order
        left_out = tuple(path for path in window if path not in kept)
        is_cut = len(order) > len(window)
        limit = len(kept) if is_cut else usual if usual >= len(matches) else 0
        return Choice(
            rules=rules,
            limit=limit,
            left_out=left_out,
            put_in=tuple(lacking) if can_put else (),
            lost=0 if can_put else len(lacking),
        )

    def _ordered(self, paths: set[str]) -> list[str]:
        return [one.article.path for one in self._articles if one.article.path in paths]

    def _members(self, rules: tuple[FeedRule, ...]) -> list[str]:
        wanted = set(rules)
        return [path for path, held in self._rules.items() if wanted <= held]

    def _common(self, shown: Sequence[str]) -> list[FeedRule]:
        """Return the rules that most of the articles shown follow, and not all articles do."""
        counts = Counter(rule for path in shown for rule in self._rules[path])
        every = len(self._articles)
        totals = Counter(rule for held in self._rules.values() for rule in held)
        common = [
            rule
            for rule, number in counts.items()
            if 10 * number >= 9 * len(shown) and totals[rule] < every
        ]
        return sorted(common, key=lambda rule: (-counts[rule], totals[rule], _rank(rule), rule))

    def _pairs(self, shown: Sequence[str]) -> Iterator[tuple[FeedRule, FeedRule]]:
        for pair in combinations(self._common(shown)[:_COMMON], 2):
            if pair[0].kind != pair[1].kind or pair[0].key != pair[1].key:
                yield pair

    def _rules_of(self, one: SiteArticle) -> Iterator[FeedRule]:
        article = one.article
        for row in DIMENSIONS.values():
            for name in self._members_of(row, article):
                yield from (FeedRule(row.plural, wide) for wide in row.wider(name.identity))
        yield from (FeedRule("folder", folder) for folder in _folders(article.path))
        yield from (FeedRule("field", fold(name), key) for key, name in self._values_of(one))

    def _members_of(self, row: Dimension, article: Article) -> list[Member]:
        members = list(row.members(article))
        if members or not row.site_default:
            return members
        name = getattr(self._site, row.site_default)
        return [Member(row.identity(name), name)]

    def _values_of(self, one: SiteArticle) -> Iterator[tuple[str, str]]:
        for key, value in one.values.items():
            items = value if isinstance(value, list) else [value]
            if key in self._mixed or key.startswith(CHOICE_MARK):
                continue  # nor by what marks the articles of another feed
            for item in items:
                if item.strip() and len(item) <= _MAX_VALUE:
                    yield key, item

    def _named(self, one: SiteArticle) -> Iterator[tuple[tuple[str, str], str, str]]:
        """Yield kind and key, identity, and name of each group that an article is in."""
        for row in DIMENSIONS.values():
            for member in self._members_of(row, one.article):
                yield (row.plural, ""), member.identity, member.name
        for key, name in self._values_of(one):
            yield ("field", key), fold(name), " ".join(name.split())


def _most_used(
    named: Iterable[tuple[tuple[str, str], str, str]],
) -> dict[tuple[str, str], dict[str, str]]:
    counts: dict[tuple[str, str], dict[str, Counter[str]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for kind, identity, name in named:
        counts[kind][identity][name] += 1
    return {
        kind: {
            identity: min(names, key=lambda name: (-names[name], name))
            for identity, names in held.items()
        }
        for kind, held in counts.items()
    }


def is_in_order(choice: Choice, feed: KnownFeed) -> bool:
    """Return whether a rule explains a feed: not if most of it are exceptions."""
    return len(choice.left_out) + len(choice.put_in) <= max(_EXCEPTIONS, 2 * len(feed.entries))


def usual_limit(lengths: Mapping[str, tuple[int, bool]]) -> int:
    """Return the limit that feeds have which were cut off; `lengths`: entries, and whether so."""
    cut = [number for number, is_cut in lengths.values() if is_cut]
    return max(cut, default=0)


def oldest(matches: Iterable[Match]) -> datetime | None:
    """Return the date of the oldest article among matches."""
    return min((one.found.article.published for one in matches if one.found), default=None)


_KINDS = (*(row.plural for row in DIMENSIONS.values()), "folder", "field")


def _is_mixed(value: object) -> bool:
    """Return whether a field has what is no text: then it is not for selecting."""
    items = value if isinstance(value, list) else [value]
    return not all(isinstance(item, str) for item in items)


def _rank(rule: FeedRule) -> int:
    return _KINDS.index(rule.kind)


def _folders(path: str) -> Iterator[str]:
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)


def _words(text: str) -> frozenset[str]:
    """Return what may hint at a rule in an address or a title."""
    parts = [part for part in re.split(r"[/.|:–—\s-]+", text.lower()) if part]
    whole = slug(text.rpartition("/")[2])
    return frozenset({*map(slug, parts), whole} - {"", "feed", "index", "xml", *FORMATS})
