"""What a build knows of a generator: how it makes slugs and reads addresses. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from .placement import ANYWHERE, Placement

SlugRule = Callable[[str], str]


def as_written(value: str) -> str:
    """Return the address that a front matter gives, as a path of the site."""
    return value


def no_title(_: str) -> str:
    """Return the title of an article that has none, by its file's name: none."""
    return ""


def by_comma(names: str) -> list[str]:
    """Return the names in one text: `a, b` are two."""
    return names.split(",")


def no_folders(_: str) -> tuple[str, ...] | None:
    """Return the categories that a path gives an article: none; None if it does not say."""
    return None


class Rules(Struct, frozen=True):
    """The rules of one generator.

    `slugs` has its slug rules by name, `defaults` the one of each placeholder that names none.
    `address` turns the address in a front matter into a pattern; it raises ValueError for what
    cannot be one. `folders` gives the categories that a path says; `names` takes text apart where a
    list of tags or categories is expected. `own_zone` says that dates in links are in their own
    time zone, not in that of the site; `twins` that `a/a.md` is at `a`, as `a/index.md` is.
    `title` makes a title of a file's name, "" for none. `added` are the keys of lists to which
    defaults are added; `lenient` says that front matter may be lines that are no YAML.
    `last_key` says that of keys of YAML that stand twice the last one counts, of lines the first.
    `hides` are keys with the values that keep an article out; `a.b` is a key of a map.
    `day_first` says that of 11-9-2017 the day stands first, as Ruby reads it.
    `long_fences` says that lines that only begin with `---` begin and end front matter.
    `loose_days` says that a file's name may have a day that there is not, as in Jekyll.
    `waits` are keys of dates before which an article is not published, whatever its own date, and
    `expires` of those from which on it is not.
    `yaml_times`: a date with seconds that names no zone is in UTC, as in YAML, and no other is.
    `bare` says that files without front matter are articles.
    `by_language` says that a feed never has articles of two languages.
    `terms` is the slug rule for tags and the like in addresses, "" where sites choose their own.
    `unused` begins the names of files that it passes over, "" if there is no such sign.
    `top_heading` says that a heading is the title only where the text begins with it, and that a
    page then has it above the text, not in it.
    `dash` is what two hyphens in a title are where titles have typographic signs.
    `straight` says that quotes in its articles stay as they are, whatever its dialect does.
    `dialect` is the row of `bodies.dialects.DIALECTS` that reads its Markdown; `placement` says
    where it serves files.
    """

    slugs: Mapping[str, SlugRule] = {}
    defaults: Mapping[str, str] = {}
    address: Callable[[str], str] = as_written
    folders: Callable[[str], tuple[str, ...] | None] = no_folders
    names: Callable[[str], list[str]] = by_comma
    title: Callable[[str], str] = no_title
    own_zone: bool = True
    added: frozenset[str] = frozenset()
    lenient: bool = False
    twins: bool = False
    dialect: str = "default"
    straight: bool = False
    dash: str = "–"
    last_key: bool = False
    hides: Mapping[str, tuple[str, ...]] = {}
    loose_days: bool = False
    day_first: bool = False
    long_fences: bool = False
    waits: tuple[str, ...] = ()
    expires: tuple[str, ...] = ()
    top_heading: bool = False
    yaml_times: bool = False
    bare: bool = False
    by_language: bool = False
    terms: str = ""
    unused: str = ""
    placement: Placement = ANYWHERE


NO_RULES = Rules(own_zone=False)
"""The rules where the config names no generator."""
