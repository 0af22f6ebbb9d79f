"""The table of generators: a row each. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from feedmill import names

from . import astro, docusaurus, eleventy, hugo, jekyll, mkdocs, pelican, zola
from .rules import Rules, SlugRule

if TYPE_CHECKING:
    from .facts import Facts
    from .proposal import Proposal


class Generator(NamedTuple):
    """A row of GENERATORS.

    The name for people; the rules that a build needs; what reads the settings of a site, which
    also says whether it is one of this generator; the language of templates in Markdown.
    """

    title: str
    rules: Rules
    read: Callable[[Facts], Proposal | None]
    templates: str = ""


GENERATORS: dict[str, Generator] = {
    "hugo": Generator("Hugo", hugo.RULES, hugo.read, "go"),
    "zola": Generator("Zola", zola.RULES, zola.read, "tera"),
    "eleventy": Generator("Eleventy", eleventy.RULES, eleventy.read, "liquid"),
    "pelican": Generator("Pelican", pelican.RULES, pelican.read),
    "docusaurus": Generator("Docusaurus", docusaurus.RULES, docusaurus.read, "mdx"),
    "astro": Generator("Astro", astro.RULES, astro.read, "mdx"),
    "mkdocs": Generator("MkDocs", mkdocs.RULES, mkdocs.read),
    "jekyll": Generator("Jekyll", jekyll.RULES, jekyll.read, "liquid"),
}
"""By the name in a config; in the order in which they are tried: a folder `_posts` is enough for
Jekyll."""

SLUG_RULES: dict[str, SlugRule] = {
    "raw": str,
    "lower": str.lower,
    "feedmill": names.slug,
    **{name: rule for row in GENERATORS.values() for name, rule in row.rules.slugs.items()},
}
"""Every rule that a placeholder may name after `:`."""


def slug_rule(name: str) -> Callable[[str], str]:
    """Return a rule of SLUG_RULES. Raises KeyError if there is none of this name."""
    return SLUG_RULES[name]


def title_rule(name: str) -> Callable[[str], str] | None:
    """Return the rule by which titles write a group, None if there is none of this name."""
    from .hugo.titles import title_case  # few titles have one

    return {"title": title_case, "capitalize": str.capitalize, "lower": str.lower}.get(name)
