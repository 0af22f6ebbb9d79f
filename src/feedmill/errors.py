"""What stops a whole run. What is wrong with one article is a `model.Problem` instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line imports this at every start
    from .model import Problem


class FeedmillError(Exception):
    """Base of all errors that Feedmill raises on purpose; its text is meant for people.

    The command line prints the text without a traceback and exits with 2. Anything else
    that escapes is a bug and keeps its traceback.
    """


class ConfigError(FeedmillError):
    """`config.yaml` cannot be used. The text has one line an error, each with its place.

    `problems` are these errors as values, in the order of their lines.
    """

    def __init__(self, text: str = "", *, problems: Iterable[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(text or "\n".join(map(str, self.problems)))


class ExtraError(FeedmillError):
    """The config needs a package that is not installed; the text has the line to install it."""


class SourceError(FeedmillError):
    """The articles cannot be listed or read at all."""


class IndexUnusableError(FeedmillError):
    """The index folder cannot be used and cannot be done without."""


class PublishError(FeedmillError):
    """The feeds cannot be written: disk, permissions, an unsafe path, another build's lock."""


class ClusterError(FeedmillError):
    """The cluster that was to read cannot be used: not there, no worker, another version."""


class StoreError(FeedmillError):
    """The image cache cannot be read or written: its manifest, disk, permissions, a lock."""


class HistoryError(FeedmillError):
    """What stood at another revision cannot be told: no git, no such revision, a shallow clone."""


class WebError(FeedmillError):
    """What is published cannot be looked at."""


class PagesError(FeedmillError):
    """Pages can't be rendered: a template of the site is missing, unreadable or wrong."""


class ServeError(FeedmillError):
    """The preview can't be served: the port is taken, or the host is not this machine's."""
