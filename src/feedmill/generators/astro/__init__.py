"""Astro's rules: slugs, links. Pure. Its settings are read in `settings.py`.

https://docs.astro.build/en/guides/content-collections/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedmill.generators.letters import keeper
from feedmill.generators.placement import Placement
from feedmill.generators.rules import Rules

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal

_stays = keeper("L M Nd Nl Pc", "", r"a-z0-9_ -")


def slug(text: str) -> str:
    """Return what github-slugger makes: `Hello You 1.2` → `hello-you-12`."""
    return "".join(filter(_stays, text.lower())).replace(" ", "-")


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of Astro."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


RULES = Rules(
    dialect="remark",
    # Pictures of `src/` get names with hashes, which only the rendered page knows.
    placement=Placement((("public", ""),)),
    slugs={"github": slug},
    defaults={
        **dict.fromkeys(("title", "name", "stem", "path", "folder", "section", "parent"), "github"),
        "slug": "raw",
    },
)
