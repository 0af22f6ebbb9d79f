"""What a folder shows of itself: names of files, plain values of a generator's settings. Pure.

Settings that are code are searched for quoted texts, never run.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

import yaml
from msgspec import Struct

SCRIPTS = ("js", "mjs", "cjs", "ts", "mts")
_DATA = ("yaml", "yml", "toml", "json")
_ARTICLES = ("md", "mdx", "markdown", "html")
_DATA_FOLDERS = ("", "src/", "content/")
METADATA = tuple(f"{top}_data/{name}" for top in _DATA_FOLDERS for name in ("metadata", "site"))
CNAMES = ("CNAME", "static/CNAME", "public/CNAME", "docs/CNAME", "content/extra/CNAME")
KNOWN = frozenset(
    (
        *(
            f"{name}.{ending}"
            for name in ("_config", "hugo", "config", "zola", "mkdocs", *METADATA)
            for ending in _DATA
        ),
        *(f"config/_default/{name}.{end}" for name in ("hugo", "config") for end in _DATA),
        *(
            f"{name}.{ending}"
            for name in (".eleventy", "eleventy.config", "astro.config", "src/consts", *METADATA)
            for ending in SCRIPTS
        ),
        *("pelicanconf.py", "publishconf.py", *CNAMES),
    )
)
"""The small files whose text may be looked at."""


_SETTINGS = {
    *("_config.yml", "hugo.toml", "hugo.yaml", "mkdocs.yml", "pelicanconf.py"),
    *("astro.config.mjs", "astro.config.ts", "eleventy.config.js", ".eleventy.js"),
}


class Facts(Struct, frozen=True, kw_only=True):
    """A folder's name, the paths of its files with `/`, and the texts of those in KNOWN."""

    name: str = ""
    paths: tuple[str, ...] = ()
    texts: Mapping[str, str] = {}

    def settings(self, *names: str) -> dict[str, Any] | None:
        """Give the first of these files of data, named without ending; None if there is none."""
        for path in (f"{name}.{ending}" for name in names for ending in _DATA):
            if path in self.texts:
                return _parsed(self.texts[path], path.rpartition(".")[2])
        return None

    def code(self, *names: str, endings: Iterable[str] = SCRIPTS) -> str:
        """Give the text of the first of these files of code, named without ending."""
        paths = [f"{name}.{ending}" for name in names for ending in endings]
        return next((self.texts[path] for path in paths if path in self.texts), "")

    def nested(self) -> list[str]:
        """Give the folders right below that hold settings of a generator."""
        parts = (path.split("/") for path in self.paths)
        return sorted({one[0] for one in parts if len(one) == 2 and one[1] in _SETTINGS})

    def articles(self, top: str) -> list[str]:
        """Give the paths, below the folder `top/`, of what may be articles."""
        endings = tuple(f".{ending}" for ending in _ARTICLES[:-1])
        paths = (path for path in self.paths if path.startswith(top))
        return [path.removeprefix(top) for path in paths if path.endswith(endings)]

    def patterns(self, folder: str) -> tuple[str, ...]:
        """Give a pattern for each ending that articles in a folder have; for `.md` if none has."""
        paths = [path for path in self.paths if path.startswith(f"{folder}/")]
        there = {path.rpartition(".")[2] for path in paths}
        endings = [ending for ending in _ARTICLES if ending in there] or ["md"]
        return tuple(f"{literal(folder)}/**/*.{ending}" for ending in endings)


def literal(path: str) -> str:
    """Write a path as a pattern that matches it alone."""
    return re.sub(r"[*?[]", r"[\g<0>]", path)


def plain(settings: object, *keys: str) -> str:
    """Give the first of these keys' values that is text, its white space folded; else "".

    Case does not matter, as it does not to Hugo.
    """
    if not isinstance(settings, Mapping):
        return ""
    folded = {str(key).lower(): value for key, value in settings.items()}
    for key in keys:
        value = folded.get(key.lower())
        if isinstance(value, str) and value.strip() and "{{" not in value:
            return " ".join(value.split())
    return ""


def quoted(code: str, name: str) -> str:
    """Give the plain quoted text that code sets `name` to: `NAME = "…"`, `name: '…'`; else ""."""
    # Other settings may stand before it on the line, a comment may not.
    before = r"^(?:[^\"'`/#\n]|\"[^\"\n]*\"|'[^'\n]*')*?(?<![\w.-])[\"']?"
    text = r"([\"'`])((?:(?!\1)[^\\\n$])*)\1"
    found = re.search(rf"{before}{name}[\"']?\s*[:=]\s*{text}", code, re.MULTILINE)
    return " ".join(found[2].split()) if found else ""


def _parsed(text: str, ending: str) -> dict[str, Any]:
    """Read data; what cannot be read says nothing."""
    try:
        if ending == "toml":
            value: Any = tomllib.loads(text)
        elif ending == "json":
            value = json.loads(text)
        else:
            # All scalars as text, tags passed over: nothing of the file is ever made.
            value = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except (ValueError, yaml.YAMLError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
