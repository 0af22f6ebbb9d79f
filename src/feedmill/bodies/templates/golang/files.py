"""TemplateFiles of the site that templates take in: other templates, data, settings, words. Pure.

https://gohugo.io/templates/lookup-order/, https://gohugo.io/content-management/data-sources/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from feedmill.bodies.about import About

from .running import Thing, is_true
from .syntax import NotUnderstoodError

_ENDINGS = ("toml", "yaml", "yml", "json")
_SETTINGS = ("hugo", "config", "config/_default/hugo", "config/_default/config")
_MAX_SIZE = 2**17
_MAX_THEMES = 5
_MAX_FILES = 1000  # that one body asks for
_MAX_DOTS = 50  # of a line: the time of TOML's parser grows with the square of the keys in it
_MAX_DEPTH = 8
_MAX_BRACES, _MAX_CHOICES = 3, 60
_BRACES = re.compile(r"\{([^{}]*)\}")


class TemplateFiles:
    """The files of a site, for the templates of one body."""

    def __init__(self, about: About) -> None:
        self._inputs = about.inputs
        self._home = about.config.site.url
        self._language = about.article.language or about.config.site.language or "en"
        self._settings: Mapping[str, Any] | None = None
        self._roots: tuple[str, ...] | None = None
        self._texts: dict[str, str | None] = {}
        self._values: dict[tuple[str, bool], Any] = {}

    def template(self, *folders: str, name: str) -> str | None:
        """Return the text of a template of the site, else of a theme; None if there is none."""
        name = posixpath.normpath(name.strip("/"))
        if name.startswith(".."):
            return None
        name = name if name.endswith((".html", ".xml", ".svg", ".css", ".js")) else f"{name}.html"
        for root in self.roots():
            for folder in folders:
                if text := self.text(f"{root}layouts/{folder}/{name}"):
                    return text
        return None

    def text(self, path: str) -> str | None:
        """Return the text of a file of the site; None if there is none, or it is too long."""
        if path not in self._texts:
            is_out = path.startswith(("/", "..")) or "/../" in path
            data = None if is_out or len(self._texts) > _MAX_FILES else self._inputs.read(path)
            fits = data is not None and len(data) <= _MAX_SIZE
            self._texts[path] = data.decode("utf-8", "replace") if data and fits else None
        return self._texts[path]

    def roots(self) -> tuple[str, ...]:
        """Return the folders of the site and of its themes, the site's own first."""
        if self._roots is None:
            themes = self._inputs.names("themes")
            given = self.settings().get("theme", ())
            named = [given] if isinstance(given, str) else [*given]
            wanted = [f"{one}/" for one in named if f"{one}/" in themes]
            chosen = wanted or [one for one in themes if one.endswith("/")]
            self._roots = ("", *(f"themes/{one}" for one in chosen[:_MAX_THEMES]))
        return self._roots

    def settings(self) -> Mapping[str, Any]:
        """Return the settings of the site, keys in lower case."""
        if self._settings is None:
            made: dict[str, Any] = {}
            for stem in _SETTINGS:
                made |= self._data(stem) or {}
            given = made.get("params")
            params = {**given} if isinstance(given, Mapping) else {}
            made["params"] = params | dict(self._data("config/_default/params") or {})
            self._settings = made
        return self._settings

    def data(self) -> Thing:
        """Return what is in the site's folder of data."""
        return _Data(self, "data")

    def _data(self, stem: str, *, folded: bool = True) -> Any:
        """Return what is in a file of data, whatever its format; None if there is none."""
        key = (stem, folded)
        if key not in self._values:
            texts = ((self.text(f"{stem}.{ending}"), ending) for ending in _ENDINGS)
            found = next((one for one in texts if one[0]), None)
            value = _parsed(found[0], found[1]) if found and found[0] else None
            self._values[key] = _folded(value) if folded else value
        return self._values[key]

    def words(self, key: str) -> str:
        """Return the words that a key stands for in the article's language, "" if there are none.

        https://gohugo.io/functions/lang/translate/. Raises NotUnderstoodError for a template.
        """
        for language in dict.fromkeys((self._language, self._language.partition("-")[0], "en")):
            for root in self.roots():
                found = self._data(f"{root}i18n/{language}") or {}
                value = found.get(key.lower()) if isinstance(found, Mapping) else None
                if isinstance(value, Mapping):
                    value = value.get("other") or value.get("one")
                if isinstance(value, str):
                    if "{{" in value:
                        raise NotUnderstoodError
                    return value
        return ""

    def below(self, folder: str) -> Iterator[str]:
        """Yield the files in a folder, in those within it too."""
        left, depth = [("", 0)], 0
        while left:
            inner, depth = left.pop()
            for name in self._inputs.names(f"{folder}/{inner}".rstrip("/")):
                if not name.endswith("/"):
                    yield f"{inner}{name}"
                elif depth < 3 and len(left) < 50:
                    left.append((f"{inner}{name}", depth + 1))

    def sub(self, stem: str) -> Any:
        """Return a file of data, or a folder of such files; None if there is neither."""
        value = self._data(stem, folded=False)
        if value is not None:
            return value
        return _Data(self, stem) if self._inputs.names(stem) else None


class _Data(Thing):
    def __init__(self, files: TemplateFiles, folder: str) -> None:
        self._files, self._folder = files, folder

    def get(self, name: str) -> Any:
        if "/" in name or name.startswith(".") or self._folder.count("/") > _MAX_DEPTH:
            return None
        return self._files.sub(f"{self._folder}/{name}")


def _folded(value: Any, depth: int = 0) -> Any:
    """Return maps with keys in lower case, as Hugo has its settings."""
    if isinstance(value, Mapping) and depth < _MAX_DEPTH:
        return {str(key).lower(): _folded(one, depth + 1) for key, one in value.items()}
    return value


_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_BOOLEANS = {"true": True, "false": False}


@lru_cache(maxsize=32)
def _parsed(text: str, ending: str) -> Any:
    from feedmill.generators.facts import parsed  # and TOML, which most bodies do without

    if any(line.count(".") > _MAX_DOTS and "=" in line for line in text.split("\n")):
        return {}
    value: Any = parsed(text, ending)
    value = value[""] if isinstance(value, dict) and [*value] == [""] else value
    return _typed(value) if ending.startswith("y") and is_true(value) else value


def _typed(value: Any, depth: int = 0) -> Any:
    """Return what YAML means by its scalars, as far as templates ask for it."""
    if depth > _MAX_DEPTH:
        return value
    if isinstance(value, dict):
        return {key: _typed(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_typed(one, depth + 1) for one in value]
    if isinstance(value, str):
        if (
            value.isdecimal()
            and len(value) < 10
            and value.isascii()
            and (value[0] != "0" or value == "0")
        ):
            return int(value)
        return _BOOLEANS.get(value, value)
    return value


def fits_glob(name: str, pattern: Any) -> bool:
    """Return whether a name fits a pattern with `*` and `{a,b}`, whatever its case."""
    name = name.lower()
    return any(_has_parts(name, one.split("*")) for one in _choices(str(pattern).lower()))


def _choices(pattern: str) -> list[str]:
    made = [pattern.removeprefix("./").removeprefix("/")]
    for _ in range(_MAX_BRACES):
        more: list[str] = []
        for one in made:
            found = _BRACES.search(one)
            options = found[1].split(",") if found else []
            more += [one[: found.start()] + each + one[found.end() :] for each in options if found]
            more += [] if found else [one]
        made = more[:_MAX_CHOICES]
    return made


def _has_parts(name: str, parts: list[str]) -> bool:
    """Return whether a name begins with the first part, ends with the last, with all between."""
    if len(parts) == 1:
        return name == parts[0]
    first, *middle, last = parts
    at = len(first)
    if not name.startswith(first) or not name.endswith(last) or len(name) < at + len(last):
        return False
    end = len(name) - len(last)
    for part in middle:
        at = name.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True
