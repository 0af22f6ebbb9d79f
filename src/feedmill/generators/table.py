"""The table of generators: a row each. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from feedmill import names

from . import astro, docusaurus, eleventy, hugo, jekyll, mkdocs, pelican, zola
from .rules import Rules, Slug


class Generator(NamedTuple):
    """A row of GENERATORS: the name for people, and the rules that a build needs."""

    title: str
    rules: Rules


GENERATORS: dict[str, Generator] = {
    "hugo": Generator("Hugo", hugo.RULES),
    "zola": Generator("Zola", zola.RULES),
    "eleventy": Generator("Eleventy", eleventy.RULES),
    "pelican": Generator("Pelican", pelican.RULES),
    "docusaurus": Generator("Docusaurus", docusaurus.RULES),
    "astro": Generator("Astro", astro.RULES),
    "mkdocs": Generator("MkDocs", mkdocs.RULES),
    "jekyll": Generator("Jekyll", jekyll.RULES),
}

SLUG_RULES: dict[str, Slug] = {
    "raw": str,
    "lower": str.lower,
    "feedmill": names.slug,
    **{name: rule for row in GENERATORS.values() for name, rule in row.rules.slugs.items()},
}
"""Every rule that a placeholder may name after `:`."""


def slug_rule(name: str) -> Callable[[str], str]:
    """Return a rule of SLUG_RULES. Raises KeyError if there is none of this name."""
    return SLUG_RULES[name]
