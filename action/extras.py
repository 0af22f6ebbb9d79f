"""Prints the extras, with commas, that a site needs and that are not installed yet.

Usage: extras.py CONFIG [EXTRA], an extra that the inputs ask for.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from feedmill.bodies.needs import needs_of
from feedmill.config import load_config
from feedmill.errors import FeedmillError

_ASKED_FOR = {"publish": "obstore"}  # a module of each


def main(config: Path, asked_for: str = "") -> None:
    """Print them; a config that cannot be used needs none, since the build will report it."""
    modules = {_ASKED_FOR[asked_for]: asked_for} if asked_for else {}
    with suppress(FeedmillError):
        modules |= {need.module: need.extra for need in needs_of(load_config(config))}
    missing = {extra for module, extra in modules.items() if find_spec(module) is None}
    sys.stdout.write(",".join(sorted(missing)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
