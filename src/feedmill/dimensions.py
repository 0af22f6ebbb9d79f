"""What feeds are grouped by, as one table: topics, providers, authors, languages. Pure.

To add a dimension: a row in DIMENSIONS. A site can add one without code, by a front-matter field
(`dimensions:` in config.yaml, which `by_field` makes a row of). Everything else, from feed keys and
titles to the index, `list`, `diff` and the docs, loops over these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct

from . import names
from .model import Article, Person


class Member(Struct, frozen=True):
    """A group as one article speaks of it.

    `identity` is the same for all spellings of the `name`. `facts` are what else the article says
    of the group, by name (such as `icon`, a URL).
    """

    identity: str
    name: str
    facts: tuple[tuple[str, str], ...] = ()


class Group(Struct, frozen=True):
    """A group as feeds speak of it: its name as it is spelled, and its title, which people see.

    `facts` are those that most articles tell.
    """

    identity: str
    name: str
    title: str
    facts: Mapping[str, str]


def _itself(identity: str) -> Iterable[str]:
    return (identity,)


class Dimension(Struct, frozen=True, kw_only=True):
    """One thing that feeds can be grouped by. See DIMENSIONS for what rows look like.

    `members` returns the groups that an article names. Their names in the config are texts of the
    `kind` (a row of KINDS in `config/kinds/table.py`), of which `identity` makes identities, and
    `slug` of these the file names of feeds.
    """

    name: str
    plural: str  # in `feedmill list` and OPML
    folder: str  # of its feeds
    docs: str  # completes "one feed for each …"
    members: Callable[[Article], Iterable[Member]]
    kind: str = "group"
    identity: Callable[[str], str] = names.fold
    slug: Callable[[str], str] = names.slug
    title: str = ""  # of its feeds; default: "{site}: {NAME}"
    phrase: str = ""  # what a title says of it after another group; default: ", {NAME}"
    comes_last: bool = False  # of a pair, however that is written
    default: bool = False  # in the families where the config names none
    # The key of `site:` that says which group articles are in that name none.
    site_default: str = ""
    # The groups that `where:` takes it for: itself and any wider ones.
    wider: Callable[[str], Iterable[str]] = _itself
    facts: tuple[str, ...] = ()  # of members; `icon` is that of the feed of one group
    # What feeds of one group say of themselves: values of `Feed`, by name.
    describe: Callable[[Group], Mapping[str, Any]] | None = None
    is_category: bool = False  # entries show it as a category
    # Entries name it among their authors, by its title.
    credit: Callable[[Member, str], Person] | None = None
    is_vocabulary: bool = False  # the config's names are meant to be all there are
    # The config, lists and messages call its groups by identity, not by the names in articles.
    is_called_by_identity: bool = False
    is_spelled: bool = True  # people write the names, and misspell them


def _topics(article: Article) -> list[Member]:
    return [_by_name(name) for name in article.topics]


def _provider(article: Article) -> list[Member]:
    provider = article.provider
    if provider is None:
        return []
    icons = tuple(("icon", image.url) for image in provider.images[:1])
    return [Member(provider.domain, provider.name, icons)]


def _authors(article: Article) -> list[Member]:
    return [
        Member(
            names.fold(one.name),
            one.name,
            tuple((key, value) for key, value in (("uri", one.uri), ("email", one.email)) if value),
        )
        for one in article.authors
    ]


def _language(article: Article) -> list[Member]:
    tag = article.language
    return [Member(tag.casefold(), tag)] if tag else []


def _wider_languages(tag: str) -> list[str]:
    """Return a language tag and what it begins with (RFC 4647, 3.3.1): `de-at` is `de`, too."""
    parts = tag.split("-")
    return ["-".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _credit(member: Member, title: str) -> Person:
    return Person(name=title, uri=f"https://{member.identity}/")


def _describe_author(group: Group) -> dict[str, Any]:
    person = Person(name=group.title, uri=group.facts.get("uri"), email=group.facts.get("email"))
    return {"author": person, "is_by_author": True}


DIMENSIONS = {
    row.name: row
    for row in (
        Dimension(
            name="topic",
            plural="topics",
            folder="topics",
            docs="topic: `topics`, `tags` or `categories` of the articles",
            members=_topics,
            default=True,
            is_category=True,
            is_vocabulary=True,
        ),
        Dimension(
            name="provider",
            plural="providers",
            folder="providers",
            docs="publisher, where articles name one",
            members=_provider,
            kind="domain",
            identity=str,
            slug=str,
            phrase=" from {provider}",
            comes_last=True,
            default=True,
            facts=("icon",),
            credit=_credit,
            is_called_by_identity=True,
            is_spelled=False,
        ),
        Dimension(
            name="author",
            plural="authors",
            folder="authors",
            docs="author",
            members=_authors,
            phrase=" by {author}",
            facts=("uri", "email"),
            describe=_describe_author,
        ),
        Dimension(
            name="language",
            plural="languages",
            folder="languages",
            docs="language, the site's for articles that name none",
            members=_language,
            kind="language",
            identity=str.casefold,
            slug=str,
            phrase=" in {language}",
            site_default="language",
            wider=_wider_languages,
            describe=lambda group: {"language": group.name},
            is_spelled=False,
        ),
    )
}


def by_field(name: str, field: str, folder: str, title: str) -> Dimension:
    """Return the dimension that groups by a front-matter field, as `dimensions:` declares it."""
    key = field.lower()
    return Dimension(
        name=name,
        plural=name,
        folder=folder,
        docs=f"value of `{field}`",
        members=lambda article: [_by_name(value) for value in article.fields.get(key, ())],
        title=title,
    )


@lru_cache(maxsize=8192)
def _by_name(name: str) -> Member:
    return Member(names.fold(name), name)
