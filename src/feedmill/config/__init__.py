"""`config.yaml` → Config: read, converted and checked as a whole.

`tree` makes nodes of the text, `convert` makes values of the nodes, `validators` looks at single
texts, `rules` at keys together; `reference` tells editors and people what there is. Every error
is found in one go, one line each: `config.yaml:12: error[config]: feeds.limt: unknown key; …`.

The two functions are loaded when they are asked for: most runs find the config in a cache.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .load import load_config as load_config
    from .load import parse_config as parse_config

__all__ = ["load_config", "parse_config"]


def __getattr__(name: str) -> Any:
    """Load a public name (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import load

    return getattr(load, name)
