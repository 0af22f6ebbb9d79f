"""Template code in bodies: finding it, and leaving out what it stands in. Pure."""

from __future__ import annotations

import re

from .about import About

_FENCED = re.compile(
    r"^ {0,3}(`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_CODE = re.compile(
    r"(`{1,2})(?!`)[^\n]*?\1|<(pre|code)\b.*?(?:</\2\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
# Liquid, Nunjucks, Jinja, Tera: `{% … %}`, `{{ … }}`; Hugo: `{{< … >}}`, `{{% … %}}`
_TEMPLATE = re.compile(r"\{%[-+]?[ \t\n]*\w|\{\{[-<%~]?[ \t\n]*[\w\"'./(]")
# MDX: modules, components and expressions
_MDX = re.compile(r"^(?:import|export)\s+\S|<[A-Z][\w.]*[\s/>]|\{[ \t]*[\w'\"/`(]", re.MULTILINE)


def template_place(body: str, path: str) -> int | None:
    """Return where template code first stands outside of code examples; None if nowhere."""
    mdx = path.lower().endswith(".mdx")
    if not (mdx or "{%" in body or "{{" in body):
        return None
    bare = _CODE.sub(_blank, _FENCED.sub(_blank, body))
    found = _TEMPLATE.search(bare) or (_MDX.search(bare) if mdx else None)
    return found.start() if found else None


def without(body: str, about: About) -> str:
    """Return the paragraphs that hold no template code, and note that the others are left out."""
    path = about.article.path
    place = template_place(body, path)
    assert place is not None
    message = "the body holds template code, which feeds cannot run: they leave it out"
    about.note("template-code", message, about.raw.line + body.count("\n", 0, place))
    paragraphs = body.split("\n\n")
    return "\n\n".join(one for one in paragraphs if template_place(one, path) is None)


def _blank(code: re.Match[str]) -> str:
    """Put as many blanks and line ends in the place of a piece of code."""
    return re.sub(r"[^\n]", " ", code[0])
