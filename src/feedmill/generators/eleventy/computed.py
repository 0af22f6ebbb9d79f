"""Permalinks that data files of Eleventy compute, where they are one template literal. Pure.

https://www.11ty.dev/docs/data-computed/, https://www.11ty.dev/docs/permalinks/
"""

from __future__ import annotations

import re
from typing import Any

from feedmill.generators.facts import found

_PROGRAM = 300  # signs of a function that are looked at
_FUNCTION = re.compile(r"\bpermalink\b\s*(?::\s*(?:async\s+)?(?:function\b|\(|\w+\s*=>)|\()")
_LITERAL = re.compile(r"`([^`]*/[^`]*)`")
_INSERTED = re.compile(r"\$\{\s*(?:(?:this\.)?(slugify|slug)\(\s*)?([\w.?]+)\s*\)?\s*\}")
_PARTS = ("page", "title", "slug", "lang", "date", "category", "locale")


def permalink_in(value: Any, program: str) -> str:
    """Return the permalink of a data file as a template, "" for none; `program` is its text."""
    for given in (found(value, "eleventyComputed", "permalink"), found(value, "permalink")):
        if isinstance(given, str):
            return given
    start = _FUNCTION.search(program)
    body = program[start.end() : start.end() + _PROGRAM] if start else ""
    literals = list(dict.fromkeys(_LITERAL.findall(body)))
    if len(literals) > 1:  # which of them, only Eleventy knows
        return " or ".join(literals)
    return _INSERTED.sub(_expression, literals[0]) if literals else ""


def _expression(inserted: re.Match[str]) -> str:
    """Return `${data.page.fileSlug}` as templates have it."""
    name = inserted[2].replace("?", "")
    first, _, rest = name.partition(".")
    if first not in _PARTS and rest:  # the function's own name for all data
        name = rest
    return f"{{{{ {name}{f' | {inserted[1]}' if inserted[1] else ''} }}}}"
