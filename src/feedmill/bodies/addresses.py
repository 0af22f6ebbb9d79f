"""The addresses that bodies name by the files of other pages: articles, pages, static files. Pure.

https://jekyllrb.com/docs/liquid/tags/#links, https://gohugo.io/shortcodes/ref/,
https://docs.getpelican.com/en/latest/content.html#linking-to-internal-content,
https://www.mkdocs.org/user-guide/writing-your-docs/#linking-to-pages
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from feedmill.urls import absolute

from .about import About

_PAGE = (".md", ".markdown", ".html", ".htm", ".mkd", ".mkdown")
_FRONT = re.compile(r"---[ \t]*\r?\n(.{0,20000}?)^---", re.DOTALL | re.MULTILINE)
_PERMALINK = re.compile(r"^permalink:[ \t]*[\"']?([^\"'\n#]+)", re.MULTILINE)
_MAX_PAGE = 2**20


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


def site_address(path: str, about: About) -> str:
    """Return the whole address of a path of the site."""
    home = about.config.site.url.rstrip("/")
    try:
        return absolute(f"{home}/{path.lstrip('/')}")
    except ValueError:
        return f"{home}/"


def _stem(path: str) -> str:
    return f"/{path.rpartition('.')[0] or path}".replace("/_posts/", "/")


def _page(name: str, path: str, about: About, settings: Mapping[str, Any]) -> str:
    """Return the path of a page of Jekyll's, or of a file that is no page."""
    if not name.lower().endswith(_PAGE):
        return name
    text = (about.inputs.read(path) or b"")[:_MAX_PAGE].decode("utf-8", "replace")
    front = _FRONT.match(text)
    if front is None:
        return name
    if own := _PERMALINK.search(front[1]):
        return own[1].strip()
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
