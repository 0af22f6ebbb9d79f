"""Patterns that need a sign are passed over where it is not, and nothing else changes."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from markdown import Markdown

from feedmill.bodies.markdown.quicker import quicken
from feedmill.generators.pelican.extensions import OPTIONS

CASES = sorted(Path(__file__, "..", "cases").resolve().glob("*/*.md"))
SIGNS = "".join(f"a{sign}b{sign} {sign}{sign}c{sign}\n" for sign in string.punctuation)
LINKS = """http://a.example ftp://b.example www.c.example WWW.D.EXAMPLE e@f.example @ann @x:ann
@ann/b @github:ann/b github:ann/b#1 gitlab:ann/b!2 ann/b#3 b?4 #5 !6 b@{0} {0} x{0}
""".format("0123456789" * 4)
MAGIC = {"user": "ann", "repo": "b", "repo_url_shorthand": True, "social_url_shorthand": True}
PYMDOWNX = tuple(name for name in OPTIONS if name != "extra")  # which is in pymdownx.extra


@pytest.mark.parametrize("extensions", [(), ("extra", "smarty", "wikilinks"), PYMDOWNX])
def test_the_same_is_made(extensions: tuple[str, ...]) -> None:
    """An engine makes of all cases what Python-Markdown makes of them."""
    configs = {"pymdownx.magiclink": MAGIC} if "pymdownx.magiclink" in extensions else {}
    usual, quick = (Markdown(extensions=extensions, extension_configs=configs) for _ in range(2))
    quicken(quick)
    assert type(usual.treeprocessors["inline"]) is not type(quick.treeprocessors["inline"])
    for source in (
        SIGNS,
        *LINKS.split(),
        LINKS,
        *(case.read_text(encoding="utf-8") for case in CASES),
    ):
        assert usual.reset().convert(source) == quick.reset().convert(source)
