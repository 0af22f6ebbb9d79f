"""The hook `feedmill-build` for pre-commit: `python -m feedmill.cli.hook`, with options of a build.

pre-commit stops a commit for tracked files that a hook changed, and does not see new ones. So this
fails, too, while there are feeds that are not added.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote

from feedmill.display import count, printable
from feedmill.git.status import list_untracked

from .main import build, main
from .options import config_path, load_site
from .output.terminal import say

__all__ = ["run_hook"]


def run_hook(arguments: Sequence[str]) -> int:
    """Build; give the build's status, or 1 if git does not know all that it wrote."""
    if status := main(["build", *arguments]):
        return status
    given = build.make_context("build", list(arguments)).params
    config = config_path(given["config"])
    folder = given["output"] or config.parent / load_site(config).feeds.output
    if not (new := _untracked(folder)):
        return 0
    files = count(len(new), "new file")
    say(
        printable(
            f"{files}, such as {new[0]}: they belong in the commit: git add {quote(str(folder))}"
        )
    )
    return 1


def _untracked(folder: Path) -> list[str]:
    """Return the files of a folder that git neither tracks nor ignores, but for hidden ones."""
    paths = [Path(name) for name in list_untracked(folder)]
    shown = [path for path in paths if not any(part.startswith(".") for part in path.parts)]
    return [(folder / path).as_posix() for path in shown]


if __name__ == "__main__":
    sys.exit(run_hook(sys.argv[1:]))
