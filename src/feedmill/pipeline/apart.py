"""Build for a preview: the same steps, but into a separate folder with a separate index."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from feedmill.config.schema import Config
from feedmill.publishing.folder import OutputFolder
from feedmill.report import Report
from feedmill.sources.edited import EditedSource
from feedmill.state.lock import hold

from .build import go_all_the_way, pools_of, run_of
from .run import Options, Progress


def build_preview(
    config: Config,
    root: Path,
    options: Options,
    place: Path,
    progress: Progress | None = None,
    *,
    threads: bool = True,
    edits: Mapping[str, bytes] | None = None,
) -> tuple[Report, OutputFolder]:
    """Build into a folder of a preview, which `state.folder.preview_folder` gave.

    Neither the site's own output folder nor its index is touched. `threads`: as for a pool; `edits`
    has the bytes of articles, by path, that are not to be read as they are. Return where the feeds
    are, too. Raises FeedmillError as `build` does.
    """
    state = place / "state"
    with ExitStack() as stack:
        stack.enter_context(hold(state))
        pool, readers = pools_of(config, options, stack, threads)
        run = run_of(config, root, options, pool, progress, state)
        output = OutputFolder(place / "feeds", durable=False)  # it can be made again
        run = replace(run, readers=readers, folder=output)
        if edits:
            run = replace(run, source=EditedSource(run.source, edits))
        return go_all_the_way(run, state)[0], output
