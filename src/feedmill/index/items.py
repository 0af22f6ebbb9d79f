"""What the index keeps of one file. Pure."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from feedmill.model import FeedKey


class Name(NamedTuple):
    """What an article says of something that other articles speak of, too.

    The kind is a dimension, for how it writes the name of a group; a dimension, a dot and the name
    of a fact, for what it says of the group; and IMAGES, where that matters, for its images.
    """

    kind: str
    identity: str
    name: str

    @property
    def dimension(self) -> str:
        """Return the dimension that the kind is of."""
        return self.kind.partition(".")[0]


class ParsedFile(Struct, frozen=True):
    """What was read from one file, made ready to be kept. `body` is an encoded Draft.

    `pending` says that the entry lacks what only the article's body tells; else `body_problems`
    and `inputs` are those of a whole entry. From `expires` on (seconds since 1970) the article is
    kept out.
    """

    path: str
    stamp: str
    state: str
    uid: int | None
    published: int | None
    body: bytes | None
    pending: bool
    feeds: list[FeedKey]
    names: list[Name]
    problems: bytes | None
    expires: int | None = None
    body_problems: bytes | None = None
    inputs: tuple[Input, ...] = ()


IS_FILE, EXISTS, NAMES, LINK, NAMED, FOLDERS, PICTURE = range(7)
"""Kinds of inputs: a file's bytes, whether it is there, the names in a folder; the link of the
article at a path, the links of all articles that have a name (see `article_name`); which
of some folders are there, what is known of a picture."""


class Input(NamedTuple):
    """What an entry was made from besides its article: `name` is a path, or the name of articles.

    `stamp` changes with a file, None if it is too young to tell; `digest` with what was learnt.
    """

    kind: int
    name: str
    stamp: str | None
    digest: str


class Whole(NamedTuple):
    """An article's whole entry (an encoded Draft), and what is wrong with its body, encoded."""

    path: str
    body: bytes
    problems: bytes | None
    inputs: tuple[Input, ...] = ()


def article_name(path: str) -> str:
    """Return what an article is called in links to it: `posts/A.md`, `posts/a/index.md` → `a`."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    if stem in ("index", "_index"):
        stem = folder.rpartition("/")[2] or stem
    return stem.casefold()
