"""What the steps of one build share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from feedmill.config.schema import Config
from feedmill.model import Problem
from feedmill.publishing.folder import OutputFolder
from feedmill.publishing.manifest import Manifest
from feedmill.sources.source import Source

from .pool import Pool

if TYPE_CHECKING:
    from feedmill.parsing.parser import Reading

Progress = Callable[[str, int, int], None]
"""Called now and then with what is being done, how many are done, and of how many."""

ARTICLES_AT_ONCE = 128
FEEDS_AT_ONCE = 16
LARGE = 200  # entries of a feed that a worker renders alone


class BuildMoment(NamedTuple):
    """When a build is: articles dated after `cutoff` wait, `now_ns` is the time of the scan."""

    cutoff: int | None
    now_ns: int | None


class Options(Struct, frozen=True, kw_only=True):
    """How to build. `now` is an aware time; `output` replaces the config's folder.

    With `check` nothing is written, and the report says what would be; with `dry_run`, too, a
    difference is no failure. `allow_empty` confirms that feeds which have entries may lose all of
    them. `cluster` is the address of one that is to read, such as `dask://10.0.0.1:8786`.
    """

    now: datetime
    output: Path | None = None
    check: bool = False
    dry_run: bool = False
    strict: bool = False
    allow_empty: bool = False
    jobs: int | None = None
    cluster: str | None = None
    config_name: str = "config.yaml"


class ReadArticles(NamedTuple):
    """What a build read, by path, for those who want more than feeds.

    With `bodies`, the summary of an article that has none is taken from its body.
    """

    readings: dict[str, Reading]
    bodies: bool


class Run(Struct, frozen=True):
    """One build. `packed` is the config as workers get it; `readers` may be other machines.

    Articles dated after `cutoff` (seconds since 1970; None: never) wait. `now_ns` is when the build
    began, by the clock of the site's file system. Each article that is read is put into `articles`,
    if there is one.
    """

    config: Config
    packed: bytes
    options: Options
    source: Source
    folder: OutputFolder
    pool: Pool
    readers: Pool
    progress: Progress
    cutoff: int | None
    now_ns: int
    articles: ReadArticles | None = None

    @property
    def moment(self) -> BuildMoment | None:
        """Return when the build is, None if others read, who cannot reach what bodies are from."""
        return BuildMoment(self.cutoff, self.now_ns) if self.readers is self.pool else None


class OutputChange(Struct, frozen=True, kw_only=True):
    """What was, or with `check` would be, done to the output folder."""

    feeds: int = 0
    written: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    stopped: bool = False  # `strict`, and there is an error: nothing was written
    notices: tuple[str, ...] = ()
    manifest: Manifest | None = None  # None: as it is
