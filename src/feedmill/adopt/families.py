"""Families of a config that continue feeds which subscribers have. Pure.

`family_items` writes one for each feed; formats of one feed, and copies of it, share one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import NamedTuple

from feedmill.config.dimensions import known_dimensions
from feedmill.config.kinds.types import RESERVED
from feedmill.config.schema import Config
from feedmill.dimensions import DIMENSIONS
from feedmill.feeds.families import CHOICE_MARK, dimensions, families
from feedmill.formats import FORMATS
from feedmill.generators.facts import literal
from feedmill.generators.table import SLUG_RULES
from feedmill.live.known import KnownFeed
from feedmill.names import slug
from feedmill.scaffold.answers import fit
from feedmill.scaffold.config_edit import ConfigText, ConfigValue

from .matching import Match
from .selecting import Choice, FeedRule, FeedSelector

_ENDINGS = re.compile(r"(?:\.(?:xml|rss|atom|json|rdf))+$", re.IGNORECASE)
_EMPTY = ("index", "")


class Adopted(NamedTuple):
    """A feed, what selects its articles, its path below the output folder, and its articles.

    `entry_id` is the pattern of its entries' ids, if they are others than the articles have.
    """

    feed: KnownFeed
    choice: Choice
    path: str
    matches: Sequence[Match] = ()
    entry_id: str = ""


class FamilyItem(NamedTuple):
    """An item of `feeds.families`, and those of `articles.defaults` that it needs.

    `number` is that of the family whose place it takes, None if it is one more. `settings` are
    other keys of the config, by the way to them.
    """

    family: dict[str, ConfigValue]
    defaults: list[ConfigValue]
    urls: tuple[str, ...]
    number: int | None = None
    settings: tuple[tuple[tuple[str, ...], ConfigValue], ...] = ()


class Axis(NamedTuple):
    """What feeds may be by: the dimension's name, and the kind and key of rules for its groups.

    `number` is that of a family which is by it already, None if there is none. `field` is the one
    that makes it a dimension, "" if the config knows it. `settings` has what is said of groups.
    """

    name: str
    kind: str
    key: str = ""
    number: int | None = None
    field: str = ""
    settings: tuple[str, ...] = ()

    def again(self, number: int) -> Axis:
        """Return the same, as one more dimension."""
        name = f"{self.name}-{number + 1}"
        return Axis(name, self.kind, self.key, None, self.key, ("groups", name))


def list_axes(selector: FeedSelector, config: Config, *, is_first: bool) -> Iterator[Axis]:
    """Yield what feeds may be by: dimensions that no family is by, and fields of front matter.

    With `is_first` a dimension that a family is by is free, too.
    """
    numbers = {dimensions(one): number for number, one in enumerate(families(config))}
    known = known_dimensions(config.dimensions)
    own = {row.field.lower(): name for name, row in config.dimensions.items()}
    for row in known.values():
        number = numbers.get((row.name,))
        if number is None or is_first:
            is_usual = row.name in DIMENSIONS
            settings: tuple[str, ...] = ("groups", row.name)
            if is_usual and row.plural in Config.__struct_fields__:
                settings = (row.plural,)
            field = "" if is_usual else config.dimensions[row.name].field.lower()
            yield Axis(row.name, row.plural if is_usual else "field", field, number, "", settings)
    for key in selector.fields():
        name = _singular(key)
        if key in own:  # a family is by it already
            name = next(f"{name}-{n}" for n in count(2) if f"{name}-{n}" not in known)
        is_free = name not in {*known, *RESERVED, "all"}
        if is_free and re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            yield Axis(name, "field", key, None, key, ("groups", name))


def _singular(key: str) -> str:
    if key.endswith("series"):
        return key
    return f"{key[:-3]}y" if key.endswith("ies") else key.removesuffix("s")


def as_written_by(name: str, rule: str) -> str:
    """Return a group as a rule of SLUG_RULES writes it, "" for the usual slug."""
    return SLUG_RULES[rule or "feedmill"](name)


def group_placeholder(name: str, rule: str) -> str:
    """Return what stands for a group in paths and titles."""
    return f"{{{name}:{rule}}}" if rule else f"{{{name}}}"


def with_placeholder(text: str, name: str, rule: str, written: str) -> Iterator[str]:
    """Yield a text with a placeholder at each place where a group stands, whole words only."""
    if not written or "{" in text:
        return
    placeholder = group_placeholder(name, rule)
    at = text.find(written)
    while at >= 0:
        end = at + len(written)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            yield f"{text[:at]}{placeholder}{text[end:]}"
        at = text.find(written, at + 1)


def family_items(
    adopted: Iterable[Adopted], taken: Iterable[str], usual_language: str
) -> list[FamilyItem]:
    """Return the families that continue feeds; `taken` are names that there are already."""
    groups: dict[object, list[Adopted]] = {}
    for one in adopted:
        about = (one.choice, one.feed.title, one.feed.language, one.entry_id)
        groups.setdefault(about, []).append(one)
    names = set(taken)
    found = []
    for members in groups.values():
        for alike in _split(members):
            name = _name(alike[0].path, names)
            names.add(name)
            found.append(_item(name, alike, usual_language))
    return found


def write_family(edited: ConfigText, item: FamilyItem) -> None:
    """Write a family, and what it needs, into a config."""
    for rule in item.defaults:
        edited.add(["articles", "defaults"], rule)
    for path, value in item.settings:
        edited.put(path, value)
    if item.number is None:
        edited.add(["feeds", "families"], item.family)
    else:
        edited.replace_item(["feeds", "families"], item.number, item.family)


def _split(members: Sequence[Adopted]) -> Iterable[list[Adopted]]:
    """Part feeds that cannot be one: two of a format whose ids differ."""
    parts: list[list[Adopted]] = []
    for one in members:
        for part in parts:
            same = next((two for two in part if two.feed.format == one.feed.format), None)
            if same is None or same.feed.id == one.feed.id:
                part.append(one)
                break
        else:
            parts.append([one])
    return parts


def _item(name: str, alike: Sequence[Adopted], usual_language: str) -> FamilyItem:
    first = alike[0]
    paths: dict[str, ConfigValue] = {}
    copies: dict[str, list[ConfigValue]] = {}
    for one in alike:
        if one.feed.format in paths:
            copies.setdefault(one.feed.format, []).append(one.path)
        else:
            paths[one.feed.format] = one.path
    formats = [row for row in FORMATS if row in paths]
    family: dict[str, ConfigValue] = {"name": name}
    if title := fit("template", first.feed.title):
        family["title"] = title
    family["formats"] = formats
    family["path"] = paths
    if copies:
        family["also_at"] = dict(copies)
    if identity := next((fit("feed_id", one.feed.id) for one in alike if one.feed.id), ""):
        family["id"] = identity
    if first.entry_id:
        family["entry_id"] = first.entry_id
    where, defaults = selection(name, first.choice)
    language = fit("language", first.feed.language)
    if language and (language != usual_language or "languages" in where):
        family["language"] = language
    family["limit"] = first.choice.limit
    if where:
        family["where"] = where
    return FamilyItem(family, defaults, tuple(one.feed.url for one in alike))


def selection(name: str, choice: Choice) -> tuple[dict[str, ConfigValue], list[ConfigValue]]:
    """Return what a config says of a selection, and the front matter by path that it asks for.

    `name` is that of the family, for the key that marks exceptions.
    """
    where: dict[str, ConfigValue] = {}
    fields: dict[str, ConfigValue] = {}
    for kind in (row.plural for row in DIMENSIONS.values()):
        if values := [rule.value for rule in choice.rules if rule.kind == kind]:
            where[kind] = values if len(values) == 1 else {"all": values}
    for rule in choice.rules:
        if rule.kind == "field":
            fields[rule.key] = [rule.value]
    folders = [rule for rule in choice.rules if rule.kind == "folder"]
    defaults: list[ConfigValue] = []
    if folders or choice.left_out:
        key = f"{CHOICE_MARK}{name}"
        fields[key] = ["true"]
        defaults = _marks(key, folders, choice)
    if fields:
        where["fields"] = fields
    return where, defaults


def _marks(key: str, folders: Sequence[FeedRule], choice: Choice) -> list[ConfigValue]:
    """Return front matter that marks what is in a feed: the first rule for a path counts."""
    inside = [f"{literal(rule.value)}/**" for rule in folders[:1]] or ["**"]
    rules = (
        ([literal(path) for path in choice.left_out], "false"),
        ([literal(path) for path in choice.put_in], "true"),
        (inside, "true"),
    )
    return [{"match": paths, "values": _value(key, value)} for paths, value in rules if paths]


def _value(key: str, value: str) -> Mapping[str, ConfigValue]:
    return {key: [value]}


def _name(path: str, taken: set[str]) -> str:
    """Return a name for a family, after the address of its feed."""
    parts = [_ENDINGS.sub("", part) for part in path.split("/")]
    while len(parts) > 1 and parts[-1] in _EMPTY:
        parts.pop()
    name = slug("-".join(parts)) or "feed"
    if name in ("index", "feeds", "all"):
        name = "main"
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found
