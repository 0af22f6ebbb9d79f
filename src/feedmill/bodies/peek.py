"""What can be told of a body without rendering it. Cheap: every article passes through here."""

from __future__ import annotations

import re

MAX_BODY = 2**18  # characters; a longer body is never rendered whole

_HTML_ENDINGS = (".html", ".htm", ".xhtml")
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
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(\S[^\n]*)$"
    r"|^ {0,3}([^\s#>=`~<-][^\n]*)\n {0,3}(?:=+|-+)[ \t]*$"
    r"|<h1\b[^<>\n]{0,200}>([^\n]{1,500}?)</h1\s*>",
    re.MULTILINE | re.IGNORECASE,
)
_CLOSING = re.compile(r"(?:^|(?<=[ \t]))#+[ \t]*$")


def is_html(path: str) -> bool:
    """Say whether a file's body is HTML rather than Markdown."""
    return path.lower().endswith(_HTML_ENDINGS)


def template_place(body: str, path: str) -> int | None:
    """Give where template code first stands outside of code examples; None if nowhere."""
    mdx = path.lower().endswith(".mdx")
    if not (mdx or "{%" in body or "{{" in body):
        return None
    bare = _CODE.sub(_blank, _FENCED.sub(_blank, body))
    found = _TEMPLATE.search(bare) or (_MDX.search(bare) if mdx else None)
    return found.start() if found else None


def first_heading(body: str, path: str) -> str:
    """Give the first heading as it is written there (Markdown or HTML), or ""."""
    start = body[:MAX_BODY]
    found = _HEADING.search(start if is_html(path) else _FENCED.sub(_blank, start))
    if not found:
        return ""
    hashes, underlined, html = found.groups()
    return _CLOSING.sub("", hashes) if hashes else underlined or html


def _blank(code: re.Match[str]) -> str:
    """Put as many blanks and line ends in the place of a piece of code."""
    return re.sub(r"[^\n]", " ", code[0])
