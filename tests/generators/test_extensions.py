"""Python-Markdown is set up as the site's settings say, with the extensions that are known."""

from __future__ import annotations

from typing import Any

import pytest

from feedmill.generators.facts import Facts
from feedmill.generators.table import GENERATORS

OWN = """MARKDOWN = {
    'extensions': ['markdown.extensions.smarty'],
    'extension_configs': {
        'markdown.extensions.extra': {},
        'markdown.extensions.toc': {'anchorlink': True, 'slugify': print, 'permalink': True},
        'mdx_math': {'enable_dollar_delimiter': True}, 'mdx_ours': {},
    },
    'tab_length': 2,
}
TYPOGRIFY = True
"""
WITH_DICT = """MARKDOWN = dict(extension_configs={'markdown.extensions.nl2br': dict()})
PLUGINS = ['pelican.plugins.render_math', 'neighbours']
"""
OLD = """MD_EXTENSIONS = ['codehilite(css_class=highlight)', 'headerid', 'toc']
PLUGINS = ['liquid_tags']
"""
MKDOCS = """nav: [{!ENV [HOME, Start]: a.md}]
markdown_extensions:
  - admonition
  - toc: {permalink: true}
  - pymdownx.arithmatex
  - pymdownx.magiclink: {repo_url_shorthand: true, user: "ann\\n", repo: a, labels: {x: y}}
  - pymdownx.emoji: {emoji_index: !!python/name:os.system ''}
"""
ALWAYS = ("toc", "tables", "fenced_code")


@pytest.mark.parametrize(
    ("generator", "text", "expected", "plain"),
    [
        ("pelican", "", {"extensions": ("codehilite", "extra", "meta", "toc")}, False),
        (
            "pelican",
            OWN,
            {
                "extensions": ("smarty", "extra", "toc"),
                "options": {"toc": {"anchorlink": "true"}},
                "tab_length": 2,
                "smart": True,
                "dollars": True,
                "unknown": ("mdx_ours",),
            },
            False,
        ),
        ("pelican", WITH_DICT, {"extensions": ("nl2br",)}, True),
        (
            "pelican",
            OLD,
            {"extensions": ("codehilite", "toc"), "unknown": ("headerid",)},
            False,
        ),
        (
            "pelican",
            "PLUGINS = [own.liquid]",
            {"extensions": ("codehilite", "extra", "meta", "toc")},
            False,
        ),
        (
            "mkdocs",
            MKDOCS,
            {
                "extensions": (
                    *(*ALWAYS, "admonition", "pymdownx.arithmatex", "pymdownx.magiclink"),
                    "pymdownx.emoji",
                ),
                "options": {"pymdownx.magiclink": {"repo_url_shorthand": "true", "repo": "a"}},
                "dollars": True,
            },
            True,
        ),
        (
            "mkdocs",
            "markdown_extensions: {pymdownx.arithmatex: {inline_syntax: [round]}}",
            {"extensions": (*ALWAYS, "pymdownx.arithmatex")},
            True,
        ),
        ("mkdocs", "plugins: [search, blog, macros]", {"extensions": ALWAYS}, False),
        ("mkdocs", "plugins: {material/blog: {}}\nhooks: [a.py]", {"extensions": ALWAYS}, False),
    ],
)
def test_settings(generator: str, text: str, expected: dict[str, Any], plain: bool) -> None:
    """Names, options that bodies depend on and widths are taken over; the rest is named."""
    name = "pelicanconf.py" if generator == "pelican" else "mkdocs.yml"
    start = "SITENAME = 'A'\n" if generator == "pelican" else "site_name: A\n"
    found = GENERATORS[generator].read(Facts(paths=(name,), texts={name: start + text}))
    assert found is not None
    assert expected == {**found.markdown, **({"unknown": found.unknown} if found.unknown else {})}
    assert plain == found.plain
