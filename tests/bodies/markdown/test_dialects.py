"""What each generator's own renderer makes of a text, ours makes of it, too.

`cases/` has a folder for each dialect, and in it pairs of Markdown and HTML. The HTML was read
beside what kramdown 2.4, Hugo, markdown-it 14, Astro and Python-Markdown make of the same text: ids
and classes aside, which feeds have no use for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from feedmill.bodies.dialects import DIALECTS
from feedmill.config.articles import DialectName, Markdown
from feedmill.generators.pelican.extensions import OPTIONS
from feedmill.generators.table import GENERATORS

CASES = sorted(Path(__file__, "..", "cases").resolve().glob("*/*.md"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_dialect(complete: Callable[..., Any], case: Path) -> None:
    """A text becomes what the dialect's own renderer makes of it."""
    expected = case.with_suffix(".html").read_text(encoding="utf-8")
    source = case.read_text(encoding="utf-8")
    assert expected == complete(source, markdown=case.parent.name).content + "\n"


@pytest.mark.parametrize(
    ("options", "source", "expected"),
    [
        ({"smart": True}, '"a" -- b', "<p>“a” – b</p>"),
        ({"linkify": False}, "http://x.example", "<p>http://x.example</p>"),
        (
            {"dialect": "markdown-it", "linkify": True},
            "a.org’s b.co.uk/c?d), e.js 1.5 `f.org` g@h.com",
            '<p><a href="http://a.org">a.org</a>’s <a href="http://b.co.uk/c?d">b.co.uk/c?d</a>), '
            'e.js 1.5 <code>f.org</code> <a href="mailto:g@h.com">g@h.com</a></p>',
        ),
        (
            {"figures": True},
            "![a *b*](/c.png)\n\n![](/d.png)\n\ne ![f](/g.png)",
            '<figure><img src="https://example.org/c.png" alt="a b"><figcaption>a b</figcaption>'
            '</figure>\n<p><img src="https://example.org/d.png" alt=""></p>\n'
            '<p>e <img src="https://example.org/g.png" alt="f"></p>',
        ),
        ({"breaks": True}, "a\nb\n\n- c\n  d\n", "<p>a<br>\nb</p>\n<ul>\n<li>c<br>\nd</li>\n</ul>"),
        ({"dollars": True}, "$a_1 b_2$ and $5 or $6", "<p><code>a_1 b_2</code> and $5 or $6</p>"),
        (
            {"dialect": "kramdown", "parse_html": True},
            "<div>\n*a*\n</div>\n",
            "<div>\n<p><em>a</em></p>\n</div>",
        ),
        (
            {"dialect": "python-markdown", "extensions": ("nl2br", "admonition")},
            "a\nb **c**\n\n!!! note\n    d\n",
            "<p>a<br>\nb <strong>c</strong></p>\n"
            "<blockquote><p><strong>Note</strong></p>\n<p>d</p>\n</blockquote>",
        ),
        (
            {
                "dialect": "python-markdown",
                "extensions": ("toc", "pymdownx.magiclink"),
                "options": {
                    "toc": {"anchorlink": "true"},
                    "pymdownx.magiclink": {"repo_url_shorthand": "true", "user": "a", "repo": "b"},
                },
            },
            "# An *end*\n\nSee #1 by @ann, http://x.example\n",
            '<h1><a href="https://example.org/a/b#an-end">An <em>end</em></a></h1>\n'
            '<p>See <a href="https://github.com/a/b/issues/1">#1</a> by '
            '<a href="https://github.com/ann">@ann</a>, '
            '<a href="http://x.example">http://x.example</a></p>',
        ),
        (
            {"dialect": "python-markdown", "extensions": ("pymdownx.details",)},
            "!!! note\n\n??? a b\n\n    c\n",
            "<p>!!! note</p>\n<details><summary>A</summary>\n<p>c</p>\n</details>",
        ),
        (
            {"dialect": "python-markdown"},
            '=== "T"\n    a\n\n=== t\n\n!!! no, "x"\n\nx\n\n    ::xml\n    </script><script>\n'
            "\nb\n\n    </script>\n",
            '<div><p><strong>T</strong></p>\n<p>a</p>\n</div>\n<p>=== t</p>\n<p>!!! no, "x"'
            '</p>\n<p>x</p>\n<pre><code class="language-xml">&lt;/script&gt;&lt;script&gt;\n'
            "</code></pre>\n<p>b</p>\n<pre><code>&lt;/script&gt;</code></pre>",
        ),
        (
            {"dialect": "python-markdown", "extensions": ("extra",)},
            "~~~ a\n\n*b*\n\n    #!python\n    c\n",
            "<p>~~~ a</p>\n<p><em>b</em></p>\n<pre><code>#!python\nc\n</code></pre>",
        ),
        (
            {"dialect": "python-markdown", "extensions": ("extra",), "tab_length": 2},
            "- a\n  - b\n",
            "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
        ),
        (
            {"dialect": "python-markdown", "extensions": ("pymdownx.blocks.details",)},
            "/// details | More\nwords\n///\n",
            "<details>\n<summary>More</summary>\n<p>words</p>\n</details>",
        ),
    ],
)
def test_options(
    complete: Callable[..., Any], options: dict[str, Any], source: str, expected: str
) -> None:
    """What the config says of a dialect goes before the dialect's own."""
    assert expected == complete(source, markdown=Markdown(**options)).content


def test_every_extension(complete: Callable[..., Any]) -> None:
    """All extensions that a config may name, with all their options, render a body."""
    switches = {"switch": "true", "text": "2"}
    for name, kinds in OPTIONS.items():
        options = {name: {key: switches[kind] for key, kind in kinds.items()}}
        for own in (Markdown(dialect="python-markdown", extensions=(name,), options=one)
                    for one in ({}, options)):  # fmt: skip
            done = complete("# A\n\n`b` **c**\n", markdown=own)
            assert "<strong>c</strong>" in done.content, name
            assert not done.problems, name


def test_the_dialect_of_a_generator(complete: Callable[..., Any]) -> None:
    """A site's generator says which dialect its articles are in, unless the config does."""
    source = '"a" {: .x}\n{: .y}\n'
    assert "<p>“a” {: .x}</p>" == complete(source, generator="jekyll").content
    assert '<p>"a"</p>' == complete(source, generator="jekyll", markdown="default").content
    assert {row.rules.dialect for row in GENERATORS.values()} <= DIALECTS.keys()
    assert set(get_args(DialectName)) == DIALECTS.keys()


def test_python_markdown_gives_up_in_time(complete: Callable[..., Any]) -> None:
    """What is too long for Python-Markdown is rendered by the fast engine, and reported."""
    done = complete("word\n" * 30_000 + "**last**", markdown="python-markdown")
    assert done.content.endswith("<strong>last</strong></p>")
    assert ["tangled-body"] == [problem.code for problem in done.problems]


@pytest.mark.parametrize("tag", ["PRE", "Style", "SCRIPT", "TEXTAREA"])
def test_what_is_in_capitals_ends(complete: Callable[..., Any], tag: str) -> None:
    """An element whose end is written in capitals does not take the rest of the body with it."""
    body = f"<{tag}>\na\n\n</{tag}>\n\n*b*\n\n```\n</{tag}>\n```\n"

    html = complete(body, markdown="goldmark").content

    assert "<p><em>b</em></p>" in html
    assert f"&lt;/{tag}&gt;" in html


def test_formulas_and_titles_of_extensions(complete: Callable[..., Any]) -> None:
    """With arithmatex all that it names is a formula, and code has its title above it."""
    body = '\\(y\\) and $x$\n\n\\[ w \\]\n\n```py title="app.py"\n# highlight-start\n```\n'
    names = ("pymdownx.arithmatex", "pymdownx.superfences")
    own = Markdown(dialect="python-markdown", extensions=names)
    assert (
        "<p><code>y</code> and <code>x</code></p>\n"
        '<pre><code class="language-tex">w\n</code></pre>\n'
        "<p><strong>app.py</strong></p>\n"
        '<pre><code class="language-py"># highlight-start\n</code></pre>'
    ) == complete(body, markdown=own).content
