"""Patterns such as `/{year}/{slug|title}/`, compiled: the values of one article → text. Pure.

`compile_pattern` makes the function; `FILLS` has the placeholders. Names separated by `|` are
alternatives, the first that the article has; `'text'` in quotes is the last resort; a rule after
`:` says how the value is written (`{title:hugo}`), see SLUG_RULES in `generators/table.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from urllib.parse import quote

from msgspec import Struct

from feedmill import names, text
from feedmill.generators.rules import NO_RULES, Rules

from .paths import PathParts
from .sheet import Sheet

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_FIELD = re.compile(r"field\[([^\[\]]+)\]")
# As Docusaurus reads the paths of posts.
_DATED = re.compile(r"(.*)(\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(.*?)(?:/index)?$", re.DOTALL)
_LITERAL = re.compile(r"'([^']*)'")
# What generators leave as it is in the path of an address (RFC 3986, 3.3).
_IN_PATH = "!$&'()*+,;=:@~/"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

Rule = Callable[[str], str]
Compiled = Callable[["Subject"], str]


class Subject(Struct, frozen=True):
    """What a pattern is filled from; `day` is the date of publishing in the zone that counts.

    `link` is the article's, where that is known already.
    """

    sheet: Sheet
    place: PathParts
    title: str
    day: datetime
    link: str = ""


class Fill(Struct, frozen=True):
    """A placeholder: how its value is found, "" for none, and written where no rule is named.

    `is_path` says that it has `/` between parts that are written one by one; `may_lack` that it
    may be empty; `last` finds the value where no alternative follows.
    """

    find: Compiled
    write: Rule
    is_path: bool = False
    may_lack: bool = False
    last: Compiled | None = None


def compile_pattern(
    pattern: str, rules: Rules = NO_RULES, more: Mapping[str, Fill] | None = None
) -> Compiled:
    """Return the function that fills a pattern; it raises ValueError, saying what is lacking.

    `rules` are those of the site's generator; `more` has placeholders beside those of FILLS.
    """
    fills = {**FILLS, **with_categories(rules), **(more or {})}
    parts: list[str | Compiled] = []
    at = 0
    for found in PLACEHOLDER.finditer(pattern):
        parts += [pattern[at : found.start()], _compile(found[1], rules.defaults, fills)]
        at = found.end()
    parts.append(pattern[at:])

    def fill(subject: Subject) -> str:
        return "".join([part if isinstance(part, str) else part(subject) for part in parts])

    return fill


def take_apart(inner: str) -> tuple[tuple[str, ...], str | None]:
    """Return the alternatives within a placeholder's braces, and the rule named after them."""
    chosen, colon, rule = inner.rpartition(":")
    if not colon or not re.fullmatch(r"[a-z0-9-]+", rule):
        chosen, rule = inner, ""
    return tuple(re.findall(r"'[^']*'|[^|]+|(?<=\|)(?=\||$)", chosen)), rule or None


def _compile(inner: str, defaults: Mapping[str, str], fills: Mapping[str, Fill]) -> Compiled:
    """Return what fills one placeholder; `defaults` has the slug rules of those that name none."""
    chosen, rule = take_apart(inner)
    finders: list[tuple[Compiled, Rule]] = []
    may_lack = False
    for number, name in enumerate(chosen, start=1):
        literal = _LITERAL.fullmatch(name)
        if literal:
            finders.append((partial(_constant, literal[1]), str))
            may_lack = not literal[1]
            continue
        fill = _field(name) if name.startswith("field[") else fills[name]
        is_last = number == len(chosen)
        find = fill.last if is_last and fill.last else fill.find
        finders.append((find, _writer(fill, rule or defaults.get(name))))
        may_lack = fill.may_lack

    def filled(subject: Subject) -> str:
        for find, write in finders:
            value = find(subject)
            if value and (written := write(value)):
                return written
        if may_lack:
            return ""
        raise ValueError(f"has nothing for {{{inner}}}")

    return filled


def _writer(fill: Fill, rule: str | None) -> Rule:
    if rule is None:
        return fill.write
    from feedmill.generators.table import slug_rule  # the whole table, which few sites need

    slug = slug_rule(rule)
    if fill.is_path:
        return partial(_write_path, slug)
    return lambda value: quote(slug(value), safe=_IN_PATH)


def _write_path(slug: Rule, value: str) -> str:
    """Write each part of a path by a rule; parts of which nothing is left go."""
    parts = (slug(part) for part in value.split("/"))
    return quote("/".join(part for part in parts if part), safe=_IN_PATH)


def _constant(value: str, _: Subject) -> str:
    return value


def _field(name: str) -> Fill:
    found = _FIELD.fullmatch(name)
    key = found[1].lower() if found else ""

    def find(subject: Subject) -> str:
        raw = subject.sheet.values.get(key)
        return text.fold_text(raw) if isinstance(raw, str) else ""

    return Fill(find, partial(quote, safe="/:@!$&'()*+,;=~%?#"))


def _slug(subject: Subject) -> str:
    found = subject.sheet.find_text("slug")
    return text.fold_text(found[1]) if found else ""


def _slug_or_name(subject: Subject) -> str:
    return _slug(subject) or subject.place.name


def categories(subject: Subject, rules: Rules) -> list[str]:
    """Return the categories of the path and of the front matter, as the generator reads them."""
    folders = rules.folders(subject.place.below)
    if folders is None:
        folders = rules.folders(subject.sheet.path)
    found = list(folders or ())
    for key in ("categories", "category"):
        value = subject.sheet.values.get(key)
        items: Iterable[object] = value or ()
        if isinstance(value, str):
            items = rules.names(value) if key == "categories" else [value]
        found += [text.fold_text(item) for item in items if isinstance(item, str) and item.strip()]
    return list(dict.fromkeys(found))


def with_categories(rules: Rules) -> dict[str, Fill]:
    """Return the placeholders for categories; a name's own `/` is not one between folders."""

    def joined(subject: Subject) -> str:
        return "/".join(name.replace("/", "-") for name in categories(subject, rules))

    def first(subject: Subject) -> str:
        return next(iter(categories(subject, rules)), "")

    return {
        "category": Fill(first, names.slug),
        "categories": Fill(joined, partial(_write_path, names.slug), is_path=True, may_lack=True),
    }


def _language(subject: Subject) -> str:
    found = subject.sheet.find("language")
    return found[1] if found and isinstance(found[1], str) else ""


def _dated_path(subject: Subject) -> str:
    """Return the path with the last date in it as folders before the rest: `2026/06/11/x`."""
    below = subject.place.below
    whole = subject.sheet.path.rpartition(".")[0]
    found = _DATED.match(f"{below}/index" if whole.endswith(f"{below}/index") else below)
    return f"{found[2].replace('-', '/')}/{found[1]}{found[3]}" if found else below


def _of_date(write: Callable[[datetime], str]) -> Fill:
    return Fill(lambda subject: write(subject.day), str)


_quoted = partial(quote, safe="")

FILLS: dict[str, Fill] = {
    "year": _of_date(lambda day: f"{day.year:04}"),
    "short_year": _of_date(lambda day: f"{day.year % 100:02}"),
    "month": _of_date(lambda day: f"{day.month:02}"),
    "i_month": _of_date(lambda day: str(day.month)),
    "month_name": _of_date(lambda day: _MONTHS[day.month - 1]),
    "month_abbr": _of_date(lambda day: _MONTHS[day.month - 1][:3]),
    "day": _of_date(lambda day: f"{day.day:02}"),
    "i_day": _of_date(lambda day: str(day.day)),
    "ordinal": _of_date(lambda day: f"{day.timetuple().tm_yday:03}"),
    "i_ordinal": _of_date(lambda day: str(day.timetuple().tm_yday)),
    "week": _of_date(lambda day: f"{day.isocalendar().week:02}"),
    "week_year": _of_date(lambda day: f"{day.isocalendar().year:04}"),
    "weekday0": _of_date(lambda day: str(day.isoweekday() % 7)),
    "weekday": _of_date(lambda day: str(day.isoweekday())),
    "weekday_name": _of_date(lambda day: _DAYS[day.weekday()]),
    "weekday_abbr": _of_date(lambda day: _DAYS[day.weekday()][:3]),
    "hour": _of_date(lambda day: f"{day.hour:02}"),
    "minute": _of_date(lambda day: f"{day.minute:02}"),
    "second": _of_date(lambda day: f"{day.second:02}"),
    "slug": Fill(_slug, _quoted, last=_slug_or_name),
    "name": Fill(lambda subject: subject.place.name, _quoted),
    "stem": Fill(lambda subject: subject.place.stem, _quoted),
    "title": Fill(lambda subject: subject.title, names.slug),
    "path": Fill(lambda subject: subject.place.below, quote, is_path=True),
    "folder": Fill(lambda subject: subject.place.folder, quote, is_path=True, may_lack=True),
    "dated_path": Fill(_dated_path, quote, is_path=True),
    "section": Fill(lambda subject: subject.place.folder.partition("/")[0], _quoted),
    "parent": Fill(lambda subject: subject.place.folder.rpartition("/")[2], _quoted),
    "language": Fill(_language, _quoted),
}
"""The placeholders that any pattern may have, besides `{field[NAME]}` and those for categories."""
