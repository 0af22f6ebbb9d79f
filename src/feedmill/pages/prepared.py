"""Feedmill's own templates, compiled by Jinja2 in advance. Pure.

Loading Jinja2 and compiling the templates takes longer than all else that an edit of one article
asks for. `compiled.py` is what Jinja2 makes of `templates/`, turned into plain functions that
write into a list, and needs no more of Jinja2 than there is here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from .markup import escape

_MISSING: Final = object()
_Render = Callable[["_Context", Callable[[str], None]], None]


class _Template:
    def __init__(self, root: _Render, blocks: dict[str, _Render]) -> None:
        self.root_render_func = root
        self.blocks = blocks


class _Context:
    """The values that a template sees, and the blocks of it and of what it extends."""

    def __init__(self, values: Mapping[str, Any], blocks: Mapping[str, _Render]) -> None:
        self.resolve_or_missing = values.__getitem__
        self.blocks = {name: [block] for name, block in blocks.items()}


class _Environment:
    """What compiled templates ask of Jinja2."""

    def get_template(self, name: str, _parent: str) -> _Template:
        return _templates()[name]


@lru_cache(maxsize=1)
def _templates() -> dict[str, _Template]:
    from . import compiled

    given = (_Environment(), _MISSING, None, escape)
    makers: dict[str, Any] = compiled.TEMPLATES
    return {name: _Template(*make(*given)) for name, make in makers.items()}


class PreparedTemplates:
    """The package's templates by name, which escape what they show; all see what is `shared`."""

    def __init__(self, shared: Mapping[str, Any]) -> None:
        self._shared = shared

    def render(self, name: str, **values: Any) -> str:
        """Return what a template makes of some values."""
        template = _templates()[name]
        parts: list[str] = []
        context = _Context({**self._shared, **values}, template.blocks)
        template.root_render_func(context, parts.append)
        return "".join(parts)
