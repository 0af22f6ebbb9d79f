"""Where families and groups say that their feeds are: what fits together, and no two at once. Pure.

What depends on articles, such as two groups whose names make one path, a build finds out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from feedmill.config.convert import Path, quoted, show, verdict
from feedmill.config.feed_files import PATH_PLACEHOLDER, copy_paths, feed_paths
from feedmill.config.feeds import Family, GroupSettings
from feedmill.config.kinds.unfit import Unfit, nearest, one_of
from feedmill.dimensions import DIMENSIONS
from feedmill.formats.opml import OPML_INDEX

from .draft import ConfigDraft, Found
from .families import whole_family

_TAKEN = ("feeds.json", OPML_INDEX)


class _Place(NamedTuple):
    """What says where feeds are: its key, the dimensions of the feeds, whether it is one feed."""

    key: Path
    said: Family | GroupSettings
    by: tuple[str, ...]
    formats: tuple[str, ...]
    usual: str | None  # path of a feed without one of its own; None if that depends on articles
    is_one: bool


def check_addresses(draft: ConfigDraft) -> Found:
    """Hold `path`, `also_at` and `id` to the groups and formats there are, each address to one."""
    owners: dict[str, Path] = dict.fromkeys(_TAKEN, ())
    for place in _places(draft):
        problems = [*_placeholders(place), *_formats(place)]
        yield from problems
        if place.is_one and not problems:
            yield from _twice(place, owners)
    yield from _idle(draft)


def _places(draft: ConfigDraft) -> Iterator[_Place]:
    usual = tuple(name for name in draft.feeds.formats if isinstance(name, str))
    seen: set[object] = set()
    for number, item in enumerate(draft.feeds.families):
        if not isinstance(item, Family | str):
            continue  # broken
        family = whole_family(item)
        if (feeds := family.name or family.by) in seen:
            continue  # which has an error of its own
        seen.add(feeds)
        by = tuple(family.by or ())
        formats = tuple(name for name in family.formats or usual if isinstance(name, str))
        yield _Place(("feeds", "families", number), family, by, formats, family.name, not by)
        if len(by) == 1:
            for key, one in _groups(draft, by[0]):
                yield _Place(key, one, by, formats, None, is_one=True)


def _groups(draft: ConfigDraft, dimension: str) -> Iterator[tuple[Path, GroupSettings]]:
    row = DIMENSIONS.get(dimension)
    if row:
        for name, one in getattr(draft, row.plural, {}).items():
            yield (row.plural, name), one
    for name, one in draft.groups.get(dimension, {}).items():
        yield ("groups", dimension, name), one


def _files(place: _Place) -> Iterator[tuple[str, str]]:
    """Yield the key, and the text, of each file name that settings have."""
    path, also_at = place.said.path, place.said.also_at
    for text in path.values() if isinstance(path, dict) else (path,):
        if isinstance(text, str):
            yield "path", text
    for files in also_at.values() if isinstance(also_at, dict) else (also_at,):
        yield from (("also_at", text) for text in files if isinstance(text, str))


def _placeholders(place: _Place) -> Found:
    """Ask for the groups of a family in its paths, and for no others."""
    for key, text in _files(place):
        named = [found[1] for found in re.finditer(PATH_PLACEHOLDER, text)]
        yield from _unknown(place, key, text, named)
        lacking = [name for name in place.by if name not in named]
        if lacking and not place.is_one:
            wrong = f"{quoted(text)} has no {{{lacking[0]}}}, so that its feeds would be one file"
            yield (*place.key, key), f"{wrong}; expected it in the path"
    if isinstance(place.said.id, str):
        named = [found[1] for found in re.finditer(PATH_PLACEHOLDER, place.said.id)]
        rest = [name for name in named if name != "feed_url"]
        yield from _unknown(place, "id", place.said.id, rest)


def _unknown(place: _Place, key: str, text: str, named: Iterable[str]) -> Found:
    for name in named:
        if name not in place.by:
            close = nearest(name, place.by)
            wrong = Unfit(f"has {{{name[:40]}}}", close and f"{{{close}}}")
            expected = "no placeholders but what the feeds are by"
            yield (*place.key, key), verdict(text, wrong, expected)


def _formats(place: _Place) -> Found:
    """Ask for formats that are written, and for one of them for each copy."""
    if not place.formats:
        return  # broken
    for key in ("path", "also_at"):
        said = getattr(place.said, key)
        for name in said if isinstance(said, dict) else ():
            if name not in place.formats:
                wrong = f"{name} is not written; expected {one_of(place.formats)}"
                yield (*place.key, key, name), wrong
    try:
        copy_paths(place.said.also_at, place.formats)
    except ValueError as error:
        wrong = f"{quoted(str(error))} can be a copy of {one_of(place.formats)}"
        yield (*place.key, "also_at"), f"{wrong}; expected lists per format, such as {{rss: […]}}"


def _twice(place: _Place, owners: dict[str, Path]) -> Found:
    """Refuse what one file would be for two feeds, or for two formats of one."""
    said = place.said
    files = [text for _, text in _files(place)] if place.usual is None else []
    if place.usual is not None:
        files += feed_paths(said.path, place.formats, place.usual).values()
        files += [text for key, text in _files(place) if key == "also_at"]
    elif isinstance(said.path, str):
        files = [*feed_paths(said.path, place.formats, "").values(), *files[1:]]
    for file in files:
        if re.search(PATH_PLACEHOLDER, file):
            continue
        folded = unicodedata.normalize("NFC", file).casefold()
        if folded in owners:
            other = f"that of {show(owners[folded])}" if owners[folded] else "Feedmill's own"
            yield place.key, f"its file {quoted(file)} is {other}; expected another path"
        owners.setdefault(folded, place.key)


def _idle(draft: ConfigDraft) -> Found:
    """Say where a group's feed is described that no family makes."""
    families = [
        whole_family(item) for item in draft.feeds.families if isinstance(item, Family | str)
    ]
    made = {family.by for family in families}
    for name in draft.known:
        for key, one in _groups(draft, name) if (name,) not in made else ():
            for field in ("path", "also_at", "limit", "id", "feed_title", "language"):
                if getattr(one, field) not in (None, ()):
                    wrong = (
                        f"there is no feed of it alone; expected {quoted(name)} in feeds.families"
                    )
                    yield (*key, field), wrong
