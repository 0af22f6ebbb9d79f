"""Families: what they are by, and what they select. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from feedmill.config.convert import Path, quoted, show, verdict
from feedmill.config.feeds import Family, Names, Where
from feedmill.config.kinds.table import KINDS
from feedmill.config.kinds.unfit import Unfit, nearest, one_of
from feedmill.dimensions import DIMENSIONS, Dimension

from .draft import ConfigDraft, Found

_ALL = "all"


def check_families(draft: ConfigDraft) -> Found:
    """Ask for one of `by` and `name`, for dimensions there are, and for no feed made twice."""
    made: dict[object, Path] = {}
    known = draft.known
    folders = {row.folder for row in known.values()}
    for number, item in enumerate(draft.feeds.families):
        if not isinstance(item, Family | str):
            continue  # broken
        path: Path = ("feeds", "families", number)
        if isinstance(item, Family) and (item.by is None) == (item.name is None):
            what = "neither by nor name" if item.by is None else "both by and name"
            yield path, f"has {what}; expected one of them"
            continue
        if unknown := list(_unknown(item, path, known)):
            yield from unknown
            continue
        family = whole_family(item)
        feeds = family.name or family.by
        if feeds in made:
            yield path, f"makes the same feeds as {show(made[feeds])}; expected another by or name"
        elif family.name in folders:
            yield (*path, "name"), f"{quoted(family.name)} is the folder of other feeds"
        made.setdefault(feeds, path)
        yield from _placeholders(family, (*path, "title"), known)
        yield from _where(family.where, (*path, "where"), known)


def whole_family(item: Family | str) -> Family:
    """Write a family's short forms out: `all` is a name, `by` a tuple in the order of paths.

    That is the order in which it is written, but that some dimensions always come last.
    """
    family = item if isinstance(item, Family) else Family(by=item)
    by = (family.by,) if isinstance(family.by, str) else family.by
    if by == (_ALL,):
        return replace(family, by=None, name=_ALL)
    return replace(family, by=by and tuple(sorted(by, key=_comes_last)))


def whole_where(where: Where, known: dict[str, Dimension]) -> Where:
    """Write a selection's short forms out: all groups are in `groups`, as Names, in normal form."""
    found = {name: _names(chosen, known[name]) for _, name, chosen in _chosen(where)}
    return replace(where, groups=found)


def _comes_last(dimension: str) -> bool:
    return dimension in DIMENSIONS and DIMENSIONS[dimension].comes_last


def _unknown(item: Family | str, path: Path, known: dict[str, Dimension]) -> Found:
    """Yield each dimension that there is not; `all` is not one, but may stand alone."""
    given = item if isinstance(item, str) else item.by
    if isinstance(given, str):
        at = path if isinstance(item, str) else (*path, "by")
        checked = [(at, given, (_ALL, *known))]
    else:
        checked = [((*path, "by", at), name, (*known,)) for at, name in enumerate(given or ())]
    for at, name, choices in checked:
        if isinstance(name, str) and name not in choices:
            yield at, verdict(name, Unfit("is not known", nearest(name, choices)), one_of(choices))


def _placeholders(family: Family, path: Path, known: dict[str, Dimension]) -> Found:
    for found in re.finditer(r"\{([^{}]*)\}", family.title or ""):
        name, _, rule = found[1].partition(":")
        if rule and name in known and not _is_title_rule(rule):
            wrong = Unfit(f"has an unknown rule :{rule[:40]}", None)
            yield path, verdict(family.title or "", wrong, "title, capitalize or lower")
        elif name in known and name not in (family.by or ()):
            yield path, f"has {{{name}}}, but the feeds are not by {name}"
        elif name != "site" and name not in known:
            close = nearest(name, ("site", *known))
            wrong = Unfit(f"has an unknown placeholder {found[0][:40]}", close and f"{{{close}}}")
            expected = "no placeholders but {site} and what the feeds are by"
            yield path, verdict(family.title or "", wrong, expected)


def _is_title_rule(name: str) -> bool:
    from feedmill.generators.table import title_rule  # all of it, which few titles need

    return title_rule(name) is not None


def _where(where: Where, path: Path, known: dict[str, Dimension]) -> Found:
    """Yield what is wrong with the groups of a selection."""
    seen: set[str] = set()
    for at, name, chosen in _chosen(where):
        if name not in known:
            wrong = Unfit("is not known", nearest(name, known))
            yield (*path, *at), verdict(name, wrong, one_of(known))
        elif name in seen:
            yield (*path, *at), f"is already used as {show((*path, known[name].plural))}"
        elif isinstance(chosen, Names):
            for part in Names.__struct_fields__:
                yield from misfits(getattr(chosen, part), (*path, *at, part), known[name])
        else:
            yield from misfits(chosen, (*path, *at), known[name])
        seen.add(name)


def misfits(names: Iterable[object], path: Path, row: Dimension) -> Found:
    """Yield each of `names` that can't be the name of a group of a dimension."""
    kind = KINDS[row.kind]
    for number, name in enumerate(names):
        try:
            if isinstance(name, str):  # else broken
                kind.read(name)
        except Unfit as error:
            yield (*path, number), verdict(str(name), error, kind.expected)


def _chosen(where: Where) -> Iterator[tuple[Path, str, Names | tuple[str, ...]]]:
    """Yield key, dimension and groups of each part of a selection; short forms come first."""
    for name, row in DIMENSIONS.items():
        if chosen := getattr(where, row.plural, ()):
            yield (row.plural,), name, chosen
    for name, chosen in where.groups.items():
        yield ("groups", name), name, chosen


def _names(chosen: Names | tuple[str, ...], row: Dimension) -> Names:
    names = chosen if isinstance(chosen, Names) else Names(any=chosen)
    read = KINDS[row.kind].read
    return Names(
        **{part: tuple(map(read, getattr(names, part))) for part in names.__struct_fields__}
    )
