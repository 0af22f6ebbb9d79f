"""The link of an article: from its front matter, else made from `articles.permalink`."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from feedmill import urls
from feedmill.config.articles import PermalinkRule
from feedmill.config.schema import Config
from feedmill.fields import keys_of
from feedmill.generators.rules import NO_RULES, Rules, as_written
from feedmill.names import fixed_part
from feedmill.sources.patterns import matcher

from .fields import linked
from .fields.dates import Moment
from .fields.times import zone_of
from .paths import PathParts, place_below
from .placeholders import Compiled, Subject, compile_pattern
from .sheet import Sheet

_SLASHES = re.compile(r"(?<!:)/{2,}")
_LONG_ENDING = re.compile(r"\*((?:\.[\w-]+)+)\.(?:[\w-]+|\*)$")


class Permalinks:
    """Where a config says that articles are published."""

    def __init__(self, config: Config) -> None:
        """Compile the patterns of a config."""
        self._home = config.site.url.rstrip("/")
        self._rules = generator_rules(config)
        given = config.articles.permalink or ()
        if isinstance(given, str):
            given = (PermalinkRule(pattern=given),)
        self._patterns = [_compile(rule, self._home, self._rules) for rule in given]
        self._zone = zone_of(config.articles.timezone)
        self._keys = ", ".join(keys_of("link", config.articles.fields))

    def link(self, sheet: Sheet, place: PathParts, title: str, moment: Moment | None) -> str | None:
        """Return the article's link; None, and a problem noted, if it has none.

        `moment` is None if the date is lacking, which is noted already.
        """
        found = sheet.find("link")
        if found and (self._rules.address is as_written or _is_absolute(found[1])):
            return linked.link(sheet, self._home)
        if not found and not self._patterns:
            example = f"{self._home}/{{year}}/{{month}}/{{slug}}/"
            message = f"no link; set {self._keys}, or articles.permalink to, say, {example}"
            sheet.note("no-link", message)
            return None
        if moment is None:
            return None
        subject = self.subject(sheet, place, title, moment)
        return self._own(subject) if found else self._made(subject)

    def subject(self, sheet: Sheet, place: PathParts, title: str, moment: Moment) -> Subject:
        """Return what the article's patterns are filled from."""
        day = moment.local if self._rules.own_zone else moment.utc.astimezone(self._zone)
        return self._placed(Subject(sheet, place, title, day), place)

    def _placed(self, subject: Subject, place: PathParts) -> Subject:
        """Put a subject at a place; to some generators `a/a.md` is at `a`, as `a/index.md` is."""
        folder, _, last = place.folder.rpartition("/")
        name = subject.sheet.path.rpartition("/")[2]
        if self._rules.twins and last == place.stem and name.startswith(f"{last}."):
            place = replace(place, below=place.folder, folder=folder)
        elif self._rules.twins and place.name == "index" and place.stem != "index" and last:
            # https://www.11ty.dev/docs/data-eleventy-supplied/#fileslug
            place = replace(place, name=place_below(last, "").name)
        return replace(subject, place=place)

    def _own(self, subject: Subject) -> str | None:
        """Return the address of the front matter, as the site's generator reads it."""
        sheet = subject.sheet
        found = sheet.find_text("link", "bad-link")
        if found is None:
            return None
        key, written = found
        try:
            pattern = self._home + self._rules.address(written.strip())
            return _address(compile_pattern(pattern, self._rules)(subject))
        except ValueError as error:
            sheet.note("bad-link", f"{key} {written[:80]!r} {error}", key)
            return None

    def _made(self, subject: Subject) -> str | None:
        """Return the link that the first pattern for the article's path makes."""
        sheet = subject.sheet
        for one in self._patterns:
            if one.matches is not None:
                if not one.matches(sheet.path):
                    continue
                subject = self._placed(subject, one.place(sheet.path))
            try:
                return _address(one.fill(subject))
            except ValueError as error:
                sheet.note("no-link", f"the link that articles.permalink makes {error}")
                return None
        sheet.note("no-link", "no link, and no pattern of articles.permalink is for this path")
        return None


class _Pattern(Struct, frozen=True):
    """A rule of the config, compiled; `matches` is None if it is for all articles."""

    matches: Callable[[str], bool] | None
    place: Callable[[str], PathParts]
    fill: Compiled


def generator_rules(config: Config) -> Rules:
    """Return the rules of the generator that the config names."""
    if config.articles.generator is None:
        return NO_RULES
    from feedmill.generators.table import GENERATORS  # all of them, which few builds need

    return GENERATORS[config.articles.generator].rules


def _compile(rule: PermalinkRule, home: str, rules: Rules) -> _Pattern:
    pattern = f"{home}{rule.pattern}" if rule.pattern.startswith("/") else rule.pattern
    alternatives = [(matcher([one]), fixed_part(one), _ending(one)) for one in rule.match]

    def place(path: str) -> PathParts:
        fixed, ending = next((fixed, end) for one, fixed, end in alternatives if one(path))
        return place_below(path, fixed, ending, loose=rules.loose_days)

    matches = matcher(rule.match) if rule.match else None
    return _Pattern(matches, place, compile_pattern(pattern, rules))


def _ending(match: str) -> str:
    """Return what `*.fr.md` or `*.fr.*` leaves off a name besides its ending: `.fr`."""
    found = _LONG_ENDING.search(match)
    return found[1] if found else ""


def _is_absolute(value: object) -> bool:
    return isinstance(value, str) and value.strip().startswith(("https://", "http://"))


def _address(text: str) -> str:
    scheme, _, rest = text.partition("://")
    return urls.absolute(f"{scheme}://{_SLASHES.sub('/', rest)}")
