"""Feedmill's own templates, which Jinja2 compiled beforehand. Pure.

Loading Jinja2 and compiling the templates takes longer than all else that an edit of one article
asks for. `compiled.py` is what Jinja2 makes of `templates/`, and needs no more of Jinja2 than
there is here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from markupsafe import escape

_MISSING: Final = object()
_Render = Callable[["_Context"], Iterator[str]]


class _Template(NamedTuple):
    root_render_func: _Render
    blocks: dict[str, _Render]


class _Context:
    """The values that a template sees, and the blocks of it and of what it extends."""

    def __init__(self, values: Mapping[str, Any], blocks: Mapping[str, _Render]) -> None:
        self._values = values
        self.blocks = {name: [block] for name, block in blocks.items()}

    def resolve_or_missing(self, name: str) -> Any:
        return self._values[name]


class _Environment:
    """What compiled templates ask of Jinja2."""

    concat = staticmethod("".join)
    undefined = None

    def getattr(self, value: Any, name: str) -> Any:
        return value[name] if isinstance(value, dict) else getattr(value, name)

    def get_template(self, name: str, _parent: str) -> _Template:
        return _templates()[name]


@lru_cache(maxsize=1)
def _templates() -> dict[str, _Template]:
    from . import compiled

    environment = _Environment()
    given = (environment, _MISSING, environment.undefined, escape)
    makers: dict[str, Any] = compiled.TEMPLATES
    return {name: _Template(*make(*given)) for name, make in makers.items()}


class PreparedTemplates:
    """The package's templates by name, which escape what they show; all see what is `shared`."""

    def __init__(self, shared: Mapping[str, Any]) -> None:
        self._shared = shared

    def render(self, name: str, **values: Any) -> str:
        """Return what a template makes of some values."""
        template = _templates()[name]
        context = _Context({**self._shared, **values}, template.blocks)
        return "".join(template.root_render_func(context))
