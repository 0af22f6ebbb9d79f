"""Feedmill: a folder of Markdown articles → Atom, RSS and JSON feeds.

    from datetime import UTC, datetime
    from pathlib import Path

    from feedmill import Options, build, load_config

    site = Path("site")
    report = build(load_config(site / "config.yaml"), site, Options(now=datetime.now(UTC)))

Importing this loads nothing: the command line starts with it. A name is loaded when it is asked
for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .config import load_config as load_config
    from .errors import FeedmillError as FeedmillError
    from .pipeline.build import build as build
    from .pipeline.run import Options as Options
    from .report import Report as Report

__version__ = "0.1.0"

REPOSITORY = "feedmill/feedmill"
"""Where Feedmill is developed, on GitHub: workflows, docs and the container image name it."""

_HOMES = {
    "FeedmillError": "errors",
    "Options": "pipeline.run",
    "Report": "report",
    "build": "pipeline.build",
    "load_config": "config",
}
__all__ = ["REPOSITORY", "FeedmillError", "Options", "Report", "build", "load_config"]


def __getattr__(name: str) -> Any:
    """Load a public name (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
