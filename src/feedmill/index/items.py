"""What the index keeps of one file. Pure."""

from __future__ import annotations

from typing import NamedTuple

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


class ParsedFile(NamedTuple):
    """What was read from one file, made ready to be kept. `body` is an encoded Draft.

    `pending` says that the entry lacks what only the article's body tells.
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
