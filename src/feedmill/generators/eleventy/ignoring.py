"""What Eleventy passes over: `.eleventyignore`, and what the config adds to that. Pure.

https://www.11ty.dev/docs/ignores/
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from feedmill.generators.facts import Facts, chosen

_ADDED = re.compile(r"""ignores\.add\(\s*["'`]([^"'`\n]{1,200})["'`]""")
_MANY = 60


def ignored_files(facts: Facts, folders: Iterable[str]) -> tuple[str, ...]:
    """Return patterns of the files in these folders that are ignored."""
    lines = [line.strip() for line in facts.texts.get(".eleventyignore", "").splitlines()]
    lines += _ADDED.findall(facts.code(".eleventy", "eleventy.config"))
    tops = tuple(f"{folder}/" if folder else "" for folder in folders)
    paths = tuple(path for path in facts.paths if path.startswith(tops))
    there = Facts(paths=paths)
    made: list[str] = []
    for line in dict.fromkeys(lines[:_MANY]):
        if not line or line.startswith(("#", "!")):
            continue
        base = line.removeprefix("./").strip("/")
        for pattern in (base, f"{base}/**", *(() if "/" in base else (f"**/{base}",))):
            if chosen(there, [pattern]):
                made.append(pattern)
                break
    return tuple(made)
