"""How a site's host changes addresses, according to its files: trailing slashes. Pure.

https://firebase.google.com/docs/hosting/full-config, https://vercel.com/docs/project-configuration
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from .facts import Facts, found, is_true, parsed


def served_as(facts: Facts, pattern: str) -> str:
    """Return the pattern of links as the host serves them: others are redirects there."""
    for one in _hosts(facts):
        slash, clean = found(one, "trailingSlash"), is_true(found(one, "cleanUrls"))
        if clean:
            pattern = re.sub(r"\.html$", "", pattern)
        if slash is not None and pattern.rstrip("/"):
            bare = pattern.rstrip("/")
            is_file = re.search(r"\.\w+$", bare)
            pattern = f"{bare}/" if is_true(slash) and not is_file else bare
    return pattern


def _hosts(facts: Facts) -> list[object]:
    made: list[object] = []
    for path in ("firebase.json", "vercel.json"):
        settings = parsed(facts.texts.get(path, ""), "json")
        hosting = settings.get("hosting", settings) if path == "firebase.json" else settings
        # Of several sites in one Firebase project the first that says something.
        made += [one for one in (hosting if isinstance(hosting, list) else [hosting]) if one][:1]
    return [one for one in made if isinstance(one, Mapping)]
