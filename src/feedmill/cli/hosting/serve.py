"""`feedmill serve`: a preview."""

from __future__ import annotations

import sys
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from feedmill.cli.options import config_option, config_path, help_option, now, quiet_option
from feedmill.cli.output.terminal import colours, complain, progress_bar, say, terminal_width
from feedmill.display import paint, printable
from feedmill.errors import ExtraError

if TYPE_CHECKING:
    from feedmill.model import Problem
    from feedmill.report import Report
    from feedmill.serve.preview import Preview

_NEEDED = ("starlette", "uvicorn", "watchfiles")


@click.command(epilog="\b\nExample:\n  feedmill serve --open --drafts")
@config_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0: any that is free.",
)
@click.option("--open", "open_", is_flag=True, help="Open the preview in a browser.")
@click.option("--drafts", is_flag=True, help="Show drafts, too, marked as such.")
@quiet_option
@help_option
def serve(config: Path | None, host: str, port: int, open_: bool, drafts: bool, quiet: bool) -> int:
    """Preview feeds and pages, and reload them on each change.

    Builds into a folder of its own: the output folder stays as it is. Pages show what is wrong,
    with file and line. Ctrl-C ends it.
    """
    if not all(map(find_spec, _NEEDED)):
        raise ExtraError(
            "feedmill serve needs more than is installed: pip install 'feedmill[serve]'"
        )
    from feedmill.serve.hosts import is_loopback
    from feedmill.serve.preview import Preview
    from feedmill.serve.server import Endpoint, address_of, listen
    from feedmill.serve.server import serve as run
    from feedmill.state.folder import preview_folder

    path = config_path(config)
    with listen(Endpoint(host, port)) as opened, preview_folder(path.parent) as (place, notices):
        preview = Preview(path, place, now, drafts=drafts)
        preview.load()
        for notice in notices:
            complain(f"note: {notice}")
        with progress_bar(quiet) as progress:
            report = preview.rebuild(progress, threads=False)
        if not is_loopback(host):
            complain(f"warning: others can reach {host} and see the preview")
        if not quiet:
            _tell(preview, report)
        url = address_of(opened)
        say(f"Preview at {url} (Ctrl-C ends it)")
        sys.stdout.flush()
        if open_:
            import webbrowser

            # Some run in the terminal, and end when they are closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
        run(preview, opened, host, _quiet if quiet else _tell)
    return 0


def _quiet(preview: Preview, report: Report | None) -> None:
    """Say nothing: the pages do."""


def _tell(preview: Preview, report: Report | None) -> None:
    """Print what a build did, and what is wrong."""
    from msgspec.structs import replace

    from feedmill.report import problem_line, problem_lines, summary_line

    known = report.problems if report else ()
    others = [one for one in preview.snapshot.problems if one not in known]

    def written(problem: Problem) -> str:
        if not problem.path:
            return paint("error", "red", colours(sys.stdout)) + f": {printable(problem.message)}"
        return problem_line(colours(sys.stdout), problem, terminal_width(sys.stdout))

    for line in problem_lines([*others, *known], written, quiet=True, verbose=False):
        say(line)
    if report:
        say(summary_line(replace(report, output="")))
    sys.stdout.flush()
