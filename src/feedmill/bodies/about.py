"""What the steps of a body share: its article, the inputs they may read, their notes. Pure.

A step takes the text of a body and an `About`, and returns the text as the next step wants it.
What a step cannot show it reports with `About.leave_out`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from feedmill.config.schema import Config
from feedmill.fields import keys_of
from feedmill.images.measure import LocalPicture
from feedmill.model import Article, Problem, RawArticle
from feedmill.parsing.fields.served import ServedFiles
from feedmill.parsing.problems import problem

from .dialects import Dialect
from .stash import Stash

How = Literal["left out", "shown as a link", "shown as text"]

_NAMED = 100  # kinds of pieces that one message names


class Inputs(Protocol):
    """Files of the site that a body may depend on: includes, data, rendered pages, other articles.

    Paths are those of the site, with `/`; nothing outside of it is there, nor what is hidden, nor
    what Feedmill writes. What was asked for is remembered, whether it was found or not: a change
    of it renders the body again.
    """

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file of the site; None if there is none, or over 16 MiB."""

    def exists(self, path: str) -> bool:
        """Return whether a file of the site is there."""

    def names(self, folder: str) -> tuple[str, ...]:
        """Return what is in a folder of the site, sorted, folders with a closing `/`."""

    def folders_among(self, paths: tuple[str, ...]) -> frozenset[str]:
        """Return which of these are folders of the site."""

    def picture(self, path: str) -> LocalPicture | None:
        """Return what the first bytes of a picture of the site say; None if it is none."""

    def link_of(self, path: str) -> str | None:
        """Return the permalink of another article, by its path; None if it is not published."""

    def links_named(self, name: str) -> Mapping[str, str]:
        """Return the permalinks of the articles called so, whatever their folder, by path.

        An article is called as its file, without the ending; one of a folder, as the folder.
        """


class NoInputs:
    """Inputs of which none exists; `asked` says that a body wanted some."""

    asked = False

    def read(self, path: str) -> bytes | None:  # noqa: ARG002 (the protocol's)
        """Return None."""
        self.asked = True
        return None

    def exists(self, path: str) -> bool:  # noqa: ARG002 (the protocol's)
        """Return False."""
        self.asked = True
        return False

    def names(self, folder: str) -> tuple[str, ...]:  # noqa: ARG002 (the protocol's)
        """Return nothing."""
        self.asked = True
        return ()

    def folders_among(self, paths: tuple[str, ...]) -> frozenset[str]:  # noqa: ARG002
        """Return nothing."""
        self.asked = True
        return frozenset()

    def picture(self, path: str) -> LocalPicture | None:  # noqa: ARG002 (the protocol's)
        """Return None."""
        self.asked = True
        return None

    def link_of(self, path: str) -> str | None:  # noqa: ARG002 (the protocol's)
        """Return None."""
        self.asked = True
        return None

    def links_named(self, name: str) -> Mapping[str, str]:  # noqa: ARG002 (the protocol's)
        """Return nothing."""
        self.asked = True
        return {}


class LeftOut(NamedTuple):
    """A piece of a body that feeds cannot show, and how feeds do without it.

    `what` names it (`{{< map >}}`, `iframe`); `line` is its line in the file, if that is known.
    """

    what: str
    how: How
    line: int | None


class About:
    """One body on its way through the steps: what they may know, and what they note.

    Relative addresses start at `base`; `is_page` says that it is from the site's rendered page, so
    that all addresses are those of pages.
    """

    def __init__(
        self,
        config: Config,
        dialect: Dialect,
        raw: RawArticle,
        inputs: Inputs,
        files: ServedFiles | None = None,
    ) -> None:
        self.config = config
        self.files = files or ServedFiles(config)
        self.dialect = dialect
        self.raw = raw
        self.inputs = inputs
        self.base = raw.article.link
        self.is_page = False
        self.stash = Stash()
        self.left: list[LeftOut] = []
        self.problems: list[Problem] = []
        self.shortcodes: Any = None  # those of the site's own, once one is used

    @property
    def article(self) -> Article:
        """The article that the body belongs to."""
        return self.raw.article

    @property
    def names_title(self) -> bool:
        """Whether the front matter has a title; else it is from a heading, say."""
        return any(
            key.lower() in self.values for key in keys_of("title", self.config.articles.fields)
        )

    @property
    def values(self) -> Mapping[str, Any]:
        """The front matter by lower-case key, every scalar as text."""
        return self.raw.values

    def address(self, written: str) -> str:
        """Return what is written in the body for a file as pages have it, else as it is."""
        return self.files.address(written, self.article.path, self.article.link)

    def leave_out(self, what: str, how: How, place: int | None = None) -> None:
        """Note a piece that feeds cannot show; `place` is where it is in `raw.text`."""
        line = None if place is None else self.raw.line + self.raw.text.count("\n", 0, place)
        self.left.append(LeftOut(what, how, line))

    def note(self, code: str, message: str, line: int | None = None) -> None:
        """Note a problem of the table `parsing.problems.PROBLEMS`."""
        path = self.article.path
        self.problems.append(problem(path, code, message, line or self.raw.line))

    def found(self) -> tuple[Problem, ...]:
        """Return the problems: those noted, and one about all that was left out."""
        if not self.left:
            return tuple(self.problems)
        counts = Counter((one.what, one.how) for one in self.left)
        parts = [
            f"{what} {how}{f' ({times} times)' if times > 1 else ''}"
            for (what, how), times in [*counts.items()][:_NAMED]
        ]
        if len(counts) > _NAMED:
            parts.append(f"and {len(counts) - _NAMED} more")
        lines = [one.line for one in self.left if one.line is not None]
        message = f"can't be shown in feeds: {', '.join(parts)}"
        line = min(lines, default=self.raw.line)
        return (*self.problems, problem(self.article.path, "left-out", message, line))
