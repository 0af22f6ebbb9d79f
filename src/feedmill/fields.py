"""The fields of an article, as one table: where each is read from, how, and what it is for. Pure.

To add one: a row here, its attribute in `model.py` (in `Shown`, if feeds show it as it is), and a
line in each format. A `kind` is a row of PARSERS in `parsing/fields/kinds.py`, which gives the
attribute its value; fields without one are parsed by `parsing/parser.py` itself, for they need each
other.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A field: the front-matter keys that it is read from, of which the first present counts.

    `shown`: feeds show it. `selects`: it decides which feeds an article is in.
    """

    name: str
    keys: tuple[str, ...]
    docs: str
    kind: str = ""
    shown: bool = True
    selects: bool = False


# Nothing outside these keys, and the fields that the config names, ever gets into an article. Case
# does not matter. `articles.fields` in config.yaml replaces the keys of a row.
FIELDS = {
    row.name: row
    for row in (
        Field(
            "id",
            ("id", "guid"),
            "The entry's id if it is a URI, else part of a tag URI. Default: made from the path. "
            "See [Ids](../README.md#ids).",
        ),
        Field(
            "title", ("title", "name"), "Default: the body's first heading. An article needs one."
        ),
        Field(
            "summary",
            ("excerpt", "description", "summary"),
            "Default: the body's text before `<!--more-->`, else its first paragraph.",
            kind="text",
        ),
        Field(
            "link",
            ("webUrl", "originalUrl", "link", "url"),
            "An absolute http(s) address, or a path such as `/about/` that is added to `site.url`. "
            "Default: made by `articles.permalink`. An article needs one.",
        ),
        Field(
            "published_at",
            ("publishedDateTime", "date", "pubDate", "publishDate"),
            "Default: the date at the start of the file's name (`2021-02-12-title.md`) or its "
            "bundle folder's, or in its path (`2021/02/12/`). An article needs one. May be a map, "
            "`{created, updated}`. Without a time zone it is in `articles.timezone`.",
        ),
        Field(
            "updated_at",
            ("updatedDateTime", "lastmod", "modified", "updated", "updatedDate"),
            "Default: `published_at`.",
        ),
        Field(
            "topics",
            ("topics", "tags", "categories", "category"),
            "A list, one name, or `a, b`. Names that differ only in case, or in spaces, hyphens "
            "and underscores between words, are one topic.",
            kind="topics",
            selects=True,
        ),
        Field(
            "language",
            ("locale", "language", "lang"),
            "A tag such as `en` or `pt-BR` (BCP 47).",
            kind="language",
            selects=True,
        ),
        Field(
            "authors",
            ("authors", "author"),
            "Names, or maps with `name` and `link`, `url` or `uri`, and `email`.",
            kind="people",
            selects=True,
        ),
        Field(
            "provider",
            ("provider",),
            "Who published the article first: a name, a domain, or `{name, domain}`.",
            kind="provider",
            selects=True,
        ),
        Field(
            "images",
            (
                *("images", "image", "cover", "featured_image", "featuredImage", "featured"),
                *("feature_image", "cover_image", "coverImage", "hero_image", "heroImage", "hero"),
                *("thumbnail", "og_image", "ogImage", "social_image", "header.teaser"),
                *("header.image", "header.overlay_image", "teaser"),
            ),
            "Addresses, or maps with `url` (or `src`, `path` or `image`), `width`, `height` and "
            "`isCached`; `header.teaser` is `teaser` in the map `header`. Default: a file "
            "`featured*` (or `feature*`, `cover*`, `thumbnail*`) in the article's own folder, else "
            "the first picture of the body. What becomes an enclosure: see [images](images.md).",
            kind="images",
        ),
        Field(
            "related",
            ("related",),
            "Addresses, or maps with an address and a `title`.",
            kind="links",
        ),
        Field(
            "slug",
            ("slug",),
            "Part of the link, where `articles.permalink` asks for it.",
            shown=False,
        ),
        Field(
            "type",
            ("type",),
            "For `where:` only, as are the next two; no feed shows them.",
            kind="word",
            shown=False,
            selects=True,
        ),
        Field("quality", ("quality",), "A number.", kind="number", shown=False, selects=True),
        Field("heat", ("heat",), "A number.", kind="number", shown=False, selects=True),
        Field("published", ("published",), "A [flag](#what-keeps-an-article-out).", shown=False),
        Field("draft", ("draft",), "A flag.", shown=False),
        Field("removed", ("removed",), "A flag.", shown=False),
        Field("hidden", ("hidden",), "A flag.", shown=False),
        Field("status", ("status",), "A word that counts as a flag.", shown=False),
    )
}


def keys_of(name: str, chosen: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the keys of a field, where `chosen` has those that `articles.fields` gives instead."""
    return chosen.get(name, FIELDS[name].keys)
