"""Prints the extras, with commas, that a site needs and that are not installed yet.

Usage: extras.py CONFIG [EXTRA], an extra that the inputs ask for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from feedmill.bodies.needs import needs_of
from feedmill.config import load_config
from feedmill.config.schema import Config
from feedmill.errors import FeedmillError
from feedmill.sources.folder import FolderSource
from feedmill.sources.patterns import is_address
from feedmill.sources.source import article_paths

_MODULES = {"publish": "obstore", "cluster": "s3fs", "rst": "docutils"}  # one of each extra


def main(config: Path, asked_for: str = "") -> None:
    """Print them; a config that cannot be used needs none, since the build will report it."""
    modules = {_MODULES[asked_for]: asked_for} if asked_for else {}
    with suppress(FeedmillError):
        site = load_config(config)
        modules |= {need.module: need.extra for need in needs_of(site)}
        modules |= {_MODULES[extra]: extra for extra in _needed_by_files(site, config.parent)}
    missing = {extra for module, extra in modules.items() if find_spec(module) is None}
    sys.stdout.write(",".join(sorted(missing)))


def _needed_by_files(config: Config, root: Path) -> Iterator[str]:
    """Yield extras that depend on where the articles are, and on what a pattern such as `*` finds.

    Raises SourceError.
    """
    if is_address(config.articles.include[0]):
        yield "cluster"
    elif any(
        path.endswith(".rst") for path in article_paths(FolderSource(root, config.articles).scan())
    ):
        yield "rst"


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
