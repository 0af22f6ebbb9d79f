"""What `feedmill init` learns of a site's Markdown: options of its dialect, and formulas."""

from __future__ import annotations

import pytest

from feedmill.bodies.dialects import dialect_of
from feedmill.config import parse_config
from feedmill.generators.facts import Facts, is_wanted
from feedmill.generators.proposal import Proposal
from feedmill.scaffold.answers import suggestion
from feedmill.scaffold.config_text import config_text
from feedmill.scaffold.proposals import propose
from feedmill.scaffold.samples import settled

HUGO = "baseURL = 'https://e.org/'\n"
MATHJAX = "<script>MathJax = {tex: {inlineMath: [['$', '$'], ['\\\\(', '\\\\)']]}};</script>"
KATEX = '<script>render(document.body, {delimiters: [{left: "$", right: "$"}]}) // KaTeX</script>'


def proposed(texts: dict[str, str], body: str = "") -> Proposal:
    """Give what is proposed for a site with these settings and one article."""
    folder = "_posts" if "_config.yml" in texts else "blog"
    if "astro.config.mjs" in texts:
        folder = "src/content/blog"
    path = f"{folder}/2024-01-02-a.md"
    assert [] == [path for path in texts if not is_wanted(path)]
    found = propose(Facts(paths=(*texts, path), texts=texts))
    return settled(found, found.include, {path: f"---\ntitle: A\n---\n{body}\n".encode()})


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (
            {
                "package.json": '{"scripts": {"a": "npx @11ty/eleventy --config=b/eleventy.js"}}',
                "b/eleventy.js": "const f = require('markdown-it-implicit-figures');\n"
                "module.exports = c => c.setLibrary('md', m({linkify: true})"
                ".use(f, {figcaption: true}))",
            },
            {"linkify": True, "figures": True},
        ),
        (
            {"docusaurus.config.js": "module.exports = {markdown: {format: 'detect'}}\n"},
            {"dialect": "remark"},
        ),
        ({"_config.yml": "title: A\n"}, {}),
        ({"_config.yml": "kramdown: {hard_wrap: true}\n"}, {"breaks": True}),
        ({"_config.yml": "kramdown: {parse_block_html: true}\n"}, {"parse_html": True}),
        ({"_config.yml": "kramdown: {smart_quotes: 'apos,apos,quot,quot'}\n"}, {"smart": False}),
        ({"_config.yml": "kramdown: {smart_quotes: 'lsquo,rsquo,ldquo,rdquo'}\n"}, {}),
        (
            {"_config.yml": "markdown: CommonMarkGhPages\ncommonmark: {options: [SMART]}\n"},
            {"dialect": "default", "smart": True},
        ),
        ({"_config.yml": "a: 1\n", "_includes/head.html": MATHJAX}, {"dollars": True}),
        ({"_config.yml": "a: 1\n", "_includes/head.html": KATEX}, {"dollars": True}),
        ({"_config.yml": "a: 1\n# inlineMath: [['$', '$']]\n"}, {}),
        (
            {"hugo.toml": f"{HUGO}[markup.goldmark.extensions]\ntypographer = false\n"},
            {"smart": False},
        ),
        (
            {"hugo.toml": f"{HUGO}[markup.goldmark.extensions.typographer]\ndisable = true\n"},
            {"smart": False},
        ),
        (
            {"hugo.toml": f"{HUGO}[markup.goldmark]\nextensions.linkify = false\n"
            "renderer.hardWraps = true\n"},
            {"linkify": False, "breaks": True},
        ),
        (
            {"hugo.toml": f"{HUGO}[markup.goldmark.extensions.passthrough]\nenable = true\n"
            "[markup.goldmark.extensions.passthrough.delimiters]\ninline = [['$', '$']]\n"},
            {"dollars": True},
        ),
        ({"config.toml": "base_url = 'https://e.org'\n[markdown]\nsmart_punctuation = true\n"},
         {"smart": True}),
        ({"eleventy.config.js": "md = markdownIt({ html: true, breaks: true, typographer: true })"},
         {"breaks": True, "smart": True}),
        ({"eleventy.config.js": "// linkify: true\nmd.use(require('markdown-it-katex'))"},
         {"dollars": True}),
        ({"astro.config.mjs": "defineConfig({ markdown: { smartypants: false } })"},
         {"smart": False}),
        ({"docusaurus.config.js": "import a from 'remark-breaks'; x = [require('remark-math')]"},
         {"breaks": True, "dollars": True}),
    ],
)  # fmt: skip
def test_options(texts: dict[str, str], options: dict[str, object]) -> None:
    """What the settings change is an option, in a config that can be used; the rest is not."""
    found = proposed(texts)
    assert options == found.markdown
    config = parse_config(config_text(found, suggestion(found, "a", 2024)), "config.yaml")
    dialect = dialect_of(config.articles)
    wanted = {name: value for name, value in options.items() if name != "dialect"}
    assert wanted == {name: getattr(dialect, name) for name in wanted}


SURE = r"$$\frac{a}{b}$$"


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("", SURE, False),
        (MATHJAX, SURE, True),
        (MATHJAX, r"\\[ \sum_i a_i \\]", True),
        (MATHJAX, r"so \\(x_1\\)", True),
        (MATHJAX, "a\n\\begin{align}\na\n\\end{align}", True),
        (MATHJAX, "Cash: $5 or $$10, \\(not a formula)", False),
        (MATHJAX, f"```\n{SURE}\n```\nand `{SURE}`", False),
        (MATHJAX, "$$a$$", True),
        (MATHJAX, "It is $x^2$.", True),
        (MATHJAX, "It is $5 or $10.", False),
        (MATHJAX, "No formula.", False),
        ("MathJax", "It is $x^2$.", False),
    ],
)
def test_formulas(head: str, body: str, expected: bool) -> None:
    """TeX becomes MathML where articles have it, and layouts say that it is meant."""
    found = proposed({"_config.yml": "title: A\n", "_includes/head.html": head}, body)
    assert expected == found.math
    text = config_text(found, suggestion(found, "a", 2024))
    assert expected == (parse_config(text, "config.yaml").articles.math == "mathml")


def test_address_of_docusaurus() -> None:
    """A text of a function that is called as the setting is not the site's path."""
    code = (
        "function edit() { const baseUrl = 'https://b.org/edit'; }\n"
        "module.exports = {url: 'https://e.org', baseUrl: '/a/'}\n"
    )
    assert "https://e.org/a" == proposed({"docusaurus.config.js": code}).url


def test_quotes_of_docusaurus() -> None:
    """They stay as they are, though Astro's are typographic in the same dialect."""
    config = "site: {title: A, url: 'https://e.org/', authority: 'e.org,2024'}\narticles: {%s}\n"
    smart = [
        dialect_of(parse_config(config % keys, "config.yaml").articles).smart
        for keys in ("generator: astro", "generator: docusaurus",
                     "generator: docusaurus, markdown: {dialect: remark}",
                     "generator: docusaurus, markdown: {dialect: remark, smart: true}")
    ]  # fmt: skip
    assert [True, False, False, True] == smart
