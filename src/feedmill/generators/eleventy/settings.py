"""What Eleventy's settings and data files say of a site. Pure.

https://www.11ty.dev/docs/config/, https://www.11ty.dev/docs/data-cascade/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from feedmill.generators import people
from feedmill.generators.facts import (
    DATA,
    SCRIPTS,
    SECTIONS,
    Facts,
    as_values,
    chosen,
    first_of_each,
    found,
    is_dated,
    joined,
    literal,
    parsed,
    plain_value,
)
from feedmill.generators.markup import markdown_it_options
from feedmill.generators.proposal import Proposal, Values
from feedmill.generators.scripts import Script

from .collections import without_tags_of_all
from .computed import permalink_in
from .data import data_of, program_of
from .filters import date_filters
from .ignoring import ignored_files
from .templates import FILE_PATH, to_pattern

_METADATA = ("metadata", "site", "meta", "config", "siteConfig", "siteData")
_AUTHORS = ("authors", "author", "people", "team", "contributors", "all_authors")
_FRONT_MATTER = re.compile(r"---\s*\n(.*?)^---", re.DOTALL | re.MULTILINE)
_MANY = 60  # folders, files and layouts that set permalinks
_NEARLY_ALL = 0.9
_PROGRAMS = tuple(f".{ending}" for ending in SCRIPTS)
_TESTS = ("test", "tests", "spec")
_FOLDERS = 12  # of posts; where there are more, each is one post's
_MAX_CHAIN = 8  # of layouts


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Eleventy."""
    package = facts.settings("package") or {}
    code = program_of(facts, package)
    needs = ("dependencies", "devDependencies")
    if not code and not any(found(package, one, "@11ty/eleventy") for one in needs):
        return None
    return _Site(facts, code, package).proposal()


class _Site:
    """One site's settings, on the way to a proposal."""

    def __init__(self, facts: Facts, code: str, package: Mapping[str, Any]) -> None:
        self.facts, self.code, self.package = facts, code, package
        self.script = Script(code)
        self.warnings: list[str] = []
        self._values: dict[str, Any] = {}  # of data files, by path
        folder = self._input()
        self.top = f"{folder}/" if folder else ""
        data = self._dir("data", "setDataDirectory") or "_data"
        self.data = posixpath.normpath(posixpath.join(self.top, data))
        self.includes = [
            posixpath.normpath(posixpath.join(self.top, name))
            for name in (
                self._dir("layouts", "setLayoutsDirectory"),
                self._dir("includes", "setIncludesDirectory") or "_includes",
            )
            if name
        ]

    def proposal(self) -> Proposal:
        """Return all that is known."""
        facts = self.facts
        folders = [f"{self.top}{one}".rstrip("/") for one in self._sections()]
        include = tuple(dict.fromkeys(one for folder in folders for one in facts.patterns(folder)))
        exclude = self._exclude(folders)
        files = [f"{self.data}/{name}" for name in _AUTHORS]
        authors = {**self._script_authors(), **people.in_files(facts, *files)}
        author = people.person(self._meta("author")) or people.person(
            self._meta("authors") or self._meta("authorName")
        )
        return Proposal(
            generator="eleventy",
            markdown=markdown_it_options(self.code),
            include=include,
            exclude=exclude,
            title=self._text("title", "name", "siteName"),
            url=joined(self._text("url", "baseUrl", "siteUrl", "origin"), self._prefix()),
            language=self._text("language", "lang", "locale"),
            description=self._text("description"),
            author=author,
            authors=people.known(authors, facts),
            permalink=first_of_each(self._permalinks(folders)),
            fields={"link": ("permalink",)},
            defaults=tuple(self._defaults(folders, chosen(facts, include, exclude))),
            warnings=tuple(dict.fromkeys(self.warnings)),
            # Ignored as templates, which pages would be, and copied.
            remedy='eleventyConfig.ignores.add("feeds/**"); '
            'eleventyConfig.addPassthroughCopy("feeds")',
            future=True,
            liquid=self._renders_liquid(),
        )

    def _renders_liquid(self) -> bool:
        """Return whether Markdown is rendered by Liquid first, as it is unless the site says no."""
        engines = [*self.script.assigned("markdownTemplateEngine")]
        return not engines or engines[-1] == "liquid"

    def _sections(self) -> list[str]:
        """Return the folders of posts: those named so, and others of which all have dates."""
        facts = self.facts
        named = [one for one in facts.sections(self.top.rstrip("/")) if one and one not in _TESTS]
        others = [
            one
            for one in facts.folders(self.top)
            if one not in (*named, *_TESTS) and facts.share_dated(f"{self.top}{one}") > _NEARLY_ALL
        ]
        if len(named) + len(others) > _FOLDERS and self.top:
            return [""]
        outer = [*named, *others] or [facts.fullest(self.top) or "posts"]
        return [name for one in outer for name in self._inner(one)]

    def _inner(self, section: str) -> list[str]:
        """Return the folders of posts in one that holds all that the site shows: content/blog."""
        inner = self.facts.sections(f"{self.top}{section}")
        is_outer = section not in SECTIONS and SECTIONS.intersection(inner)
        return [f"{section}/{one}" for one in inner] if is_outer else [section]

    def _exclude(self, folders: list[str]) -> tuple[str, ...]:
        """Return what is ignored; the files without a date, where a section is all there is."""
        ignored = ignored_files(self.facts, folders)
        if f"{folders[0]}/" != self.top:
            return ignored
        heads = self.facts.heads
        paths = (f"{self.top}{path}" for path in self.facts.articles(self.top))
        found = (one for one in paths if not is_dated(one, heads.get(one, {})))
        return (*ignored, *[literal(one) for one in found][:_MANY])

    def _input(self) -> str:
        """Return the input folder, "" for the top."""
        folder = self._dir("input", "setInputDirectory")
        if not folder:
            scripts = found(self.package, "scripts")
            lines = " ".join(map(str, scripts.values())) if isinstance(scripts, Mapping) else ""
            option = re.search(r"eleventy\b[^&|;]*?--input[= ]([\w./-]+)", lines)
            folder = option[1].strip("./") if option else ""
        return folder if not folder or self.facts.articles(f"{folder}/") else ""

    def _dir(self, name: str, setter: str) -> str:
        # `dir: folders`, of which the literal is elsewhere
        variable = re.search(r"\bdir\s*:\s*([A-Za-z_]\w*)", self.code)
        named = self.script.assigned(variable[1]) if variable else ()
        written = [found(folders, name) for folders in (*self.script.assigned("dir"), *named)]
        written += [arguments[0] for arguments in self.script.calls(setter) if arguments]
        folder = next((one for one in written if isinstance(one, str)), "").removeprefix("./")
        return folder.strip("/") if folder != "." else ""

    def _prefix(self) -> str:
        return self.script.text("pathPrefix")

    @cached_property
    def _metadata(self) -> list[Any]:
        """The values of the files that name the site, and of those that name its author."""
        made: list[Any] = []
        for name in _METADATA:
            path = f"{self.data}/{name}"
            made += [data_of(self.facts, f"{path}.{ending}") for ending in (*DATA, *SCRIPTS)]
        return [one for one in made if one]

    def _meta(self, key: str) -> Any:
        return next((value for one in self._metadata if (value := found(one, key))), None)

    def _text(self, *keys: str) -> str:
        return next((text for one in self._metadata if (text := plain_value(one, *keys))), "")

    def _script_authors(self) -> dict[str, people.Author]:
        values = (data_of(self.facts, f"{self.data}/authors.{ending}") for ending in SCRIPTS)
        return next((people.people(one) for one in values if one), {})

    def _permalinks(self, folders: list[str]) -> Iterator[tuple[str, str]]:
        """Yield the patterns of files that data files and layouts give a permalink, then others."""
        for folder in folders:
            for path, value in self._data_files(folder):
                if pattern := self._pattern(found(value, "permalink"), folder):
                    # Of one file: a pattern without a placeholder is written as one in quotes.
                    yield path, pattern if "{" in pattern else f"/{{'{pattern.lstrip('/')}'}}"
        everywhere = self._pattern(self._global("permalink"))
        for folder in folders:
            layouts = self._layouts(folder)
            patterns = {path: self._of_layout(name, folder) for path, name in layouts.items()}
            made = {one for one in patterns.values() if one}
            if len(made) == 1 and all(patterns.values()):
                yield f"{literal(folder)}/**", made.pop()
                continue
            yield from [(literal(path), one) for path, one in patterns.items() if one][:_MANY]
            below = f"{folder}/".removeprefix(self.top)
            yield f"{literal(folder)}/**", everywhere or f"/{below}{{path}}/"

    def _data_files(self, folder: str) -> list[tuple[str, Any]]:
        """Return patterns of files in a folder and their data, the strongest first."""
        made: list[tuple[str, Any]] = []
        for path in self.facts.texts:
            name, _, ending = path.rpartition(".")
            is_tied = name.endswith(".11tydata")
            where = name.removesuffix(".11tydata")
            above, _, last = where.rpartition("/")
            if ending not in (*DATA, *SCRIPTS) or not f"{where}/".startswith(self.top):
                continue
            is_dir = bool(above) and above.rpartition("/")[2] == last
            if is_dir and (is_tied or ending == "json"):
                inner = f"{above}/".startswith(f"{folder}/")
                if inner or folder.startswith(f"{above}/"):
                    made.append((f"{literal(above if inner else folder)}/**", self._data(path)))
            elif not is_dir and is_tied and where.startswith(f"{folder}/"):
                value = self._data(path)
                made += [(f"{literal(where)}.{end}", value) for end in ("md", "html")]
        return sorted(made, key=lambda one: ("**" in one[0], -one[0].count("/")))[:_MANY]

    def _data(self, path: str) -> Any:
        """Return what a data file holds, with the permalink that it computes."""
        if path not in self._values:
            value = data_of(self.facts, path)
            program = self.facts.texts[path] if path.endswith(_PROGRAMS) else ""
            if permalink := permalink_in(value, program):
                value = {**(value if isinstance(value, Mapping) else {}), "permalink": permalink}
            self._values[path] = value
        return self._values[path]

    def _pattern(self, permalink: object, folder: str = "") -> str:
        if not isinstance(permalink, str) or not permalink:
            return ""
        try:
            below = f"{folder}/".removeprefix(self.top)
            return to_pattern(permalink, {**self._dates, FILE_PATH: f"/{below}{{path:raw}}"})
        except ValueError as error:
            self.warnings.append(f"the permalink {permalink} {error}")
            return ""

    @cached_property
    def _dates(self) -> dict[str, str]:
        """The patterns of the site's own filters that write dates."""
        programs = self.facts.texts.items()
        return date_filters({one: text for one, text in programs if one.endswith(_PROGRAMS)})

    def _global(self, name: str) -> Any:
        values = (data_of(self.facts, f"{self.data}/{name}.{end}") for end in (*DATA, *SCRIPTS))
        return next((one for one in values if one), None)

    def _layouts(self, folder: str) -> dict[str, str]:
        """Return the layout of each article in a folder."""
        given = ""
        for _, value in self._data_files(folder):
            given = given or plain_value(value, "layout")
        return {
            path: plain_value(head, "layout") or given
            for path, head in self.facts.heads.items()
            if path.startswith(f"{folder}/")
        }

    def _of_layout(self, name: str, folder: str) -> str:
        """Return the pattern of the permalink in a layout's front matter, or in its layout's."""
        for _ in range(_MAX_CHAIN):
            head = self._head(name) if name else None
            if head is None:
                return ""
            if permalink := found(head, "permalink"):
                return self._pattern(permalink, folder)
            name = plain_value(head, "layout")
        return ""

    def _head(self, name: str) -> Mapping[str, Any] | None:
        """Return the front matter of a layout, which may be named without its ending."""
        for folder in self.includes:
            start = posixpath.join(folder, name)
            for path, text in self.facts.texts.items():
                if path == start or path.rpartition(".")[0] == start:
                    inner = _FRONT_MATTER.match(text)
                    return parsed(inner[1], "yaml") if inner else {}
        return None

    def _defaults(self, folders: list[str], articles: list[str]) -> Iterator[tuple[str, Values]]:
        rules = [
            (match, as_values(value))
            for folder in folders
            for match, value in self._data_files(folder)
        ]
        return without_tags_of_all(rules, articles, self.facts.heads)
