"""Expressions of template code that a feed can know: texts, addresses, front matter. Pure.

`"/x.png" | relative_url`, `site.url`, `page.title`: https://shopify.github.io/liquid/basics/introduction/
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import urljoin

from feedmill.bodies.about import About

_SPLIT = re.compile(r"""((?:[^|"']|"[^"]*+"|'[^']*+')++)(?:\||$)""")
_TEXT = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)')\s*""")
_PATH = re.compile(r"\s*([A-Za-z_][\w.-]*)\s*")

Filter = Callable[[str, str, About], str]


def _relative(value: str, _: str, about: About) -> str:
    if re.match(r"[a-z]+:|//|#", value):
        return value
    return urljoin(about.config.site.url, value.lstrip("/")) if value else about.config.site.url


_FILTERS: dict[str, Filter] = {
    "absolute_url": _relative,
    "relative_url": _relative,
    "url": _relative,
    "append": lambda value, given, _: value + given,
    "prepend": lambda value, given, _: given + value,
    "default": lambda value, given, _: value or given,
    "downcase": lambda value, *_: value.lower(),
    "upcase": lambda value, *_: value.upper(),
    "lower": lambda value, *_: value.lower(),
    "upper": lambda value, *_: value.upper(),
    "strip": lambda value, *_: value.strip(),
    "trim": lambda value, *_: value.strip(),
    "escape": lambda value, *_: escape(unescape(value)),
    "safe": lambda value, *_: value,
}


def value_of(code: str, about: About) -> str | None:
    """Return the value of an expression, None if it needs what a feed does not know."""
    head, *filters = _SPLIT.findall(code.strip().strip("-").strip()) or [""]
    value = _start(head, about)
    for one in filters:
        name, _, argument = one.strip().partition(":")
        if value is None or name.strip() not in _FILTERS:
            return None
        given = _start(argument, about) if argument.strip() else ""
        if given is None:
            return None
        value = _FILTERS[name.strip()](value, given, about)
    return value


def _start(text: str, about: About) -> str | None:
    if quoted := _TEXT.fullmatch(text):
        return quoted[1] or quoted[2] or ""
    named = _PATH.fullmatch(text)
    if not named:
        return None
    name = named[1].lower()
    home = about.config.site.url.rstrip("/")
    known = {
        "site.url": home,
        "site.baseurl": home if re.match(r".*://[^/]+/.", home) else "",
        "site.title": about.config.site.title,
        "page.url": about.article.link,
        "page.title": about.article.title,
        "title": about.article.title,
    }
    if name in known:
        return known[name]
    found = about.values.get(name.removeprefix("page."))
    return found if isinstance(found, str) else None
