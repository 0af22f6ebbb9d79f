"""What Hugo's settings say of a site. Pure.

https://gohugo.io/configuration/all/, https://gohugo.io/configuration/introduction/
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from feedmill.fields import keys_of
from feedmill.generators import people
from feedmill.generators.facts import (
    Facts,
    found,
    is_true,
    literal,
    plain_value,
)
from feedmill.generators.markup import goldmark_options
from feedmill.generators.proposal import Proposal, Values

from . import of_path
from .bundles import resources
from .cascades import Cascade, cascades, hidden_files
from .layers import FIRST, merged_settings
from .permalinks import to_pattern

_MANY = 60  # folders with patterns of their own


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Hugo."""
    settings = merged_settings(facts)
    if settings is None:
        return None
    site = _Site(facts, settings)
    languages = site.languages()
    main = site.language
    own = found(settings, "languages", main)
    permalinks: list[tuple[str, str]] = []
    include: list[str] = []
    folders: list[str] = []
    for language in languages:
        for section in site.sections(language.folder):
            folders.append(posixpath.join(language.folder, section).rstrip("/"))
            include += facts.patterns(folders[-1])
            permalinks += site.permalinks(language, section)
    for folder, section in site.mounted():
        folders.append(folder)
        include += facts.patterns(folder)
        permalinks.append((f"{literal(folder)}/**", site.pattern_of(languages[-1], section)))
    given = cascades(facts, settings, site.main_folder)
    authors = people.in_files(facts, "data/authors", "data/author", *site.author_pages())
    is_ours = not any(name in facts.texts for name in ("config.yaml", "config.yml"))
    return Proposal(
        generator="hugo",
        markdown=goldmark_options(settings),
        include=tuple(dict.fromkeys(include)),
        exclude=tuple(dict.fromkeys((*resources(facts, folders), *site.hidden(given, folders)))),
        title=plain_value(settings, "title") or plain_value(own, "title"),
        url=plain_value(settings, "baseURL") or plain_value(own, "baseURL"),
        language=plain_value(settings, "locale", "languageCode")
        or plain_value(own, "locale", "languageCode")
        or main,
        timezone=plain_value(settings, "timeZone"),
        description=plain_value(found(settings, "params"), "description"),
        author=people.person(found(settings, "params", "author"))
        or people.person(found(settings, "author")),
        authors=people.known(authors, facts),
        permalink=tuple(dict.fromkeys(permalinks)),
        fields={"link": ("url",), "topics": ("tags+categories",), **site.date_fields()},
        defaults=(*site.defaults(languages), *(one[:2] for one in given if one.values)),
        warnings=tuple(site.warnings),
        output=posixpath.join(plain_value(settings, "staticDir") or "static", "feeds"),
        config="config.yaml" if is_ours or set(FIRST) & facts.texts.keys() else "feedmill.yaml",
        future=is_true(found(settings, "buildFuture")),
    )


_ENDINGS = ("md", "html", "markdown")


class _Language(NamedTuple):
    """A language: its folder, its part of addresses (`/fr`), the ending of its files (`.fr`)."""

    name: str
    folder: str
    prefix: str
    suffix: str


class _Site:
    """One site's settings, on the way to a proposal."""

    def __init__(self, facts: Facts, settings: dict[str, Any]) -> None:
        self.facts, self.settings = facts, settings
        self.warnings: list[str] = []
        self.main_folder = "content"
        self.disabled: list[str] = []
        self.folder = plain_value(settings, "contentDir").strip("./") or "content"
        self.language = plain_value(settings, "defaultContentLanguage").lower() or "en"
        is_cased = is_true(found(settings, "disablePathToLower"))
        is_bare = is_true(found(settings, "removePathAccents"))
        self.variant = "-cased" if is_cased else "-unaccented" if is_bare else ""

    def languages(self) -> list[_Language]:
        """Return the languages that have articles, those of files with an ending first."""
        given = found(self.settings, "languages")
        disabled = found(self.settings, "disableLanguages") or ()
        every = given.items() if isinstance(given, Mapping) else ()
        self.disabled = [
            name for name, one in every if name in disabled or is_true(found(one, "disabled"))
        ]
        names = [name for name, _ in every if name not in self.disabled]
        hosts = {plain_value(one, "baseURL") for name, one in every if name in names} - {""}
        mounts = {
            plain_value(one, "lang"): plain_value(one, "source").strip("./")
            for one in found(self.settings, "module", "mounts") or ()
            if isinstance(one, Mapping) and plain_value(one, "target").strip("/") == "content"
        }
        in_subdir = is_true(found(self.settings, "defaultContentLanguageInSubdir"))
        made = []
        for name in sorted(names or [self.language], key=lambda name: name == self.language):
            folder = plain_value(found(given, name), "contentDir").strip("./") or mounts.get(
                name, ""
            )
            own = folder or mounts.get("", "") or self.folder
            prefix = f"/{name}" if name != self.language or in_subdir else ""
            if len(hosts) > 1:  # https://gohugo.io/configuration/languages/#multihost
                own_host = plain_value(found(given, name), "baseURL").rstrip("/")
                prefix = own_host if name != self.language else ""
            is_shared = name != self.language and not folder
            language = _Language(name, own, prefix, self._suffix(name, own) if is_shared else "")
            endings = tuple(f"{language.suffix}.{end}" for end in _ENDINGS)
            if any(path.endswith(endings) for path in self.facts.articles(f"{own}/")):
                made.append(language)
        self.main_folder = made[-1].folder if made else self.folder
        return made or [_Language(self.language, self.folder, "", "")]

    def _suffix(self, name: str, folder: str) -> str:
        """Return the ending of a language's files, with the capitals that they have."""
        stems = (path.rpartition(".")[0] for path in self.facts.articles(f"{folder}/"))
        written = (stem[-len(name) - 1 :] for stem in stems)
        return next((one for one in written if one.lower() == f".{name}"), f".{name}")

    def sections(self, folder: str) -> tuple[str, ...]:
        """Return the sections of a folder that hold posts."""
        given = found(self.settings, "params", "mainSections")
        named = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        folders = self.facts.folders(f"{folder}/")
        there = tuple(one for one in named if one in folders)
        if there:
            return there
        main = self.main_folder
        chosen = self.facts.sections(main)
        return chosen if folder == main else tuple(one for one in chosen if one in folders)

    def permalinks(self, language: _Language, section: str) -> Iterator[tuple[str, str]]:
        """Yield the patterns of a section's files, and of their links."""
        names = [section] if section else [*self.facts.folders(f"{language.folder}/"), ""]
        for name in names:
            rule = self._rule(language, name)
            if name and name != section and not rule:
                continue
            if ":sections" in rule:
                yield from self._loose(language, name, rule)
            folder = literal(posixpath.join(language.folder, name).rstrip("/"))
            pattern = self.pattern_of(language, name)
            files = f"{folder}/**/*{language.suffix}.*" if language.suffix else f"{folder}/**"
            if not language.suffix and self._has_files(language):  # `index.en.md`
                yield f"{folder}/**/*.{language.name}.*", f"{language.prefix}{pattern}"
            yield files, f"{language.prefix}{pattern}"

    def _has_files(self, language: _Language) -> bool:
        """Return whether files say that they are in the default language."""
        endings = tuple(f".{language.name}.{end}" for end in _ENDINGS)
        return any(path.endswith(endings) for path in self.facts.articles(f"{language.folder}/"))

    def mounted(self) -> Iterator[tuple[str, str]]:
        """Yield folders elsewhere, and the sections of the content that they are mounted as."""
        for one in found(self.settings, "module", "mounts") or ():
            section = plain_value(one, "target").strip("/").partition("content/")[2]
            folder = plain_value(one, "source").strip("./")
            if section and folder and self.facts.articles(f"{folder}/"):
                yield folder, section

    def pattern_of(self, language: _Language, section: str) -> str:
        """Return the pattern of a section's links."""
        return self._ugly(self._pattern(self._rule(language, section), language, section), section)

    def _rule(self, language: _Language, section: str) -> str:
        if not section:
            return ""
        rules = found(self.settings, "permalinks")
        own = found(self.settings, "languages", language.name, "permalinks")
        pages = [found(own, "page"), own, found(rules, "page"), rules]
        tables = [one for one in pages if isinstance(one, Mapping)]
        return next((text for one in tables if (text := plain_value(one, section))), "")

    def date_fields(self) -> dict[str, tuple[str, ...]]:
        """Return the keys of dates, if the settings name some of the site's own.

        https://gohugo.io/configuration/front-matter/#dates
        """
        own = [
            one for one in self._date_keys() if isinstance(one, str) and one[:1] not in ("", ":")
        ]
        usual = keys_of("published_at", {})
        known = {one.lower() for one in usual}
        more = dict.fromkeys(one for one in own if one.lower() not in known)
        return {"published_at": (*more, *usual)} if more else {}

    def _loose(self, language: _Language, section: str, rule: str) -> Iterator[tuple[str, str]]:
        """Yield the patterns of folders that are no sections, for they have no `_index.md`."""
        top = posixpath.join(language.folder, section)
        indexes = (path for path in self.facts.paths if "/_index." in path)
        sections = {top, *(path.rpartition("/")[0] for path in indexes)}
        if sections == {top}:
            return  # no folder within is one: the pattern of the whole says so
        loose: dict[str, str] = {}
        for path in self.facts.articles(f"{top}/"):
            folder = posixpath.dirname(path)
            if posixpath.basename(path).startswith("index."):
                folder = posixpath.dirname(folder)
            way = top
            for part in folder.split("/") if folder else []:
                if f"{way}/{part}" not in sections:
                    loose[f"{way}/{part}"] = way.removeprefix(f"{language.folder}/")
                    break
                way = f"{way}/{part}"
        for where, deepest in sorted(loose.items())[:_MANY]:
            try:
                made = to_pattern(rule, section, self.variant, deepest=deepest)
            except ValueError:
                continue
            yield f"{literal(where)}/**", f"{language.prefix}{self._ugly(made, section)}"

    def _pattern(self, rule: str, language: _Language, section: str) -> str:
        parts = f"-path{self.variant}"
        below = section if self.variant == "-cased" else of_path(section)
        if rule:
            top = posixpath.join(language.folder, section)
            deep = (path.rpartition("/")[0] for path in self.facts.paths if "/_index." in path)
            is_deep = any(path.startswith(f"{top}/") for path in deep)
            try:
                made = to_pattern(rule, below, self.variant, is_deep=is_deep)
                # A name that gives the date gives the slug, too.
                is_named = self._date_keys()[:1] == [":filename"]
                return made.replace("{slug|title:", "{slug|name:") if is_named else made
            except ValueError as error:
                self.warnings.append(f"the permalink {rule} {error}")
        name = "name" if self._date_keys()[:1] == [":filename"] else "stem"
        if not self.variant:
            return f"/{below}/{{folder}}/{{slug|{name}}}/".replace("//", "/")
        rest = f"{{folder:hugo{parts}}}/{{slug|{name}:hugo{parts}}}/"
        return f"/{below}/{rest}".replace("//", "/")

    def _date_keys(self) -> list[Any]:
        keys = found(self.settings, "frontmatter", "date")
        return keys if isinstance(keys, list) else [keys]

    def _ugly(self, pattern: str, section: str) -> str:
        ugly = found(self.settings, "uglyURLs")
        is_ugly = is_true(found(ugly, section) if isinstance(ugly, Mapping) else ugly)
        return f"{pattern.rstrip('/')}.html" if is_ugly and pattern.endswith("/") else pattern

    def hidden(self, given: list[Cascade], folders: list[str]) -> Iterator[str]:
        """Yield the patterns of files that Hugo shows nowhere: told so, or of other languages."""
        yield from hidden_files(self.facts, self.settings, given, folders)
        articles = [path for folder in folders for path in self.facts.articles(f"{folder}/")]
        for name in self.disabled:
            if any(path.rpartition(".")[0].endswith(f".{name}") for path in articles):
                yield f"{literal(self.main_folder)}/**/*.{name}.*"

    def author_pages(self) -> Iterator[str]:
        """Yield the folders of the pages of authors."""
        for one in dict.fromkeys((self.folder, *(one.folder for one in self.languages()))):
            yield f"{one}/authors"
            yield f"{one}/author"

    def defaults(self, languages: list[_Language]) -> list[tuple[str, Values]]:
        """Return the languages of files, by folder and ending."""
        if len(languages) < 2:
            return []
        return [
            (
                f"{literal(one.folder)}/**" + (f"/*{one.suffix}.*" if one.suffix else ""),
                {"lang": self._tag(one.name)},
            )
            for one in languages
        ]

    def _tag(self, name: str) -> str:
        options = found(self.settings, "languages", name)
        return plain_value(options, "locale", "languageCode") or name
