"""What Pelican's settings, `pelicanconf.py`, say of a site. Pure.

https://docs.getpelican.com/en/stable/settings.html
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from feedmill.generators import people
from feedmill.generators.facts import Facts, as_values, chosen, literal
from feedmill.generators.markup import Options
from feedmill.generators.modules import assignments
from feedmill.generators.proposal import Proposal, Values
from feedmill.generators.timeformats import from_strftime

from . import slug
from .extensions import listed, python_markdown
from .translations import translations

_TOKEN = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_TEMPLATES = re.compile("liquid|jinja|shortcode|mustache", re.IGNORECASE)  # in plugins' names
_MANY = 60  # folders that are categories
# The default of SLUG_REGEX_SUBSTITUTIONS
_SUBSTITUTIONS = [[r"[^\w\s-]", ""], [r"(?u)\A\s*", ""], [r"(?u)\s*\Z", ""], [r"[-\s]+", "-"]]


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Pelican."""
    code = facts.code("pelicanconf", endings=["py"])
    if not code:
        return None
    settings = assignments(code)
    published = assignments(facts.code("publishconf", endings=["py"]))
    return _Site(facts, settings, published).proposal()


class _Site:
    """One site's settings, on the way to a proposal."""

    def __init__(
        self, facts: Facts, settings: Mapping[str, Any], published: Mapping[str, Any]
    ) -> None:
        self.facts, self.settings, self.published = facts, settings, published
        self.warnings: list[str] = []
        self.folder = self._text("PATH").strip("./") or "content"
        if not facts.articles(f"{self.folder}/") and facts.articles("content/"):
            self.folder = "content"
        if not self._text("PATH") and self._are_at_top():
            self.folder = ""  # Pelican's default, where the command does not name another
        self.top = f"{literal(self.folder)}/" if self.folder else ""

    def proposal(self) -> Proposal:
        """Return all that is known."""
        include = self._include()
        if self._text("DEFAULT_DATE") == "fs":
            self.warnings.append("DEFAULT_DATE is 'fs', the time of a file: give articles a date")
        author = people.person(self._text("AUTHOR"))
        markdown, unknown = self._markdown()
        return Proposal(
            generator="pelican",
            include=include,
            exclude=self._exclude(),
            title=self._text("SITENAME"),
            url=str(self.published.get("SITEURL") or self._text("SITEURL")),
            language=self._text("DEFAULT_LANG"),
            timezone=self._text("TIMEZONE"),
            description=self._text("SITESUBTITLE"),
            author=author,
            permalink=tuple(self._permalinks()),
            fields={"link": ("url",), "topics": ("tags+category",)},
            defaults=tuple(self._defaults(include)),
            warnings=tuple(self.warnings),
            remedy="copy feeds/ into its OUTPUT_PATH",
            markdown=markdown,
            unknown=unknown,
            plain=all(
                isinstance(one, str) and not _TEMPLATES.search(one) for one in self._plugins()
            ),
            future=self.settings.get("WITH_FUTURE_DATES") is not False,
        )

    def _markdown(self) -> tuple[Options, tuple[str, ...]]:
        """Return how the site has its Markdown rendered, as Pelican's own reader is set up."""
        given = self.settings.get("MARKDOWN")
        own = given if isinstance(given, Mapping) else {}
        pairs = [*listed(own.get("extensions"))]
        if isinstance(configs := own.get("extension_configs"), Mapping):
            pairs += configs.items()
        if not isinstance(given, Mapping):
            pairs = [*listed(self.settings.get("MD_EXTENSIONS"))]
            # The default, and what plugins add: where nothing does, no text has `[TOC]`.
            pairs = pairs or [(name, {}) for name in ("codehilite", "extra", "meta", "toc")]
        return python_markdown(
            pairs,
            tab_length=own.get("tab_length"),
            smart=self.settings.get("TYPOGRIFY") is True,
        )

    def _plugins(self) -> list[Any]:
        """Return the plugins by name, None for each that has none in the settings."""
        plugins = self.settings.get("PLUGINS")
        return plugins if isinstance(plugins, list) else [None]  # Pelican looks for some itself

    def _text(self, name: str) -> str:
        value = self.published.get(name) or self.settings.get(name)
        return " ".join(value.split()) if isinstance(value, str) else ""

    def _texts(self, name: str, default: list[str]) -> list[str]:
        value = self.settings.get(name, default)
        items = value if isinstance(value, list) else [value]
        return [one.strip("/") for one in items if isinstance(one, str)]

    def _are_at_top(self) -> bool:
        """Return whether articles are where ARTICLE_PATHS says, but not below the folder."""
        paths = [f"{one}/" for one in self._texts("ARTICLE_PATHS", []) if one]
        below = any(self.facts.articles(f"{self.folder}/{one}") for one in paths)
        return not below and any(map(self.facts.articles, paths))

    def _include(self) -> tuple[str, ...]:
        patterns: list[str] = []
        for path in self._texts("ARTICLE_PATHS", [""]):
            patterns += self.facts.patterns(posixpath.join(self.folder, path).rstrip("/"))
        found = tuple(dict.fromkeys(one for one in patterns if not one.endswith(".html")))
        return found or (f"{self.top}**/*.md",)

    def _exclude(self) -> tuple[str, ...]:
        others = self._texts("PAGE_PATHS", ["pages"]) + self._texts("ARTICLE_EXCLUDES", [])
        folders = [posixpath.join(self.folder, one) for one in others if one]
        found = [f"{literal(one)}/" for one in folders if self.facts.articles(f"{one}/")]
        for name in self._texts("IGNORE_FILES", []):
            pattern = f"{self.top}**/{name}"
            if chosen(self.facts, [pattern]):
                found.append(pattern)
        return tuple(found)

    def _permalinks(self) -> Iterator[tuple[str, str]]:
        url = self._text("ARTICLE_URL") or "{slug}.html"
        other = self._text("ARTICLE_LANG_URL") or "{slug}-{lang}.html"
        try:
            if other != url:
                yield from ((files, self._pattern(other)) for files in self._translations())
            yield f"{self.top}**", self._pattern(url)
        except ValueError as error:
            self.warnings.append(f"ARTICLE_URL {url} {error}")
            yield f"{self.top}**", "/{slug|title}.html"

    def _translations(self) -> list[str]:
        """Return patterns of the files that are in another language than the site."""
        if not self.folder:
            return []
        default = (self._text("DEFAULT_LANG") or "en").lower()
        wide, single = translations(self.facts, self.folder, default)
        if single:
            more = f" (the first {_MANY} of {len(single)})" if len(single) > _MANY else ""
            self.warnings.append(
                "no folder or ending of names tells which articles are in another language than "
                f"DEFAULT_LANG, such as {single[0]}: articles.permalink lists them{more}, add each "
                "new one by hand"
            )
        return [*wide, *map(literal, single[:_MANY])]

    def _pattern(self, url: str) -> str:
        names = {
            "slug": self._slug(),
            "category": self._category(),
            "author": f"{{field[author]|'{slug(self._text('AUTHOR'))}':pelican}}",
            "lang": f"{{language|'{self._text('DEFAULT_LANG') or 'en'}'}}",
        }

        def placeholder(token: re.Match[str]) -> str:
            if token[1] == "date" and token[2]:
                return from_strftime(token[2])
            if token[1] not in names or token[2]:
                raise ValueError(f"has {token[0]}, which has no placeholder")
            return names[token[1]]

        made = re.sub("/{2,}", "/", f"/{_TOKEN.sub(placeholder, url)}")
        return re.sub(r"/index\.html$", "/", made)

    def _slug(self) -> str:
        """Return the placeholder of `{slug}`: of the file's name, where the settings say so."""
        rule = self._slug_rule()
        names = f"{self._text('FILENAME_METADATA')} {self._text('PATH_METADATA')}"
        if "(?P<slug>" in names:
            return "{slug|name:raw}" if "(?P<date>" in names else "{slug|stem:raw}"
        source = "stem" if self._text("SLUGIFY_SOURCE") == "basename" else "title"
        return f"{{slug|{source}{rule}}}"

    def _slug_rule(self) -> str:
        for name in ("SLUG_REGEX_SUBSTITUTIONS", "ARTICLE_REGEX_SUBSTITUTIONS"):
            if any(one not in _SUBSTITUTIONS for one in self.settings.get(name) or ()):
                self.warnings.append(f"{name} makes slugs that Feedmill cannot make")
        is_cased = self.settings.get("SLUGIFY_PRESERVE_CASE") is True
        if self.settings.get("SLUGIFY_USE_UNICODE") is True:
            return ":pelican-unicode-cased" if is_cased else ":pelican-unicode"
        return ":pelican-cased" if is_cased else ""

    def _category(self) -> str:
        default = slug(self._text("DEFAULT_CATEGORY")) or "misc"
        return f"{{category|'{default}'}}"

    def _defaults(self, include: tuple[str, ...]) -> Iterator[tuple[str, Values]]:
        """Yield the categories that folders are, and the front matter of all articles."""
        if self.settings.get("USE_FOLDER_AS_CATEGORY") is not False:
            folders = {
                path.rpartition("/")[0]
                for path in chosen(self.facts, include, self._exclude())
                if not any(key.lower() == "category" for key in self.facts.heads.get(path, ()))
            }
            named = sorted(
                one for one in folders if one.startswith(f"{self.folder}/" if self.folder else "")
            )[:_MANY]
            for one in sorted(named, key=lambda name: -name.count("/")):
                yield f"{literal(one)}/**", {"category": one.rpartition("/")[2]}
        if values := as_values(self.settings.get("DEFAULT_METADATA")):
            yield f"{self.top}**", values
