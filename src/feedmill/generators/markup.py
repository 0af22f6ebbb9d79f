"""What settings say of a site's Markdown, as options of `articles.markdown`. Pure.

Only what differs from the dialect that the generator has anyway.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .facts import Facts, found, is_true, plain_value
from .scripts import Script

Options = Mapping[str, bool | int | str | tuple[str, ...] | Mapping[str, Mapping[str, str]]]

_COMMENT = re.compile(r"^\s*(?:#|//).*$", re.MULTILINE)
_RENDERS_MATH = re.compile(
    r"mathjax|katex|remark-math|arithmatex|render_math|texmath|mathtex", re.IGNORECASE
)
# https://docs.mathjax.org/en/latest/options/input/tex.html, https://katex.org/docs/autorender,
# and plugins that know no other signs
_DOLLARS = re.compile(
    r"""inlineMath.{0,150}?["']\$["']|left["']?\s*:\s*["']\$["']|remark-math|render_math
    |markdown-it-(?:katex|mathjax3?|texmath|math)\b|plugin-(?:katex|mathjax)\b""",
    re.VERBOSE | re.DOTALL,
)
_MATH_KEYS = ("math", "mathjax", "katex", "usemathjax", "use_math", "usemath", "latex")
_BREAKS = re.compile(r"[\"'](?:remark-breaks|@?[\w/-]*markdown-it-breaks)[\"']")


def renders_math(facts: Facts) -> bool:
    """Return whether anything in a site's settings, layouts or front matter makes formulas."""
    return any(
        _RENDERS_MATH.search(_COMMENT.sub("", text)) for text in facts.texts.values()
    ) or any(is_true(found(head, key)) for head in facts.heads.values() for key in _MATH_KEYS)


def has_dollars(facts: Facts) -> bool:
    """Return whether settings or layouts say that `$x$` is a formula."""
    return any(_DOLLARS.search(_COMMENT.sub("", text)) for text in facts.texts.values())


def kramdown_options(settings: Mapping[str, Any]) -> Options:
    """Return what `_config.yml` says: https://jekyllrb.com/docs/configuration/markdown/."""
    made: dict[str, bool | str | tuple[str, ...]] = {}
    if plain_value(settings, "markdown").lower().startswith("commonmark"):
        made["dialect"] = "default"
        if "SMART" in map(str, found(settings, "commonmark", "options") or ()):
            made["smart"] = True
        return made
    quotes = found(settings, "kramdown", "smart_quotes")
    names = quotes.split(",") if isinstance(quotes, str) else quotes
    if isinstance(names, list) and {str(one).strip() for one in names} <= {"apos", "quot"}:
        made["smart"] = False
    if is_true(found(settings, "kramdown", "hard_wrap")):
        made["breaks"] = True
    if is_true(found(settings, "kramdown", "parse_block_html")):
        made["parse_html"] = True
    return made


def goldmark_options(settings: Mapping[str, Any]) -> Options:
    """Return what Hugo's settings say: https://gohugo.io/configuration/markup/#goldmark."""
    made: dict[str, bool | str | tuple[str, ...]] = {}
    goldmark = found(settings, "markup", "goldmark")
    typographer = found(goldmark, "extensions", "typographer")
    if _is_false(typographer) or is_true(found(typographer, "disable")):
        made["smart"] = False
    if _is_false(found(goldmark, "extensions", "linkify")):
        made["linkify"] = False
    if is_true(found(goldmark, "renderer", "hardWraps")):
        made["breaks"] = True
    passthrough = found(goldmark, "extensions", "passthrough")
    pairs = found(passthrough, "delimiters", "inline")
    if is_true(found(passthrough, "enable")) and isinstance(pairs, list) and ["$", "$"] in pairs:
        made["dollars"] = True
    return made


def zola_options(settings: Mapping[str, Any]) -> Options:
    """Return what Zola's settings say: https://www.getzola.org/documentation/getting-started/."""
    return {"smart": True} if is_true(found(settings, "markdown", "smart_punctuation")) else {}


def markdown_it_options(code: str) -> Options:
    """Return what Eleventy's settings give markdown-it: https://www.11ty.dev/docs/languages/."""
    script = Script(code)
    keys = {"breaks": "breaks", "linkify": "linkify", "typographer": "smart"}
    made = {
        ours: True for key, ours in keys.items() if any(one is True for one in script.assigned(key))
    }
    if "markdown-it-implicit-figures" in code and any(
        one in (True, "alt") for one in script.assigned("figcaption")
    ):
        made["figures"] = True
    return made


def remark_options(code: str) -> Options:
    """Return what Astro's or Docusaurus's settings say of their Markdown."""
    made: dict[str, bool | str | tuple[str, ...]] = {}
    if any(one is False for one in Script(code).assigned("smartypants")):
        made["smart"] = False
    if _BREAKS.search(code):
        made["breaks"] = True
    return made


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.lower() in ("false", "no", "off"))
