"""What Astro's settings, collections and routes say of a site. Pure.

https://docs.astro.build/en/reference/configuration-reference/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from feedmill.generators import people
from feedmill.generators.facts import SECTIONS, Facts, found, joined, literal
from feedmill.generators.markup import remark_options
from feedmill.generators.proposal import Proposal
from feedmill.generators.scripts import Script

from . import slug
from .themes import with_theme

_CONSTANTS = ("src/consts", "src/constants", "src/config", "src/site.config", "src/site")
_COLLECTION = re.compile(r"getCollection(?:<[^>]*>)?\(\s*[\"'`]([\w-]+)[\"'`]")
_DYNAMIC = re.compile(r"src/pages/((?:[^\[\]]+/)?)\[(?:\.\.\.)?\w+\](?:/index)?\.astro")
_TITLES = ("SITE_TITLE", "siteTitle", "title")


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Astro."""
    code = facts.code("astro.config")
    if not code and not facts.articles("src/content/"):
        return None
    script = Script(code)
    constants = [Script(text) for text in map(facts.code, _CONSTANTS) if text]

    def text(*names: str) -> str:
        texts = (value for name in names for one in constants if (value := one.text(name)))
        return next(texts, "")

    docs = _starlight(facts)
    places = [docs] if docs else [*_collections(facts), *_sections_of_pages(facts)]
    places = places or [_pages(facts)]
    ending = _ending(script)
    permalinks = [
        (f"{literal(folder)}/**", f"/{route}/{{slug|path}}{ending}".replace("//", "/"))
        for folder, route in places
    ]
    author = next(
        (one for each in constants for value in each.assigned("author")
         if (one := people.person(value))), None,
    ) or people.person(text("SITE_AUTHOR", "AUTHOR"))  # fmt: skip
    authors = people.in_files(facts, "src/content/authors", "src/data/authors", "src/authors")
    include = [one for folder, _ in places for one in facts.patterns(folder)]
    made = Proposal(
        generator="astro",
        markdown=remark_options(code),
        include=tuple(dict.fromkeys(include)),
        exclude=_hidden(facts, [folder for folder, _ in places]),
        title=text(*_TITLES),
        url=joined(
            script.text("site") or text("SITE_URL", "siteUrl", "website", "url"), _base(script)
        ),
        language=text("lang", "SITE_LANG", "locale", "language"),
        description=text("SITE_DESCRIPTION", "description", "desc"),
        author=author,
        authors=people.known(authors, facts),
        permalink=tuple(permalinks),
        output="public/feeds",
        future=True,
    )
    return with_theme(facts, made)


def _base(script: Script) -> str:
    """Return the path that the site is below: of the configuration, not of a plugin in it."""
    whole = (one for given in script.calls("defineConfig") for one in given[:1])
    config = next((one for one in whole if isinstance(one, dict) and one.get("site")), None)
    if config is None:
        return script.text("base")
    base = config.get("base", "")
    return base if isinstance(base, str) else ""


def _starlight(facts: Facts) -> tuple[str, str] | None:
    """Return the folder of posts, and their route, of a site made with Starlight; None of others.

    Its pages are at the top, and posts are the part that its plugin for blogs shows.
    """
    code = facts.code("astro.config")
    folder = "src/content/docs"
    if "@astrojs/starlight" not in code or not facts.articles(f"{folder}/"):
        return None
    prefix = re.search(r"starlightBlog\(\s*\{[^{}]*?prefix:\s*[\"'`]([\w/-]+)", code)
    route = prefix[1].strip("/") if prefix else "blog"
    if facts.articles(f"{folder}/{route}/"):
        return f"{folder}/{route}", route
    return folder, ""


def _collections(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the folders of collections of posts, with the routes that show them."""
    config = facts.code("src/content.config", "src/content/config")
    bases = {name: one.base for name, one in _loaders(config).items()}
    shown = {name for one in _routes(facts).values() for name in one}
    names = dict.fromkeys([*facts.sections("src/content"), *bases])
    dated = []
    for name in names:
        folder = bases.get(name, f"src/content/{name}" if name else "")
        if name and folder and facts.articles(f"{folder}/"):
            dated.append((name, folder))
    posts = [one for one in dated if facts.share_dated(one[1]) > 0.5] or dated
    posts = [
        one for one in posts if one[0] in shown or one[1].rpartition("/")[2] in SECTIONS
    ] or posts  # a route may get them by a function of the site's own
    for name, folder in posts:
        yield folder, _route(facts, name)


class _Loader(NamedTuple):
    """The folder of a collection, and the pattern of its files."""

    base: str
    pattern: str


def _loaders(code: str) -> dict[str, _Loader]:
    """Return what `glob({base: …})` gives to collections, by the names that are exported."""
    constants = dict(re.findall(r"const\s+(\w+)\s*=\s*[\"'`]([^\"'`$]{0,200})[\"'`]", code))
    code = re.sub(r"\$\{(\w+)\}", lambda name: constants.get(name[1], name[0]), code)
    exported = re.search(r"\bcollections\s*(?::[^={}]{1,200})?=\s*\{([^{}]*)\}", code)
    pairs = re.findall(r"([\w-]+)[\"']?\s*:\s*(\w+)", exported[1] if exported else "")
    keys = {variable: key for key, variable in pairs}
    made = {}
    starts = [*re.finditer(r"(?<![\w-])([\w-]{1,60})[\"']?\s{0,20}[=:]\s*defineCollection\(", code)]
    for number, start in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(code)
        inner = code[start.end() : end]
        name = str(keys.get(start[1], start[1]))
        base = re.search(r"base:\s*[\"'`]([^\"'`$]+)[\"'`]", inner)
        pattern = re.search(r"pattern:\s*\[?\s*[\"'`]([^\"'`]+)[\"'`]", inner)
        if base:
            folder = posixpath.normpath(base[1].lstrip("/")).removeprefix("./")
            made[name] = _Loader(folder, pattern[1] if pattern else "")
    return made


def _routes(facts: Facts) -> dict[str, list[str]]:
    """Return the collections that each dynamic route shows, by its part of addresses."""
    routes: dict[str, list[str]] = {}
    for path, text in facts.texts.items():
        if route := _DYNAMIC.fullmatch(path):
            routes.setdefault(route[1].strip("/"), []).extend(_COLLECTION.findall(text))
    return routes


def _route(facts: Facts, name: str) -> str:
    """Return the part of addresses where a collection is shown."""
    routes = _routes(facts)
    fit = [route for route, names in routes.items() if name in names]
    plain = [one for one in fit if not re.search(r"tags?|categor|og|page|rss|archive", one)]
    named = [route for route in routes if route.rpartition("/")[2] in (name, f"{name}s")]
    chosen = sorted(plain or named, key=lambda one: (one.rpartition("/")[2] != name, one))
    return chosen[0] if chosen else slug(name)


def _sections_of_pages(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the folders of pages in Markdown that are called as posts are, beside collections."""
    for section in facts.sections("src/pages"):
        folder = f"src/pages/{section}"
        if section in SECTIONS and facts.share_dated(folder) > 0.5:
            yield folder, section


def _pages(facts: Facts) -> tuple[str, str]:
    """Return the folder of pages in Markdown that are posts, and their part of addresses."""
    section = next((one for one in facts.sections("src/pages") if one), "")
    if section and facts.articles(f"src/pages/{section}/"):
        return f"src/pages/{section}", section
    return ("src/pages", "") if facts.articles("src/pages/") else ("src/content/blog", "blog")


def _ending(script: Script) -> str:
    formats: Any = (found(one, "format") for one in script.assigned("build"))
    if "file" in list(formats):
        return ".html"
    return "" if script.text("trailingSlash") == "never" else "/"


def _hidden(facts: Facts, folders: list[str]) -> tuple[str, ...]:
    """Return patterns of the files that Astro passes over: names that begin with `_`.

    Collections with a loader have them, unless its pattern says otherwise.
    """
    loaders = _loaders(facts.code("src/content.config", "src/content/config")).values()
    taken = {one.base for one in loaders if "[^_]" not in one.pattern and "!_" not in one.pattern}
    return tuple(
        f"{literal(folder)}/**/_*"
        for folder in folders
        if folder not in taken
        and any(path.rpartition("/")[2].startswith("_") for path in facts.articles(f"{folder}/"))
    )
