"""Prints the extras that a site's config needs, with commas: what Feedmill itself does without."""

from __future__ import annotations

import sys
from pathlib import Path

from feedmill.bodies.needs import needs_of
from feedmill.config import load_config
from feedmill.errors import FeedmillError


def main(config: Path) -> None:
    """Print them; without a usable config, which the build will report, none."""
    try:
        needs = needs_of(load_config(config))
    except FeedmillError:
        return
    sys.stdout.write(",".join(sorted({need.extra for need in needs})))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
