"""The extensions of Python-Markdown that a site's settings name, and those that are known. Pure.

Pelican's `MARKDOWN`, MkDocs' `markdown_extensions`: only what is in the table is ever loaded, since
what a site names may be anyone's code. https://python-markdown.github.io/extensions/,
https://facelessuser.github.io/pymdown-extensions/extensions/arithmatex/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from feedmill.generators.facts import found, is_true
from feedmill.generators.markup import Options

Kind = Literal["switch", "text"]

_SWITCHES: dict[str, tuple[str, ...]] = {
    "toc": ("anchorlink",),
    "footnotes": ("UNIQUE_IDS",),
    "smarty": ("smart_angled_quotes", "smart_dashes", "smart_ellipses", "smart_quotes"),
    "pymdownx.caret": ("insert", "smart_insert", "superscript"),
    "pymdownx.magiclink": (
        *("hide_protocol", "normalize_issue_symbols", "repo_url_shortener"),
        *("repo_url_shorthand", "social_url_shortener", "social_url_shorthand"),
    ),
    "pymdownx.mark": ("smart_mark",),
    "pymdownx.smartsymbols": (
        *("arrows", "care_of", "copyright", "fractions", "notequal", "ordinal_numbers"),
        *("plusminus", "registered", "trademark"),
    ),
    "pymdownx.tilde": ("delete", "smart_delete", "subscript"),
}
_TEXTS: dict[str, tuple[str, ...]] = {
    "toc": ("baselevel", "marker", "title", "toc_depth"),
    "footnotes": ("PLACE_MARKER", "SEPARATOR", "SUPERSCRIPT_TEXT"),
    "wikilinks": ("base_url", "end_url"),
    "pymdownx.betterem": ("smart_enable",),
    "pymdownx.keys": ("separator",),
    "pymdownx.magiclink": ("provider", "repo", "user"),
}
_PLAIN = (
    *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"),
    *("footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"),
    *("smarty", "tables", "toc", "wikilinks"),
)
_PYMDOWNX = (
    *("arithmatex", "betterem", "blocks.admonition", "blocks.caption", "blocks.definition"),
    *("blocks.details", "blocks.html", "blocks.tab", "caret", "critic", "details", "emoji"),
    *("escapeall", "extra", "fancylists", "highlight", "inlinehilite", "keys", "magiclink"),
    *("mark", "progressbar", "saneheaders", "smartsymbols", "snippets", "superfences", "tabbed"),
    *("tasklist", "tilde"),
)
OPTIONS: dict[str, dict[str, Kind]] = {
    name: {
        **dict.fromkeys(_SWITCHES.get(name, ()), "switch"),
        **dict.fromkeys(_TEXTS.get(name, ()), "text"),
    }
    for name in (*_PLAIN, *(f"pymdownx.{name}" for name in _PYMDOWNX))
}
"""The extensions that are known, and the kind of each of their options that bodies depend on."""

# What these do is done for every site, or is nothing that a feed shows.
_NEEDLESS = ("markdown_include.include", "mdx_math", "pymdownx.b64", "pymdownx.pathconverter")
_MAX_NAMES = 100


def plain_name(name: str) -> str:
    """Return the usual name of an extension: `markdown.extensions.toc` → `toc`."""
    name = name.partition("(")[0].partition(":")[0].strip()
    return name.removeprefix("markdown.extensions.").removeprefix("markdown.")


def python_markdown(
    pairs: Iterable[tuple[str, object]], *, tab_length: object = 4, smart: bool = False
) -> tuple[Options, tuple[str, ...]]:
    """Return options of `articles.markdown`, and the names of extensions that are not known.

    They come from pairs of an extension's name and its own options, as the site has them.
    """
    options: dict[str, dict[str, str]] = {}
    unknown: list[str] = []
    dollars = False
    for written, given in [*pairs][:_MAX_NAMES]:
        name = plain_name(written)
        dollars = dollars or _has_dollars(name, given)
        if name in OPTIONS:
            options.setdefault(name, {}).update(_options(name, given))
        elif name not in (*_NEEDLESS, *unknown):
            unknown.append(name)
    made: dict[str, Any] = {"extensions": tuple(options)}
    if chosen := {name: one for name, one in options.items() if one}:
        made["options"] = chosen
    if isinstance(tab_length, int) and tab_length != 4 and 1 <= tab_length <= 8:
        made["tab_length"] = tab_length
    switches = {"smart": smart, "dollars": dollars}
    return made | {name: True for name, is_on in switches.items() if is_on}, tuple(unknown)


def _has_dollars(name: str, given: object) -> bool:
    """Return whether an extension makes a formula of `$x$`."""
    if name == "pymdownx.arithmatex":
        ways = found(given, "inline_syntax")
        return not isinstance(ways, list) or "dollar" in ways
    return name == "mdx_math" and is_true(found(given, "enable_dollar_delimiter"))


def _options(name: str, given: object) -> dict[str, str]:
    chosen: dict[str, str] = {}
    for key, value in given.items() if isinstance(given, Mapping) else ():
        kind = OPTIONS[name].get(str(key))
        text = str(value).lower() if isinstance(value, bool) or kind == "switch" else str(value)
        is_scalar = isinstance(value, bool | int | str)
        if kind and is_scalar and text.isprintable() and (kind == "text" or text in _BOTH):
            chosen[str(key)] = text
    return chosen


_BOTH = ("true", "false")


def listed(value: Any) -> Iterable[tuple[str, object]]:
    """Yield the pairs of a list of names, of which each can be a mapping to its options."""
    items = [value] if isinstance(value, Mapping | str) else value
    for one in items if isinstance(items, list) else ():
        if isinstance(one, str):
            yield one, {}
        elif isinstance(one, Mapping):
            yield from ((str(name), options) for name, options in one.items())
