"""Check whether everything that a config needs is installed."""

from __future__ import annotations

from importlib.util import find_spec

from feedmill.bodies.needs import needs_of
from feedmill.config.schema import Config
from feedmill.errors import ExtraError


def require_extras(config: Config, name: str) -> None:
    """Raise ExtraError if a package that the config (a file called `name`) needs is missing."""
    for need in needs_of(config):
        if find_spec(need.module) is None:
            raise ExtraError(
                f"{name}: {need.key} needs more than is installed: "
                f"pip install 'feedmill[{need.extra}]'"
            )
