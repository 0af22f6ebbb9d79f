"""One family for feeds whose addresses differ in a group alone, such as those of all tags. Pure.

`group_feeds` finds what such feeds are by: a dimension, or a field of front matter that becomes
one. A new group then gets a feed as the site's generator would have made it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import quote, unquote

from feedmill.config.schema import Config
from feedmill.formats import FORMATS
from feedmill.generators.rules import NO_RULES
from feedmill.generators.table import GENERATORS, SLUG_RULES, title_rule
from feedmill.names import slug
from feedmill.scaffold.answers import fit
from feedmill.scaffold.config_edit import ConfigValue

from .families import (
    Adopted,
    Axis,
    FamilyItem,
    as_written_by,
    group_placeholder,
    list_axes,
    selection,
    with_placeholder,
)
from .selecting import Choice, FeedRule, FeedSelector

_ENOUGH = 3  # feeds that show a pattern; where there are few groups, half of them do
_EXCEPTIONS, _FEW = 150, 3  # paths
_IN_PATH = "!$&'()*+,;=:@~/"
_IN_TITLES = ("", "title", "capitalize", "lower")  # rules


class _Pattern(NamedTuple):
    """A path of feeds of one format, in which a rule of SLUG_RULES writes the group ("": slug)."""

    format: str
    path: str
    rule: str


class _Held(NamedTuple):
    """A feed, its group, and what selects its articles if that is the group."""

    one: Adopted
    identity: str
    choice: Choice


def group_feeds(
    adopted: Sequence[Adopted], selector: FeedSelector, config: Config, *, is_first: bool
) -> tuple[list[FamilyItem], list[Adopted]]:
    """Return families for feeds of groups, and the feeds that are in none of them.

    With `is_first`, nobody has feeds that Feedmill made: a family may take the place of another
    that is by the same dimension.
    """
    left, found = list(adopted), []
    axes = list(list_axes(selector, config, is_first=is_first))
    grouper = _Grouper(selector, config)
    while best := grouper.best(axes, left):
        axis, held = best
        item = grouper.item(axis, held)
        found.append(item)
        left = [one for one in left if one.feed.url not in item.urls]
        axes.remove(axis)
        if axis.key:
            axes.append(axis.again(len(found)))
    return found, left


class _Grouper:
    def __init__(self, selector: FeedSelector, config: Config) -> None:
        self._selector = selector
        self._site = re.escape(config.site.title)
        self._language = config.site.language
        generator = config.articles.generator
        rules = GENERATORS[generator].rules if generator else NO_RULES
        known = (rules.terms or next(iter(rules.slugs), ""), "", *rules.slugs, *SLUG_RULES)
        self._rules = tuple(dict.fromkeys(known))

    def best(
        self, axes: Sequence[Axis], left: Sequence[Adopted]
    ) -> tuple[Axis, dict[_Pattern, list[_Held]]] | None:
        """Return what the most feeds are by, and these by pattern; None if they are too few."""
        votes: dict[tuple[Axis, _Pattern], dict[str, tuple[str, Adopted]]] = defaultdict(dict)
        for one in left:
            for axis in axes:
                for identity in self._selector.shared(axis.kind, axis.key, one.matches):
                    for pattern in self._patterns(axis, identity, one):
                        votes[axis, pattern].setdefault(one.feed.url, (identity, one))
        rank = self._rules.index
        order = sorted(
            votes, key=lambda key: (-len(votes[key]), axes.index(key[0]), rank(key[1].rule), key[1])
        )
        tried: set[Hashable] = set()
        for axis, pattern in order:
            every = len(self._selector.groups(axis.kind, axis.key))
            wanted = votes[axis, pattern]
            number = len({identity for identity, _ in wanted.values()})
            content = axis, frozenset((url, identity) for url, (identity, _) in wanted.items())
            if content in tried or number < 2 or (number < _ENOUGH and 2 * number < every):
                continue
            tried.add(content)
            if held := self._held(axis, wanted):
                found = {pattern: held}
                for other in (two for one, two in order if one == axis):
                    if other.format not in {one.format for one in found}:
                        more = self._held(axis, votes[axis, other])
                        if 2 * len(more) >= len(held) and _agree(held, more):
                            found[other] = more
                if not self._is_in_the_way(axis, found, left):
                    return axis, found
        return None

    def _is_in_the_way(
        self, axis: Axis, found: Mapping[_Pattern, list[_Held]], left: Sequence[Adopted]
    ) -> bool:
        """Return whether a family would also make a feed where one is that is none of it."""
        ours = {one.one.feed.url for held in found.values() for one in held}
        others = {unquote(one.path) for one in left if one.feed.url not in ours}
        names = self._selector.groups(axis.kind, axis.key).values()
        return any(_path(axis, one, name) in others for one in found for name in names)

    def _part(
        self,
        axis: Axis,
        found: Mapping[_Pattern, list[_Held]],
        own: dict[str, dict[str, ConfigValue]],
    ) -> None:
        """Let no group have the place of a feed that is another's, since its name is alike."""
        names = self._selector.groups(axis.kind, axis.key)
        for pattern, held in found.items():
            taken = {_path(axis, pattern, names[one.identity]): one.identity for one in held}
            for identity, name in names.items():
                path = _path(axis, pattern, name)
                if taken.get(path, identity) != identity:
                    apart = f"{slug(name)}-2"
                    own[identity]["slug"] = apart
                    if pattern.rule:
                        moved = pattern.path.replace(
                            group_placeholder(axis.name, pattern.rule), apart
                        )
                        own[identity]["path"] = {pattern.format: quote(moved, safe=_IN_PATH)}

    def _patterns(self, axis: Axis, identity: str, one: Adopted) -> Iterator[_Pattern]:
        name = self._selector.groups(axis.kind, axis.key)[identity]
        path = unquote(one.path)
        for rule in self._rules:
            for template in with_placeholder(path, axis.name, rule, as_written_by(name, rule)):
                yield _Pattern(one.feed.format, template, rule)

    def _held(self, axis: Axis, wanted: Mapping[str, tuple[str, Adopted]]) -> list[_Held]:
        """Return the feeds with what selects them; none if no rule for all of them does."""
        found: dict[str, _Held] = {}
        basis = {self._basis(axis, one) for _, one in wanted.values()}
        for identity, one in wanted.values() if len(basis) == 1 else ():
            rule = FeedRule(axis.kind, identity, axis.key)
            choice = self._selector.choice((rule, *next(iter(basis))), one.matches)
            if choice.lost or identity in found:
                return []
            found[identity] = _Held(one, identity, choice)
        if not found:
            return []
        longest = max(len(one.one.matches) for one in found.values())
        held = [self._uncut(one, longest) for one in found.values()]
        left_out = {path for one in held for path in one.choice.left_out}
        matches = (match for one in held for match in one.one.matches)
        shown = {match.found.article.path for match in matches if match.found}
        is_one = len({one.one.entry_id for one in held}) == 1
        return held if is_one and not left_out & shown and len(left_out) <= _EXCEPTIONS else []

    def _basis(self, axis: Axis, one: Adopted) -> tuple[FeedRule, ...]:
        return () if axis.name == "language" else self._selector.basis(one.matches)

    def _uncut(self, held: _Held, longest: int) -> _Held:
        """Return a feed without its limit, if that is smaller than what other feeds have.

        A few articles that are older than all of its entries are exceptions then.
        """
        if not 0 < held.choice.limit < longest:
            return held
        whole = self._selector.choice(held.choice.rules, held.one.matches, is_cut=False)
        is_limit = len(whole.left_out) - len(held.choice.left_out) > _FEW
        return held if is_limit else held._replace(choice=whole)

    def item(self, axis: Axis, found: dict[_Pattern, list[_Held]]) -> FamilyItem:
        """Return the family, and what is to be said of groups whose feeds differ from the rest."""
        every = [one for held in found.values() for one in held]
        paths = {pattern.format: quote(pattern.path, safe=f"{_IN_PATH}{{}}") for pattern in found}
        own: dict[str, dict[str, ConfigValue]] = defaultdict(dict)
        family: dict[str, ConfigValue] = {"by": axis.name}
        if title := self._common("feed_title", axis, every, own):
            family["title"] = title
        family["formats"] = [name for name in FORMATS if name in paths]
        family["path"] = paths
        if identity := self._common("id", axis, [one for one in every if one.one.feed.id], own):
            family["id"] = identity
        if every[0].one.entry_id:
            family["entry_id"] = every[0].one.entry_id
        basis = self._basis(axis, every[0].one)
        language = self._common("language", axis, every, own)
        if language and (language != self._language or basis or axis.name == "language"):
            family["language"] = language
        family["limit"] = _limit(every, own)
        left_out = sorted({path for one in every for path in one.choice.left_out})
        where, defaults = selection(axis.name, Choice(basis, left_out=tuple(left_out)))
        if where:
            family["where"] = where
        self._part(axis, found, own)
        settings: list[tuple[tuple[str, ...], ConfigValue]] = []
        if axis.field:
            settings.append((("dimensions", axis.name), {"field": axis.field}))
        names = self._selector.groups(axis.kind, axis.key)
        settings += [((*axis.settings, names[one]), said) for one, said in sorted(own.items())]
        urls = tuple(one.one.feed.url for one in every)
        return FamilyItem(family, defaults, urls, axis.number, tuple(settings))

    def _common(
        self, key: str, axis: Axis, every: Sequence[_Held], own: dict[str, dict[str, ConfigValue]]
    ) -> str:
        """Return what most feeds say, with the group as a placeholder; note those that differ."""
        if not every:
            return ""
        said = {one.one.feed.url: dict.fromkeys(self._sayings(key, axis, one)) for one in every}
        votes = Counter(text for texts in said.values() for text in texts)
        best = max(votes, key=votes.__getitem__, default="")  # the first of equals
        for one in every:
            if best not in said[one.one.feed.url] and (text := _said(key, one.one)):
                own[one.identity][key] = text
        return best

    def _sayings(self, key: str, axis: Axis, held: _Held) -> Iterator[str]:
        """Yield the texts of a config that say what a feed says."""
        text, feed = _said(key, held.one), held.one.feed
        name = self._selector.groups(axis.kind, axis.key)[held.identity]
        if text and key == "id":
            if text == feed.url:
                yield "{feed_url}"
            for rule in self._rules:
                yield from with_placeholder(text, axis.name, rule, quote(as_written_by(name, rule)))
        elif key == "feed_title":
            for rule in _IN_TITLES:
                write = title_rule(rule)
                for title in with_placeholder(
                    text, axis.name, rule, write(name) if write else name
                ):
                    yield re.sub(rf"^{self._site}(?= )|(?<= ){self._site}$", "{site}", title)
        if text:
            yield text


def _said(key: str, one: Adopted) -> str:
    """Return what a feed says of itself as the config may have it, "" if it may not."""
    if key == "feed_title":
        return "" if "{" in one.feed.title else fit("template", one.feed.title)
    if key == "id":
        return fit("feed_id", one.feed.id)
    return fit("language", one.feed.language)


def _path(axis: Axis, pattern: _Pattern, name: str) -> str:
    """Return where the feed of a group is."""
    written = as_written_by(name, pattern.rule)
    return pattern.path.replace(group_placeholder(axis.name, pattern.rule), written)


def _agree(held: Iterable[_Held], more: Iterable[_Held]) -> bool:
    """Return whether the feeds of two formats say the same of themselves."""
    first = {one.identity: _about(one) for one in held}
    return all(first.get(one.identity) == _about(one) for one in more)


def _about(held: _Held) -> Hashable:
    feed = held.one.feed
    return feed.title, feed.language, held.choice.limit, held.one.entry_id, held.choice.rules[1:]


def _limit(every: Sequence[_Held], own: dict[str, dict[str, ConfigValue]]) -> int:
    """Return how many entries most feeds have at most, 0: all; note those that differ."""
    cut = Counter(one.choice.limit for one in every if one.choice.limit)
    usual = max(one.one.choice.limit for one in every)
    longest = max(len(one.one.matches) for one in every)
    best = cut.most_common(1)[0][0] if cut else usual if usual >= longest else 0
    for one in every:
        is_longer = best and not one.choice.limit and len(one.one.matches) > best
        if is_longer or (one.choice.limit and one.choice.limit != best):
            own[one.identity]["limit"] = one.choice.limit
    return best
