"""The rules of MkDocs-Material's blog: slugs, links. Pure. Its settings: `settings.py`.

https://squidfunk.github.io/mkdocs-material/plugins/blog/#config.post_slugify
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from feedmill.generators.placement import Placement, below_content
from feedmill.generators.rules import Rules

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts
    from feedmill.generators.proposal import Proposal

_TAG = re.compile(r"</?[^<>]*>")


def slug(text: str) -> str:
    """Return what its blog makes of titles: `We're here – C++` → `were-here--c`."""
    return _bare(_TAG.sub("", normalize("NFC", text)).strip().lower())


def cased_slug(text: str) -> str:
    """Return what pymdownx makes of titles without `case`: upper case stays."""
    return _bare(_TAG.sub("", normalize("NFC", text)).strip())


def folded_slug(text: str) -> str:
    """Return what pymdownx makes of titles with `case: fold`."""
    return _bare(_TAG.sub("", normalize("NFC", text)).strip().casefold())


def markdown_slug(text: str) -> str:
    """Return what Python-Markdown's own `toc` makes: ASCII, no two hyphens."""
    bare = normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", bare).strip().lower())


def served(path: str) -> str:
    """Return where a file is served: `docs/blog/posts/img/x.png` → `blog/img/x.png`.

    https://squidfunk.github.io/mkdocs-material/plugins/blog/#config.post_dir
    """
    return re.sub(r"(?:^|(?<=/))posts/", "", below_content(path), count=1)


def title(name: str) -> str:
    """Return the title of a post that has none: `hello-you` → `Hello you`."""
    spaced = re.sub("[-_]", " ", name)
    return spaced.capitalize() if spaced.lower() == spaced else spaced


def _bare(text: str) -> str:
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def read(facts: Facts) -> Proposal | None:
    """Return what the settings of a site say; None if it is not one of MkDocs."""
    from .settings import read as read_settings  # with all that builds do not need

    return read_settings(facts)


RULES = Rules(
    last_key=True,
    title=title,
    dialect="python-markdown",
    placement=Placement(served=served),
    slugs={
        "mkdocs": slug,
        "mkdocs-cased": cased_slug,
        "mkdocs-fold": folded_slug,
        "markdown": markdown_slug,
    },
    defaults={
        **dict.fromkeys(("title", "category", "categories"), "mkdocs"),
        **dict.fromkeys(("slug", "stem", "path", "folder"), "raw"),
    },
)
