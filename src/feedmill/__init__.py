"""Feedmill: a folder of Markdown articles → Atom, RSS and JSON feeds.

    from datetime import UTC, datetime
    from pathlib import Path

    from feedmill.build import Options, build
    from feedmill.config import load_config

    site = Path("site")
    report = build(load_config(site / "config.yaml"), site, Options(now=datetime.now(UTC)))

Importing this loads nothing: the command line starts with it.
"""

__version__ = "0.1.0"
