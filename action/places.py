"""Prints where a site has its things, as outputs of a GitHub step.

output: the folder of the feeds, relative to the config's; folder: the same, relative to here;
below: where it is served below the site's address; state: the folder of caches; cache: its key;
hub: true if there is one to tell of what is uploaded.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from feedmill.config import load_config
from feedmill.errors import FeedmillError
from feedmill.state.folder import STATE


def main(config: Path) -> None:
    """Print them all; without a usable config, which the build will tell of, those known."""
    name = hashlib.sha256(config.as_posix().encode()).hexdigest()[:8]  # of several sites in one
    places = {
        "state": (config.parent / STATE).as_posix(),
        "cache": f"feedmill-{os.environ.get('RUNNER_OS', '')}-{name}",
    }
    try:
        settings = load_config(config)
    except FeedmillError:
        pass
    else:
        home, feeds = settings.site.url.rstrip("/"), settings.site.feeds_url or ""
        places["output"] = settings.feeds.output
        places["folder"] = (config.parent / settings.feeds.output).as_posix()
        is_below = feeds.startswith(f"{home}/")
        places["hub"] = "true" if settings.hub else ""
        places["below"] = feeds.removeprefix(f"{home}/").strip("/") if is_below else ""
    for key, value in places.items():
        if not value.isprintable():
            sys.exit(f"{key}: {value!r} cannot be an output of a step")
        sys.stdout.write(f"{key}={value}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
