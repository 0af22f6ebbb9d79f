"""What a generator's settings say of a site, in the words of our config. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

Values = Mapping[str, str | tuple[str, ...]]


class Author(Struct, frozen=True, kw_only=True):
    """Whom a key in front matter stands for."""

    name: str
    uri: str = ""
    email: str = ""


class RenderedPages(Struct, frozen=True, kw_only=True):
    """A folder that has the pages of articles; the selector of these there, "" for the usual.

    `remove` has selectors of what is in that part of a page, and not of the article.
    """

    folder: str
    select: str = ""
    remove: tuple[str, ...] = ()


class Proposal(Struct, frozen=True, kw_only=True):
    """A config to begin with; what the settings do not say is empty.

    `permalink` has pairs of a pattern of files ("" for all) and of their links, the first that
    matches counts; `defaults` has pairs of a pattern of files and front matter that they have if
    they do not say otherwise. `warnings` says what could not be taken over. `output` is a folder
    that the generator publishes as it is; where there is none, `remedy` is what it must be told.
    """

    generator: str = ""  # a name in GENERATORS
    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    title: str = ""
    url: str = ""
    language: str = ""
    timezone: str = ""
    description: str = ""
    author: Author | None = None
    permalink: tuple[tuple[str, str], ...] = ()
    fields: Mapping[str, tuple[str, ...]] = {}
    defaults: tuple[tuple[str, Values], ...] = ()
    authors: Mapping[str, Author] = {}
    topics: Mapping[str, str] = {}  # what the keys in front matter are called
    by: tuple[str, ...] = ()  # dimensions to group by, besides the usual ones
    warnings: tuple[str, ...] = ()
    output: str = "feeds"
    remedy: str = ""
    future: bool = False  # whether articles dated after today are published
    plain: bool = False  # whether template code in articles is text, as no plugin renders it
    liquid: bool = False  # whether Liquid in articles is rendered, where no rule says so
    # options of the dialect, where they differ from the usual ones
    markdown: Mapping[
        str, bool | int | str | tuple[str, ...] | Mapping[str, Mapping[str, str]]
    ] = {}
    unknown: tuple[str, ...] = ()  # extensions of Markdown that Feedmill does not have
    math: bool = False  # whether TeX becomes formulas
    rendered: RenderedPages | None = None  # what `init` found that the generator has made
    config: str = "config.yaml"  # a name that the generator does not read itself
    folder: str = ""  # the one below that is the site; "" for this one
