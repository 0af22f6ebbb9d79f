"""Check whether everything that a config needs is installed."""

from __future__ import annotations

from importlib.util import find_spec

from feedmill.bodies.needs import needs_of
from feedmill.config.schema import Config
from feedmill.errors import ExtraError


def require_extras(config: Config, name: str) -> None:
    """Raise ExtraError if a package that the config (a file called `name`) needs is missing."""
    missing = [need for need in needs_of(config) if find_spec(need.module) is None]
    if missing:
        keys = list(dict.fromkeys(need.key for need in missing))
        extras = ",".join(sorted({need.extra for need in missing}))
        raise ExtraError(
            f"{name}: {' and '.join(keys)} {'needs' if len(keys) == 1 else 'need'} more than is "
            f"installed: pip install 'feedmill[{extras}]'"
        )
