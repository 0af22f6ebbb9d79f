"""The addresses of Jekyll's `post_url` and `link`. Pure.

https://jekyllrb.com/docs/liquid/tags/#links
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from feedmill.bodies.about import About
from feedmill.parsing.problems import Refused

from .places import settings_of, site_address

_MAX_SETTINGS = 2**20
_KEY = re.compile(r":([a-z_]+)")
_DATED = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)-(.*)")
_PAGE = (".md", ".markdown", ".html", ".htm", ".mkd", ".mkdown")


def jekyll_address(
    kind: str, name: str, about: About, source: str, settings: Mapping[str, Any]
) -> str | None:
    """Return the address that Jekyll's `post_url` or `link` gives; None if there is no such page.

    `source` is the folder of the site's pages, `settings` what `_config.yml` says.
    """
    if kind == "post_url":
        last = name.strip("/").rpartition("/")[2]
        found = about.inputs.links_named(f"{last}.md")
        wanted = f"/{name.strip('/')}".casefold()
        fits = (link for path, link in found.items() if _stem(path).casefold().endswith(wanted))
        return next(fits, next(iter(found.values()), None))
    path = f"{source}/{name.lstrip('/')}".lstrip("/")
    link = about.inputs.link_of(path)
    if link is not None:
        return link
    if not about.inputs.exists(path):
        return None
    own = settings_of(path, about) if name.lower().endswith(_PAGE) else None
    if own is None:  # a file that is no page
        return site_address(name, about)
    return site_address(_page(name.lstrip("/"), own, settings), about)


def page_address(path: str, about: About) -> str:
    """Return the address of a page of Jekyll's that is no article, by the path of its file."""
    for folder in _folders_above(about.article.path):
        data = about.inputs.read(f"{folder}/_config.yml".lstrip("/"))
        if data is not None:
            break
    settings = _settings(data or b"")
    source = settings.get("source")
    home = "/".join(part.strip("/") for part in (folder, source) if isinstance(part, str))
    name = path.removeprefix(f"{home.strip('/.')}/")
    return site_address(_page(name, settings_of(path, about) or {}, settings), about)


def _folders_above(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path


@lru_cache(maxsize=4)
def _settings(data: bytes) -> Mapping[str, Any]:
    """Return Jekyll's settings, every scalar as text; none if they cannot be read."""
    from feedmill.parsing.yaml.full import parse_yaml

    try:
        return parse_yaml(data[:_MAX_SETTINGS].decode("utf-8-sig", "replace"), 1, 20, [])
    except Refused:
        return {}


def _stem(path: str) -> str:
    return f"/{path.rpartition('.')[0] or path}".replace("/_posts/", "/")


def _page(name: str, own: Mapping[str, str], settings: Mapping[str, Any]) -> str:
    """Return the path of a page of Jekyll's, whose front matter is `own`."""
    if "permalink" in own:
        return own["permalink"]
    stem = name.rpartition(".")[0]
    ending = _ending(settings.get("permalink"))
    collection, _, below = stem.partition("/")
    is_document = collection.startswith("_") and below
    pattern = _by_default(name, collection[1:] if is_document else "pages", settings)
    if is_document:
        rules = settings.get("collections")
        rule = rules.get(collection[1:]) if isinstance(rules, dict) else None
        stated = rule.get("permalink") if isinstance(rule, dict) else None
        usual = stated if isinstance(stated, str) else f"/:collection/:path{ending}"
        return _filled(pattern or usual, collection[1:], below)
    folder, _, last = stem.rpartition("/")
    if pattern:
        return _filled(pattern.replace(":basename", last).replace(":path", folder), "", last)
    if last == "index" or last.lower() == "readme":  # the latter by jekyll-readme-index
        return f"{folder}/" if folder else ""
    return f"{stem}{ending}"


def _filled(pattern: str, collection: str, path: str) -> str:
    """Return a pattern of addresses with what is known of a document in it."""
    last = path.rpartition("/")[2]
    dated = _DATED.fullmatch(last)
    title = dated[4] if dated else last
    values = {"collection": collection, "path": path, "name": last, "title": title, "slug": title}
    values |= {"output_ext": ".html", "basename": last}
    if dated:
        values |= {"year": dated[1], "month": f"{dated[2]:0>2}", "day": f"{dated[3]:0>2}"}
    filled = _KEY.sub(lambda key: values.get(key[1], ""), pattern)
    return re.sub(r"/{2,}", "/", filled)


def _by_default(name: str, kind: str, settings: Mapping[str, Any]) -> str:
    """Return the permalink that front matter defaults give to a page, "" if none does."""
    found = defaults_for(name, (kind,), settings).get("permalink")
    return found if isinstance(found, str) else ""


def defaults_for(path: str, kinds: tuple[str, ...], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what settings say of files at a path that do not say otherwise.

    https://jekyllrb.com/docs/configuration/front-matter-defaults/
    """
    found: list[tuple[int, dict[str, Any]]] = []
    rules = settings.get("defaults")
    for rule in rules[:500] if isinstance(rules, list) else []:
        scope = rule.get("scope") if isinstance(rule, dict) else None
        values = rule.get("values") if isinstance(rule, dict) else None
        if not isinstance(scope, dict) or not isinstance(values, dict):
            continue
        place, kind = str(scope.get("path") or "").strip("/"), scope.get("type")
        is_there = not place or path == place or path.startswith(f"{place}/")
        if is_there and (not kind or kind in kinds):
            found.append((len(place), values))
    found.sort(key=lambda rule: rule[0])
    return {key: value for _, values in found for key, value in values.items()}


def _ending(pattern: object) -> str:
    """Return how addresses of pages end, by the `permalink` of the settings.

    https://github.com/jekyll/jekyll/blob/master/lib/jekyll/utils.rb: `add_permalink_suffix`
    """
    if not isinstance(pattern, str) or pattern in ("", "date", "ordinal", "none"):
        return ".html"
    if pattern == "pretty" or pattern.endswith("/"):
        return "/"
    return ".html" if pattern.endswith(":output_ext") else ""
