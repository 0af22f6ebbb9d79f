"""The site as it would be published: built into a separate folder, repeatedly.

A build that fails leaves what was there, with what is wrong beside it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from msgspec.structs import asdict, replace

from feedmill.config.cache import load_cached
from feedmill.config.file import read_file
from feedmill.config.schema import Config, Pages, PreviewConfig
from feedmill.errors import ConfigError, FeedmillError
from feedmill.images.enclose import with_store
from feedmill.images.store import store_folder
from feedmill.model import Problem
from feedmill.pages.paths import PAGE_INDEX
from feedmill.pipeline.apart import build_preview
from feedmill.pipeline.run import Options, Progress
from feedmill.publishing.folder import OutputFolder
from feedmill.publishing.manifest import MANIFEST, FileRecord, Manifest
from feedmill.publishing.media_types import content_type
from feedmill.report import Report

from .pictures import SitePictures


class Snapshot(Struct, frozen=True, kw_only=True):
    """What is served. `base` is the path that feeds are below, `index` the path of the index there.

    `version` changes whenever something of it does. `types` has the Content-Type of each file of
    the output folder. `images` has the path that stored images are below, and the store's folder;
    None if they are on another host. `pictures` are files of the site.
    """

    version: int = 0
    base: str = "/feeds/"
    index: str = PAGE_INDEX
    types: Mapping[str, str] = {}
    output: OutputFolder | None = None
    images: tuple[str, Path] | None = None
    pictures: SitePictures | None = None
    problems: tuple[Problem, ...] = ()


class Preview:
    """Builds the preview of the site whose config is at `path`, in the folder `place`.

    `now` gives what counts as now; with `drafts`, drafts are shown, too. `halted` says, in the
    middle of a build, that it is to end.
    """

    def __init__(
        self, path: Path, place: Path, now: Callable[[], datetime], *, drafts: bool = False
    ) -> None:
        self.path = path
        self.root = path.parent
        self.snapshot = Snapshot()
        self.config: Config | None = None
        self.halted = False
        self._place, self._now, self._drafts = place, now, drafts
        self._text: bytes | None = None  # of the config
        self._built: Config | None = None  # the config that was built last

    def load(self) -> Config:
        """Read the config if it changed. Raises ConfigError; then the last good one is kept."""
        text = read_file(self.path)
        if self.config is None or text != self._text:
            config = load_cached(self.path)
            pages = config.pages if isinstance(config.pages, Pages) else Pages()
            shown = PreviewConfig(**{**asdict(config), "pages": pages, "drafts": self._drafts})
            self.config, self._text = shown, text
        return self.config

    def rebuild(self, progress: Progress | None = None, *, threads: bool = True) -> Report | None:
        """Build what changed; return None if that could not be done. `snapshot` is as it is then.

        `threads`: as for a pool. Raises KeyboardInterrupt if it was halted.
        """
        problems: list[Problem] = []
        report = None
        try:
            self.load()
        except ConfigError as error:
            problems += error.problems or [_unplaced(error)]
        made = self.snapshot
        if self.config is not None:
            try:
                report, made = self._build(self.config, progress, threads)
                problems += report.problems
            except FeedmillError as error:
                problems.append(_unplaced(error))
            except Exception as error:
                traceback.print_exc()
                about = f"this is a bug in Feedmill, see the terminal: {type(error).__name__}"
                problems.append(Problem(path="", code="bug", message=about))
        made = replace(made, problems=tuple(problems))
        changed = report is not None and (report.written or report.deleted)
        if changed or made != replace(self.snapshot, version=made.version):
            made = replace(made, version=self.snapshot.version + 1)
        self.snapshot = made
        return report

    def _build(
        self, config: Config, progress: Progress | None, threads: bool
    ) -> tuple[Report, Snapshot]:
        def watched(what: str, done: int, of: int) -> None:
            if self.halted:
                raise KeyboardInterrupt
            if progress:
                progress(what, done, of)

        options = Options(now=self._now(), config_name=self.path.name)
        report, output = build_preview(
            config, self.root, options, self._place, watched, threads=threads
        )
        last = self.snapshot
        # Of the same config, a path that was known is that of the same kind of file.
        is_known = self._built is config
        is_same = is_known and last.types.keys() >= {*report.written, *report.deleted}
        self._built = config
        pages = config.pages.folder if isinstance(config.pages, Pages) else None
        return report, Snapshot(
            version=last.version,
            base=_path(config.site.feeds_url or ""),
            index=f"{pages}/{PAGE_INDEX}" if pages else PAGE_INDEX,
            types=last.types if is_same else _types(output.manifest()),
            output=last.output or output,
            images=_images(self.root, config),
            pictures=last.pictures if is_known else SitePictures(self.root, config),
        )


def _types(manifest: Manifest) -> dict[str, str]:
    """Return the Content-Type of each file that the preview wrote, by path."""
    found = {MANIFEST: content_type(MANIFEST)}
    for file in manifest.all_files():
        kind = file.format if isinstance(file, FileRecord) else ""
        found[file.path] = content_type(file.path, kind)
    return found


def _path(url: str) -> str:
    """Return the path of an address that ends with `/`, as a server sees it."""
    return unquote(urlsplit(url).path) or "/"


def _images(root: Path, config: Config) -> tuple[str, Path] | None:
    """Return the path of the stored images and their folder, if a host of the site's has them."""
    settings = with_store(config)
    own = {urlsplit(one).netloc for one in (config.site.url, config.site.feeds_url or "")}
    url = settings.base_url or ""
    return (_path(url), store_folder(root, settings)) if urlsplit(url).netloc in own else None


def _unplaced(error: FeedmillError) -> Problem:
    """Make a problem of what stopped a build; its text names the place, if there is one."""
    return Problem(path="", code="stopped", message=str(error))
