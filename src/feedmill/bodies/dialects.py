"""The dialects of Markdown: what each generator's own renderer does beyond CommonMark. Pure.

A row of DIALECTS says which of our passes are on. To add a dialect, add a row, and its name to
`DialectName` in `config/articles.py`.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from feedmill.config.articles import Articles, Markdown
from feedmill.generators.rules import NO_RULES, Rules
from feedmill.generators.table import GENERATORS


class Dialect(Struct, frozen=True, kw_only=True):
    """How one renderer reads Markdown.

    `headless`: a heading at the start is that of the page, not of the text. `smart`: typographic
    quotes and dashes; `dashes`: two hyphens are one long dash. `linkify`: bare addresses are links,
    and `www` is the scheme of those that have none, with `hosts` of `a.org`, too. `embeds`: so is
    one that is alone in its paragraph, where plugins embed what is there. `breaks`: line ends are
    line breaks. `footnotes`: whose ids they have. `attributes`: `{: .x}` (kramdown), `{.x}`
    (braces), or both (any). `elements`: block HTML goes on to its end tag, blank lines or not;
    `parse_html`: what it holds is Markdown.
    `abbreviations`: `*[HTML]: …`. `indented`: four spaces make code. `bare_tables`: tables need no
    heading. `fences`: `:::` encloses a note. `notes`: `!!!`, `???` and `===`. `definitions`: lists
    of terms. `dollars`: `$x$` is math, as `$$x$$` is. `figures`: a picture alone in its paragraph
    has its alternative text as caption. `titles`: code shows the `title="…"` behind its fence.
    `mdx`: JSX, expressions and modules. `extensions`: of Python-Markdown, by name, `options`:
    theirs, by name and key, `tab_length`: spaces of its levels.
    """

    engine: Literal["pulldown-cmark", "python-markdown"] = "pulldown-cmark"
    smart: bool = False
    headless: bool = False
    dashes: bool = False
    linkify: bool = False
    www: str = "http"
    hosts: bool = False
    figures: bool = False
    breaks: bool = False
    embeds: bool = False
    footnotes: str = "default"
    attributes: Literal["", "kramdown", "braces", "any"] = ""
    elements: bool = False
    parse_html: bool = False
    abbreviations: bool = False
    indented: bool = True
    bare_tables: bool = False
    fences: bool = False
    notes: bool = False
    definitions: bool = False
    dollars: bool = False
    titles: bool = False
    mdx: bool = False
    extensions: tuple[str, ...] = ()
    options: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    tab_length: int = 4


DIALECTS: dict[str, Dialect] = {
    "default": Dialect(
        linkify=True,
        attributes="any",
        abbreviations=True,
        fences=True,
        notes=True,
        definitions=True,
    ),
    # https://gohugo.io/configuration/markup/
    "goldmark": Dialect(
        smart=True,
        linkify=True,
        www="https",
        footnotes="goldmark",
        attributes="braces",
        definitions=True,
    ),
    # https://kramdown.gettalong.org/syntax.html, with kramdown-parser-gfm, as Jekyll has it
    "kramdown": Dialect(
        smart=True,
        footnotes="kramdown",
        attributes="kramdown",
        elements=True,
        abbreviations=True,
        bare_tables=True,
        definitions=True,
    ),
    # https://www.getzola.org/documentation/content/overview/
    "pulldown-cmark": Dialect(footnotes="pulldown-cmark", attributes="braces"),
    # https://www.11ty.dev/docs/languages/markdown/: html is on, indented code off
    "markdown-it": Dialect(
        footnotes="markdown-it",
        attributes="braces",
        indented=False,
        fences=True,
        embeds=True,
        hosts=True,
    ),
    # https://docs.astro.build/en/guides/markdown-content/, https://docusaurus.io/docs/markdown-features
    "remark": Dialect(
        smart=True,
        dashes=True,
        linkify=True,
        footnotes="remark",
        attributes="braces",
        fences=True,
        titles=True,
    ),
    # https://docusaurus.io/docs/markdown-features/react
    "mdx": Dialect(
        linkify=True,
        footnotes="remark",
        attributes="braces",
        fences=True,
        indented=False,
        titles=True,
        mdx=True,
    ),
    # https://python-markdown.github.io/
    "python-markdown": Dialect(engine="python-markdown", notes=True),
}


def dialect_of(articles: Articles) -> Dialect:
    """Return the dialect of a site's articles: its own, else that of its generator."""
    own = articles.markdown
    generator = articles.generator
    rules = GENERATORS[generator].rules if generator else NO_RULES
    if not isinstance(own, Markdown):
        return _of_generator(DIALECTS[own or rules.dialect], rules)
    changes: dict[str, Any] = {
        name: value
        for name in ("smart", "linkify", "breaks", "dollars", "figures", "parse_html", "extensions")
        if (value := getattr(own, name)) is not None
    }
    dialect = DIALECTS[own.dialect]
    options = tuple((name, tuple(one.items())) for name, one in own.options.items())
    changes |= {"options": options, "tab_length": own.tab_length}
    if "pymdownx.arithmatex" in (own.extensions or ()):
        changes.setdefault("dollars", True)
    return replace(_of_generator(dialect, rules), **changes)


def _of_generator(dialect: Dialect, rules: Rules) -> Dialect:
    """Return a dialect as one generator has it."""
    if not (rules.straight or rules.top_heading):
        return dialect
    smart = dialect.smart and not rules.straight
    return replace(dialect, smart=smart, headless=rules.top_heading)


def dialect_of_file(path: str, usual: Dialect) -> Dialect:
    """Return the dialect of an article; a file that is called so is in MDX, whatever the others."""
    if usual.mdx or not path.lower().endswith(".mdx"):
        return usual
    return replace(usual, mdx=True, indented=False)
