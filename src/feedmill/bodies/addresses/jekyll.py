"""The addresses of Jekyll's `post_url` and `link`. Pure.

https://jekyllrb.com/docs/liquid/tags/#links
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedmill.bodies.about import About

from .places import settings_of, site_address

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
    return site_address(_page(name.lstrip("/"), path, about, settings), about)


def _stem(path: str) -> str:
    return f"/{path.rpartition('.')[0] or path}".replace("/_posts/", "/")


def _page(name: str, path: str, about: About, settings: Mapping[str, Any]) -> str:
    """Return the path of a page of Jekyll's, or of a file that is no page."""
    if not name.lower().endswith(_PAGE):
        return name
    own = settings_of(path, about)
    if own is None:
        return name
    if "permalink" in own:
        return own["permalink"]
    stem = name.rpartition(".")[0]
    pattern = settings.get("permalink")
    collection, _, below = stem.partition("/")
    if collection.startswith("_") and below:
        rules = settings.get("collections")
        rule = rules.get(collection[1:]) if isinstance(rules, dict) else None
        pattern = rule.get("permalink") if isinstance(rule, dict) else None
        written = pattern if isinstance(pattern, str) else "/:collection/:path:output_ext"
        for key, value in (
            (":collection", collection[1:]),
            (":path", below),
            (":name", below.rpartition("/")[2]),
            (":title", below.rpartition("/")[2]),
            (":output_ext", ".html"),
        ):
            written = written.replace(key, value)
        return written
    is_pretty = pattern == "pretty" or (isinstance(pattern, str) and pattern.endswith("/"))
    if stem == "index" or stem.endswith("/index"):
        return stem.removesuffix("index")
    return f"{stem}/" if is_pretty else f"{stem}.html"
