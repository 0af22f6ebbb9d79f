"""The rules of Docusaurus's blog: links. Pure. Its settings are read in `settings.py`.

https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feedmill.generators.placement import Placement
from feedmill.generators.rules import Rules, as_written

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of Docusaurus."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


RULES = Rules(
    bare=True,
    # https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
    hides={"unlisted": ("true",)},
    dialect="mdx",
    straight=True,
    title=as_written,
    top_heading=True,
    # https://docusaurus.io/docs/markdown-features/assets
    placement=Placement((("static", ""),), named=(("@site/static/", "/"),)),
    defaults=dict.fromkeys(("slug", "name", "stem", "path", "folder"), "raw"),
)
