"""What Jekyll's settings, `_config.yml`, say of a site. Pure.

https://jekyllrb.com/docs/configuration/, https://jekyllrb.com/docs/collections/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from feedmill.generators import people
from feedmill.generators.facts import (
    Facts,
    as_values,
    chosen,
    found,
    is_true,
    joined,
    literal,
    plain_value,
)
from feedmill.generators.markup import kramdown_options
from feedmill.generators.proposal import Proposal, Values

from . import STYLES, to_pattern

_MANY = 60  # folders of posts whose names are categories
# What has no date in its name is no post.
_NO_POST = re.compile(r"(?:^|/)_posts/(?:.*/)?(?!\d{2,4}-\d{1,2}-\d{1,2}-)[^/]+$")
_POSTS = re.compile(r"((?:[^/]+/)*?)_posts/")


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Jekyll."""
    settings = facts.settings("_config")
    if settings is None:
        others = tuple(f"{folder}/" for folder in facts.nested())
        found_at = (one[1] for path in facts.paths if (one := _POSTS.match(path)))
        # Not deep below, where it is another generator's.
        if not any(at.count("/") < 2 and not at.startswith(others) for at in found_at):
            return None
    settings = settings or {}
    site = _Site(facts, settings)
    collections = site.collections()
    author = people.person(found(settings, "author"))
    authors = site.authors()
    return Proposal(
        generator="jekyll",
        markdown=kramdown_options(settings),
        include=tuple(pattern for one in collections for pattern in one.include),
        exclude=site.exclude(collections),
        title=plain_value(settings, "title", "name"),
        url=joined(plain_value(settings, "url"), plain_value(settings, "baseurl")),
        language=plain_value(settings, "lang", "locale", "language"),
        timezone=plain_value(settings, "timezone"),
        description=plain_value(settings, "description"),
        author=authors.get(author.name, author) if author else None,
        authors=people.known(authors, facts),
        permalink=tuple(site.permalinks(collections)),
        fields={"link": ("permalink",), "topics": ("topics", "tags+tag+categories+category")},
        defaults=tuple(site.defaults(collections)),
        warnings=tuple(site.warnings),
        output=f"{site.base}feeds",
        future=is_true(settings.get("future")),
    )


def _next(path: str, start: str) -> str:
    """Return the path as far as to the end of the name that begins within `start`."""
    name, slash, _ = path[len(start) :].partition("/")
    return f"{start}{name}{slash}"


class _Collection(NamedTuple):
    """A collection that holds articles: its label, the patterns of its files, its settings."""

    label: str
    include: tuple[str, ...]
    options: Any


class _Site:
    """One site's settings, on the way to a proposal."""

    def __init__(self, facts: Facts, settings: Mapping[str, Any]) -> None:
        self.facts, self.settings = facts, settings
        source = plain_value(settings, "source").strip("./")
        self.base = f"{source}/" if source else ""
        below = plain_value(settings, "collections_dir").strip("./")
        self.home = f"{self.base}{below}/" if below else self.base
        self.warnings: list[str] = []

    def _folders(self) -> list[str]:
        """Return the folders that hold `_posts`, below the site's source; "" for that."""
        paths = (path.removeprefix(self.home) for path in self.facts.articles(self.base))
        return sorted({found[1] for path in paths if (found := _POSTS.match(path))})

    def collections(self) -> list[_Collection]:
        """Return posts, wherever they are, and those collections that are articles, too."""
        facts = self.facts
        paths = [path for path in facts.articles(self.base) if _POSTS.match(path)]
        folders = sorted({one[1] for one in map(_POSTS.match, paths) if one})
        asked = found(self.settings, "feed", "collections")
        names = {*asked} if isinstance(asked, list | Mapping) else set()
        others = []
        undated = []
        for label, options in self._options():
            folder = f"{self.home}_{label}"
            if (
                label != "posts"
                and is_true(found(options, "output"))
                and facts.articles(f"{folder}/")
            ):
                undated.append(_Collection(label, facts.patterns(folder), options))
            is_fit = label in names if folders else facts.share_dated(folder) > 0.5
            if label != "posts" and is_true(found(options, "output")) and is_fit:
                others.append(_Collection(label, facts.patterns(folder), options))
        own = found(self.settings, "collections", "posts")
        if len(folders) > 1:
            include = facts.patterns(self.base.rstrip("/"), "**/_posts/**/*", paths)
            return [_Collection("posts", include, own), *others]
        if folders or not others:
            folder = f"{self.base}{folders[0]}_posts" if folders else f"{self.home}_posts"
            if folders or not undated:
                return [_Collection("posts", facts.patterns(folder), own), *others]
            self.warnings.append(
                f"the files of _{undated[0].label}/ have no dates: only those that you give one "
                "are articles"
            )
        return others or undated[:1]

    def _options(self) -> Iterator[tuple[str, Any]]:
        given = found(self.settings, "collections")
        if isinstance(given, Mapping):
            yield from ((str(label), options) for label, options in given.items())

    def exclude(self, collections: list[_Collection]) -> tuple[str, ...]:
        """Return folders that a pattern would take in, and Jekyll does not: named, or of others."""
        wide = any(
            pattern.startswith(f"{self.base}**") for one in collections for pattern in one[1]
        )
        given = found(self.settings, "exclude")
        named = map(str, given) if isinstance(given, list) else ()
        folders = [f"{self.base}{one}/" for one in ("vendor", "node_modules") if wide]
        articles = chosen(self.facts, [pattern for one in collections for pattern in one.include])
        for one in named:
            start = f"{self.base}{one.strip('/')}"
            below = [path for path in articles if path.startswith(start)]
            # Whatever begins so: `_posts/template` leaves `_posts/templates/a.md` out, too.
            for name in dict.fromkeys(_next(path, start) for path in below):
                if name not in folders:
                    folders.append(name)
        undated = [path for path in self.facts.articles(self.base) if _NO_POST.search(path)]
        return tuple(map(literal, [*folders, *(f"{self.base}{path}" for path in undated[:_MANY])]))

    def authors(self) -> dict[str, people.Author]:
        """Return the authors of the settings and of the data files."""
        names = ("authors", "author", "people", "members", "team", "contributors")
        places = (f"{self.base}_data/{name}" for name in names)
        files = people.in_files(self.facts, *places, f"{self.home}_authors")
        return {**people.people(found(self.settings, "authors")), **files}

    def permalinks(self, collections: list[_Collection]) -> Iterator[tuple[str, str]]:
        """Yield patterns of files and of links: those of `defaults:` beat the collections' own."""
        for matches, values in self._scopes(collections):
            pattern = self._pattern(plain_value(values, "permalink"), "posts")
            if pattern:
                yield from ((match, pattern) for match in matches)
                if "" in matches:
                    return
        for one in collections:
            own = plain_value(one.options, "permalink") or self._style(one.label)
            pattern = self._pattern(own, one.label) or to_pattern(STYLES["date"])
            matches = one.include if len(collections) > 1 else ("",)
            if self.home and one.label == "posts":
                matches = (f"{literal(self.home.rstrip('/'))}/**",)
            if ":path" in own:
                matches = one.include
            yield from ((match, pattern) for match in matches)

    def _style(self, label: str) -> str:
        style = plain_value(self.settings, "permalink") or "date"
        if label == "posts":
            return STYLES.get(style, style)
        ending = ""
        if style == "pretty" or style.endswith("/"):
            ending = "/"
        elif style in ("date", "ordinal", "none") or style.endswith(":output_ext"):
            ending = ":output_ext"
        return f"/:collection/:path{ending}"

    def _pattern(self, permalink: str, label: str) -> str:
        if not permalink:
            return ""
        try:
            return to_pattern(permalink, label)
        except ValueError as error:
            self.warnings.append(f"the permalink {permalink} {error}")
            return ""

    def defaults(self, collections: list[_Collection]) -> Iterator[tuple[str, Values]]:
        """Yield the front matter that `defaults:` gives to articles, and other settings."""
        separator = plain_value(self.settings, "excerpt_separator")
        if separator.startswith("<!--") and separator != "<!--more-->":
            yield f"{self.base}**", {"excerpt_separator": separator}
        for folder in self._folders()[:_MANY]:
            names = tuple(part for part in folder.split("/") if part)
            if names:
                yield f"{self.base}{literal(folder)}_posts/**", {"categories": names}
        for matches, values in self._scopes(collections):
            if known := as_values(values):
                yield from ((match, known) for match in matches)

    def _scopes(
        self, collections: list[_Collection]
    ) -> Iterator[tuple[tuple[str, ...], Mapping[str, Any]]]:
        """Yield patterns of files and their `values:`, the ones that win first."""
        given = found(self.settings, "defaults")
        sets = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []

        def rank(one: Mapping[str, Any]) -> tuple[int, bool]:
            path, kind = (
                plain_value(one.get("scope"), "path"),
                plain_value(one.get("scope"), "type"),
            )
            return len(path.lstrip("/")), bool(kind)

        for _, one in sorted(enumerate(sets), key=lambda item: (*rank(item[1]), item[0]))[::-1]:
            values = one.get("values")
            matches = self._matches(one.get("scope"), collections)
            if isinstance(values, Mapping) and matches:
                yield matches, values

    def _matches(self, scope: Any, collections: list[_Collection]) -> tuple[str, ...]:
        """Return the patterns of the articles that a scope is for; ("",) if it is for all."""
        kind = plain_value(scope, "type").removesuffix("s") if scope else ""
        fit = [one for one in collections if not kind or one.label.removesuffix("s") == kind]
        path = plain_value(scope, "path").strip("/")
        if not path:
            if len(fit) == len(collections):
                return ("",)
            return tuple(pattern for one in fit for pattern in one.include)
        start = path if "*" in path else literal(path)
        wanted = [pattern for one in fit for pattern in one.include]
        articles = chosen(self.facts, wanted) if wanted else []
        for base in dict.fromkeys((self.home, self.base)):
            for pattern in (f"{base}{start}/**", f"{base}{start}"):
                if chosen(Facts(paths=tuple(articles)), [pattern]):
                    return (pattern,)
        return ()
