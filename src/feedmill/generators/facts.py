"""What is known of a folder: file names, settings, the front matter of articles. Pure.

Settings that are programs are never run; `scripts.py` and `modules.py` look for literals in them.
"""

from __future__ import annotations

import json
import posixpath
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from msgspec import Struct

from feedmill.names import fixed_part
from feedmill.sources.patterns import matcher

SCRIPTS = ("js", "mjs", "cjs", "ts", "mts", "cts")
DATA = ("yaml", "yml", "toml", "json")
ARTICLES = ("md", "mdx", "markdown", "mkd", "mkdn", "mkdown", "html", "rst")
_SECTIONS = ("blog", "posts", "post", "articles", "_news", "news", "writing", "notes")
SECTIONS = frozenset(_SECTIONS)
_WANTED = re.compile(
    r"""(?:.*/)?(?:
        _config|hugo|config|zola|mkdocs|package|CNAME|pelicanconf|publishconf
        |\.?eleventy(?:\.config)?|astro\.config|docusaurus\.config
        |tsconfig|\.authors|authors|tags|site|metadata|meta|_index(?:\.[\w-]+)?
    )(?:\.(?:yaml|yml|toml|json|js|mjs|cjs|ts|mts|cts|py|md))?
    |(?:[^/]+/){0,2}config/.*\.(?:yaml|yml|toml|json)
    |(?:.*/)?_?data/.*\.(?:yaml|yml|toml|json|js|cjs|mjs)
    |.*\.11tydata\.(?:json|[cm]?[jt]s|yaml|yml|toml)
    |(?:.*/)?_?(?:filters?|11ty)(?:/[^/]*)?\.(?:js|mjs|cjs)
    |(?:[^/]+/){0,2}(?:(?:firebase|vercel)\.json|\.eleventyignore)
    |(?:[^/]+/)?(?:next\.config|gatsby-config|nuxt\.config|svelte\.config)\.(?:js|mjs|ts)
    |(?:[^/]+/)?\.(?:vitepress|vuepress)/config\.(?:js|mjs|ts|mts)
    |(?:.*/)?([^/]+)/\1\.(?:json|js)
    |(?:.*/)?_(?:includes|layouts)/.*\.(?:njk|liquid|html|md|hbs|webc|js)
    |(?:.*/)?(?:layouts|templates|overrides|partials|theme)/.*\.html
    |(?:.*/)?[^/]*(?:mathjax|katex)[^/]*\.(?:js|html|yaml|yml|toml)
    |(?:[^/]+/){0,2}src/(?:consts?|config|site|site\.config|content\.config|content/config)\.(?:js|mjs|ts)
    |(?:[^/]+/){0,2}src/config\.ya?ml
    |(?:[^/]+/){0,2}src/pages/.*\.astro
    |(?:.*/)?_?authors/[^/]+\.(?:md|json|yaml|yml|toml)
    """,
    re.VERBOSE,
)


def is_wanted(path: str) -> bool:
    """Return whether the text of a file may tell something of the site."""
    return bool(_WANTED.fullmatch(path))


def is_article(path: str) -> bool:
    """Return whether a file may be an article, by its ending."""
    return path.rpartition(".")[2] in ARTICLES


class Facts(Struct, frozen=True, kw_only=True):
    """A folder's name, the paths of its files with `/`, and texts: of those that `is_wanted`.

    `heads` has the front matter of articles, by path, as it was read.
    """

    name: str = ""
    paths: tuple[str, ...] = ()
    texts: Mapping[str, str] = {}
    heads: Mapping[str, Mapping[str, Any]] = {}

    def settings(self, *names: str) -> dict[str, Any] | None:
        """Return the first of these files of data, named without ending; None if none is there.

        A config of Feedmill itself is none.
        """
        for path in (f"{name}.{ending}" for name in names for ending in DATA):
            if path in self.texts:
                value = parsed(self.texts[path], path.rpartition(".")[2])
                if not found(value, "site", "authority"):
                    return value
        return None

    def code(self, *names: str, endings: Iterable[str] = SCRIPTS) -> str:
        """Return the text of the first of these files of code, named without ending."""
        paths = [f"{name}.{ending}" for name in names for ending in endings]
        return next((self.texts[path] for path in paths if path in self.texts), "")

    def nested(self) -> list[str]:
        """Return the folders one or two levels below that hold settings of a generator."""
        return sorted({one[1] for path in self.paths if (one := _NESTED.fullmatch(path))})

    def inside(self, folder: str) -> Facts:
        """Return what a folder below shows of itself."""
        top = f"{folder}/"

        def below(values: Mapping[str, Any]) -> dict[str, Any]:
            return {path.removeprefix(top): values[path] for path in values if path.startswith(top)}

        paths = (path.removeprefix(top) for path in self.paths if path.startswith(top))
        return Facts(
            name=self.name, paths=tuple(paths), texts=below(self.texts), heads=below(self.heads)
        )

    def articles(self, top: str) -> list[str]:
        """Return the paths, below the folder `top/`, of what may be articles."""
        paths = (path for path in self.paths if path.startswith(top))
        return [path.removeprefix(top) for path in paths if is_article(path)]

    def patterns(
        self, folder: str, below: str = "**/*", paths: Iterable[str] | None = None
    ) -> tuple[str, ...]:
        """Return a pattern for each ending that articles in a folder have; `.md` if none has.

        `paths` are those that count, if it is not all.
        """
        top = f"{literal(folder)}/" if folder else ""
        start = f"{folder}/" if folder else ""
        paths = [path for path in paths or self.paths if path.startswith(start)]
        there = {path.rpartition(".")[2] for path in paths}
        endings = [ending for ending in ARTICLES if ending in there] or ["md"]
        if "md" in endings and "html" in endings:
            posts = [path for path in paths if path.endswith(".html") and path in self.heads]
            endings = endings if posts else [one for one in endings if one != "html"]
        return tuple(f"{top}{below}.{ending}" for ending in endings)

    def folders(self, top: str) -> Counter[str]:
        """Count the articles of each folder right below `top`."""
        paths = [path.split("/") for path in self.articles(top)]
        return Counter(parts[0] for parts in paths if len(parts) > 1)

    def sections(self, top: str) -> tuple[str, ...]:
        """Return the folders below `top` that hold posts: those named so, else those with dates.

        If most articles are in none, it is one: "", all below `top`.
        """
        folders = self.folders(f"{top}/" if top else "")
        dated = {name for name in folders if self.share_dated(posixpath.join(top, name)) > 0.5}
        named = [name for name in _SECTIONS if name in folders and (name in dated or not dated)]
        if named:
            return tuple(named)
        loose = len(self.articles(f"{top}/")) - folders.total()
        chosen = sorted(dated) or (list(folders) if len(folders) == 1 else [])
        return tuple(chosen) if chosen and sum(folders[one] for one in chosen) >= loose else ("",)

    def share_dated(self, folder: str) -> float:
        """Return which part of a folder's articles, 0 to 1, have a date, as far as is known."""
        heads = [
            is_dated(path, head)
            for path, head in self.heads.items()
            if path.startswith(f"{folder}/") and not path.rpartition("/")[2].startswith("_index.")
        ]
        return sum(heads) / len(heads) if heads else 0.0

    def fullest(self, top: str) -> str:
        """Return the folder below `top` that holds the articles: one named so, or the fullest."""
        counts = self.folders(top)

        def rank(name: str) -> tuple[bool, bool, int, str]:
            dated = self.share_dated(f"{top}{name}") > 0.5
            return (name not in _SECTIONS, not dated, -counts[name], name)

        return min(counts, key=rank, default="")


_NESTED = re.compile(
    r"""((?:[^/]+/)?[^/]+)/(?:
        _config\.ya?ml|(?:hugo|config|zola)\.(?:toml|ya?ml|json)|config/_default/.*|mkdocs\.ya?ml
        |pelicanconf\.py|(?:astro|docusaurus|eleventy)\.config\.[cm]?[jt]s|\.eleventy\.[cm]?[jt]s
    )""",
    re.VERBOSE,
)
_NAME_DATE = re.compile(r"(?:^|/)\d{4}-\d{1,2}-\d{1,2}[^/]*(?:/index)?\.\w+$|/\d{4}/\d\d/\d\d/")
_DATE_KEYS = {"date", "publisheddatetime", "pubdate", "publishdate", "published", "pubdatetime"}
_DATE_KEYS |= {"datepublished", "publishedat", "published_at", "published_date", "publisheddate"}


def is_dated(path: str, head: Mapping[str, Any]) -> bool:
    """Return whether an article has a date, in its front matter or in its name."""
    keys = {str(key).lower() for key, value in head.items() if value}
    return not keys.isdisjoint(_DATE_KEYS) or bool(_NAME_DATE.search(path))


def literal(path: str) -> str:
    """Write a path as a pattern that matches it alone."""
    return re.sub(r"[*?[]", r"[\g<0>]", path)


def plain_value(settings: object, *keys: str) -> str:
    """Return the first of these keys' values that is text, its white space folded; else "".

    Case does not matter, as it does not to Hugo.
    """
    for key in keys:
        value = found(settings, key)
        if isinstance(value, str) and value.strip() and "{{" not in value:
            return " ".join(value.split())
    return ""


def found(settings: object, *way: str) -> Any:
    """Return the value at a way of keys through maps, whatever their case, or None."""
    for key in way:
        if not isinstance(settings, Mapping):
            return None
        if key in settings:
            settings = settings[key]
        else:
            folded = {str(name).lower(): value for name, value in settings.items()}
            settings = folded.get(key.lower())
    return settings


def is_true(value: object) -> bool:
    """Return whether a setting says yes; in YAML it is still text."""
    return value is True or (isinstance(value, str) and value.lower() in ("true", "yes", "on"))


# Front matter that Feedmill reads, and that settings may give to many articles at once.
_VALUES = (
    *("author", "authors", "lang", "language", "locale", "tags", "tag", "categories", "category"),
    *("published", "hidden", "draft", "status", "description", "excerpt", "date"),
    *("image", "cover", "featured_image", "thumbnail", "og_image", "teaser"),
)


def as_values(given: object) -> dict[str, str | tuple[str, ...]]:
    """Return of a map of front matter what Feedmill reads, as text and lists of text."""
    values: dict[str, str | tuple[str, ...]] = {}
    for key in _VALUES:
        value = found(given, key)
        if isinstance(value, bool):
            value = str(value).lower()
        if isinstance(value, str) and value.strip() and "{{" not in value:
            values[key] = " ".join(value.split())
        elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            values[key] = tuple(value)
    return values


def joined(url: str, below: str) -> str:
    """Return an address and a path below it as one."""
    return f"{url.rstrip('/')}/{below.strip('/')}" if url and below.strip("/") else url


def parsed(text: str, ending: str) -> dict[str, Any]:
    """Return what a text of data holds; what cannot be read, or is no map, says nothing."""
    try:
        if ending == "toml":
            value: Any = tomllib.loads(text)
        elif ending == "json":
            value = json.loads(text)
        else:
            # All scalars as text, tags passed over: nothing of the file is ever made.
            value = yaml.load(text, Loader=_Loader)  # noqa: S506
    except (ValueError, yaml.YAMLError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {"": value}


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Where a variable of the environment is named, what stands there for lack of it is meant.

    https://www.mkdocs.org/user-guide/configuration/#environment-variables
    """


def _default(loader: Any, node: yaml.Node) -> str:
    last = node.value[-1] if isinstance(node, yaml.SequenceNode) and len(node.value) > 1 else None
    return str(loader.construct_scalar(last)) if isinstance(last, yaml.ScalarNode) else ""


_Loader.add_constructor("!ENV", _default)


def below(patterns: Iterable[str]) -> str:
    """Return the folder that patterns share, with `/` at its end; "" if they share none."""
    tops = {fixed_part(pattern) for pattern in patterns}
    return tops.pop() if len(tops) == 1 else ""


def first_of_each(rules: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return pairs of files and links without those whose files an earlier pair has."""
    made: dict[str, str] = {}
    for files, pattern in rules:
        made.setdefault(files, pattern)
    return tuple(made.items())


def chosen(facts: Facts, include: Iterable[str], exclude: Iterable[str] = ()) -> list[str]:
    """Return the paths of a folder that patterns choose."""
    return list(filter(matcher(include, exclude), facts.paths))
