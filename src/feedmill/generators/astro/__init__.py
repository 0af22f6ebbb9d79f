"""Astro's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://docs.astro.build/en/guides/content-collections/
"""

from __future__ import annotations

from feedmill.generators.letters import keeper
from feedmill.generators.rules import Rules

_stays = keeper("L M Nd Nl Pc", "", r"a-z0-9_ -")


def slug(text: str) -> str:
    """Return what github-slugger makes: `Hello You 1.2` → `hello-you-12`."""
    return "".join(filter(_stays, text.lower())).replace(" ", "-")


RULES = Rules(
    slugs={"github": slug},
    defaults={
        **dict.fromkeys(("title", "name", "stem", "path", "folder", "section", "parent"), "github"),
        "slug": "raw",
    },
)
