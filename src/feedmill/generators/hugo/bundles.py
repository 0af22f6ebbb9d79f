"""Files that are no pages: those beside the index of a leaf bundle, and below it. Pure.

https://gohugo.io/content-management/page-bundles/#leaf-bundles
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedmill.generators.facts import Facts, literal

_MANY = 60
_INDEX = re.compile(r"index(?:\.[\w-]+)?\.(?:md|markdown|html)")


def resources(facts: Facts, sections: Iterable[str]) -> tuple[str, ...]:
    """Return patterns of the articles in these folders that belong to another page."""
    made: list[str] = []
    for section in sections:
        paths = facts.articles(f"{section}/")
        split = [path.rpartition("/") for path in paths]
        bundles = {folder for folder, _, name in split if folder and _INDEX.fullmatch(name)}
        for path, (folder, _, name) in zip(paths, split, strict=True):
            parts = folder.split("/")
            above = {"/".join(parts[:number]) for number in range(1, len(parts))}
            is_index = bool(_INDEX.fullmatch(name))
            if bundles & above or (folder in bundles and not is_index):
                made.append(literal(f"{section}/{path}"))
    return tuple(dict.fromkeys(made))[:_MANY]
