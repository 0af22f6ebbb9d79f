"""What a config asks for beyond the usual, and the extra that brings it. Pure.

The config decides what feeds hold, never what happens to be installed: what is missing stops the
run. Every build looks here, so nothing heavy is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from feedmill.config.articles import Articles, Markdown
from feedmill.config.schema import Config


class Need(Struct, frozen=True):
    """A package that a config needs: the key that says so, the module, the extra with it."""

    key: str
    module: str
    extra: str


def needs_of(config: Config) -> list[Need]:
    """Return what a config needs beyond the usual."""
    return [need for row in NEEDS for need in row(config.articles)]


def _markdown(articles: Articles) -> Iterator[Need]:
    """Python-Markdown, where that is the dialect."""
    own = articles.markdown
    dialect = own.dialect if isinstance(own, Markdown) else own
    by_generator = articles.generator in ("mkdocs", "pelican")
    if dialect == "python-markdown" or (dialect is None and by_generator):
        key = "articles.markdown" if dialect else "articles.generator"
        extra = "mkdocs" if articles.generator == "mkdocs" else "pelican"
        yield Need(key, "markdown", extra)
        yield Need(key, "pymdownx", extra)


def _math(articles: Articles) -> Iterator[Need]:
    if articles.math == "mathml":
        yield Need("articles.math", "latex2mathml", "math")


def _rst(articles: Articles) -> Iterator[Need]:
    if any(pattern.endswith(".rst") for pattern in articles.include):
        yield Need("articles.include", "docutils", "rst")


def needs_liquid(articles: Articles) -> bool:
    """Return whether Liquid in bodies is rendered: Jekyll does that unless the config says no."""
    if articles.liquid is not None:
        return articles.liquid
    return articles.generator == "jekyll"


def _liquid(articles: Articles) -> Iterator[Need]:
    if needs_liquid(articles):
        yield Need(
            "articles.liquid" if articles.liquid else "articles.generator", "liquid", "jekyll"
        )


NEEDS: tuple[Callable[[Articles], Iterator[Need]], ...] = (_liquid, _markdown, _math, _rst)
