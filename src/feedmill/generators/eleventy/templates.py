"""Eleventy's permalinks, which are templates in Liquid or Nunjucks, in our own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from feedmill.generators.timeformats import from_strftime

_EXPRESSION = re.compile(r"\{\{-?((?:[^{}]|\{(?!\{)|\}(?!\}))*?)-?\}\}")
_NAME = re.compile(r"[A-Za-z_][\w.]*")
_FILTER = re.compile(
    r"\s*(\w+)\s*(?::\s*((?:\"[^\"]*\"|'[^']*'|[^|\"'])*)|\(([^()]*)\))?\s*(?:\||$)"
)
_OR = re.compile(r"^\s*([\w.]+)\s+or\s+([\w.]+)")
_STRING = re.compile(r"\s*(\"[^\"]*\"|'[^']*')")
_NAMES = {
    "page.fileslug": "name",
    "title": "title",
    "lang": "language",
    "locale": "language",
    "language": "language",
    "page.lang": "language",
    "category": "category",
}
_DATES = ("page.date", "date")
FILE_PATH = "page.filePathStem"
_SLUGS = {"slugify": "eleventy", "slug": "eleventy-slug", "downcase": "lower", "lower": "lower"}
_NO_CHANGE = ("url", "strip", "trim", "safe", "escape", "htmlBaseUrl")


def to_pattern(template: str, known: Mapping[str, str] | None = None) -> str:
    """Return our pattern for a permalink. Raises ValueError if it cannot be told.

    `known` has patterns by name: of filters of the site's own that write dates, of FILE_PATH.
    """
    if template.strip() in ("false", "False"):
        raise ValueError("says that the article has no page")
    made, at = "", 0
    for found in _EXPRESSION.finditer(template):
        made += _literal(template[at : found.start()]) + _expression(found[1], known or {})
        at = found.end()
    made += _literal(template[at:])
    made = f"/{made.strip()}"
    if made.endswith("/index.html"):
        made = made.removesuffix("index.html")
    return re.sub("/{2,}", "/", made)


def _literal(text: str) -> str:
    if re.search(r"\{%|%\}|\$\{|[{}]", text):
        raise ValueError("holds template code that only Eleventy runs")
    return text


def _expression(code: str, known: Mapping[str, str]) -> str:
    """Return the placeholder for what `{{ … }}` shows, with what it adds before and after."""
    code = _OR.sub(r"\1 | default(\2)", code)
    text = _STRING.match(code)
    name = _NAME.match(code.strip())
    if text and not code[text.end() :].strip():
        return _literal(text[1][1:-1])
    if not name:
        raise ValueError("holds template code that only Eleventy runs")
    rest = code.strip()[name.end() :].strip()
    if rest and not rest.startswith("|"):
        raise ValueError("holds template code that only Eleventy runs")
    filters = _filters(rest.removeprefix("|"))
    if name[0] == FILE_PATH and FILE_PATH in known and not filters:
        return known[FILE_PATH]
    if name[0] in _DATES:
        return _date(filters, known)
    before, rule, after, other = "", "raw", "", ""
    for used, argument in filters:
        if used in _SLUGS:
            rule = _SLUGS[used] if rule in ("raw", "lower") else rule
        elif used == "default" and _NAME.fullmatch(argument):
            other = f"|{_placeholder(argument)}"
        elif used == "append":
            after += _literal(argument)
        elif used == "prepend":
            before = _literal(argument) + before
        elif used not in _NO_CHANGE:
            raise ValueError(f"uses the filter {used}, which only Eleventy runs")
    return f"{before}{{{_placeholder(name[0])}{other}:{rule}}}{after}"


def _placeholder(name: str) -> str:
    known = _NAMES.get(name.lower())
    if known is None and "." in name:
        raise ValueError(f"uses {name}, which only Eleventy knows")
    return known or f"field[{name}]"


def _filters(code: str) -> list[tuple[str, str]]:
    """Return the names of filters, with the first argument of each, "" for none."""
    found, at = [], 0
    while code[at:].strip():
        one = _FILTER.match(code, at)
        if not one or one.end() == at:
            raise ValueError("holds template code that only Eleventy runs")
        argument = _STRING.match(one[2] or one[3] or "")
        found.append((one[1], argument[1][1:-1] if argument else (one[2] or one[3] or "").strip()))
        at = one.end()
    return found


def _date(filters: list[tuple[str, str]], known: Mapping[str, str]) -> str:
    names = [name for name, _ in filters if name not in _NO_CHANGE]
    if len(names) == 1 and names[0] in known:
        return known[names[0]]
    if names != ["date"]:
        raise ValueError("shows a date in a way that only Eleventy knows")
    return from_strftime(next(argument for name, argument in filters if name == "date"))
