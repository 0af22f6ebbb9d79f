"""reStructuredText to HTML, by docutils with nothing that reads files or passes HTML on. Pure.

https://docutils.sourceforge.io/docs/user/config.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from feedmill.errors import ExtraError

from .about import About
from .markdown.limits import has_tangled_part

if TYPE_CHECKING:
    from docutils.parsers.rst import Directive

_SAFE: dict[str, Any] = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": 5,
    "report_level": 5,
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "initial_header_level": 2,
    "input_encoding": "unicode",
    "line_length_limit": 20_000,
    "pep_references": False,
    "rfc_references": False,
    "smart_quotes": False,
    "doctitle_xform": False,
    "docinfo_xform": False,
}
_LITERAL = re.compile(
    r'<span class="docutils literal">((?:[^<]++|<span class="pre">[^<]*+</span>)*+)</span>'
)
_PRE = re.compile(r'</?span(?: class="pre")?>')
_DIRECTIVE = re.compile(r"^([ \t]*\.\. )([a-z][\w:+.-]{0,50})::(?=\s)", re.MULTILINE)
_SILENT = {"highlight", "index", "only", "meta", "currentmodule", "default-role"}
_CODE = ("code", "code-block", "sourcecode")
_OURS = "shown-by-feedmill"
_EXAMPLE = re.compile(rf"\.\. {_OURS}:: ([\w:+.-]+)")  # of a directive, in a block of code
_SERVICES = {"youtube": "https://www.youtube.com/watch?v=", "vimeo": "https://vimeo.com/"}
_ID = re.compile(r"[\w-]{1,100}")
_ADMONITIONS = (
    *("attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning"),
)


def render_rst(text: str, about: About) -> str:
    """Return a body as HTML that is not safe yet; if docutils gives up, as written, with a note.

    Raises ExtraError if docutils is not installed.
    """
    try:
        from docutils.core import publish_parts  # an extra
    except ImportError as error:
        # Patterns such as `**/*` don't say that they match files of this kind.
        raise ExtraError(
            f"{about.article.path}: reStructuredText needs more than is installed: "
            "pip install 'feedmill[rst]'"
        ) from error

    _prepare()
    source = _marked(text) if ".. " in text else text
    try:
        if max(map(len, source.split("\n"))) > _SAFE["line_length_limit"]:
            raise ValueError("a line is too long")  # docutils would return nothing
        if has_tangled_part(source):
            raise ValueError("would take too long")
        parts = publish_parts(source, writer="html5", settings_overrides={**_SAFE, "about": about})
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        about.note("tangled-body", "docutils can't read the body; it is shown as it is written")
        return f"<pre>{escape(text)}</pre>"
    body = _EXAMPLE.sub(r".. \1::", str(parts["body"]))
    if '"docutils literal"' in body:
        body = _LITERAL.sub(lambda code: f"<code>{_PRE.sub('', code[1])}</code>", body)
    return body


def _marked(text: str) -> str:
    """Return the text with directives that docutils would drop, and all below them, as ours."""
    from docutils.parsers.rst.languages.en import directives as known

    return _DIRECTIVE.sub(
        lambda found: (
            found[0]
            if found[2] in known or found[2] in _CODE
            else f"{found[1]}{_OURS}:: {found[2]}"
        ),
        text,
    )


class _AnyOptions(dict[str, Callable[[Any], Any]]):
    """Options of a directive, of highlighters and themes, too: a block with others is dropped."""

    def __missing__(self, name: str) -> Callable[[Any], Any]:
        return str


@cache
def _prepare() -> None:
    """Register the directives that plugins have, and make the others take any option."""
    from docutils.nodes import Element, Node, paragraph, reference
    from docutils.parsers.rst import Directive, directives
    from docutils.parsers.rst.directives import admonitions, images

    class Unknown(Directive):  # type: ignore[misc] # docutils has no types
        """One of a plugin: what it encloses, else a link."""

        optional_arguments = 1
        final_argument_whitespace = True
        has_content = True
        option_spec = _AnyOptions()

        def run(self) -> list[Node]:
            """Return what is shown."""
            name, *arguments = self.arguments[0].split()
            about: About = self.state.document.settings.about
            if name in _SILENT:
                return []
            inner = Element()
            self.state.nested_parse(self.content, self.content_offset, inner)
            about.leave_out(
                f".. {name}::", "shown as text" if inner.children else "shown as a link"
            )
            if inner.children:
                return list(inner.children)
            named = name in _SERVICES and arguments and _ID.fullmatch(arguments[0])
            target = _SERVICES[name] + arguments[0] if named else about.article.link
            shown = re.sub(r"[\W_]+", " ", name).strip().capitalize()
            return [paragraph("", "", reference("", shown, refuri=target))] if target else []

    directives.register_directive(_OURS, Unknown)

    bases: list[tuple[str, type[Directive]]] = [
        *((name, _code_block()) for name in _CODE),
        ("figure", images.Figure),
        ("image", images.Image),
        *((name, getattr(admonitions, name.capitalize())) for name in _ADMONITIONS),
    ]
    for name, base in bases:
        options = _AnyOptions(base.option_spec or {})
        directives.register_directive(name, type(base.__name__, (base,), {"option_spec": options}))


def _code_block() -> type[Directive]:
    from docutils.nodes import Node
    from docutils.parsers.rst.directives import body

    class Code(body.CodeBlock):  # type: ignore[misc] # docutils has no types
        """A block of code; highlighters take more words than the language, and show the code."""

        final_argument_whitespace = True

        def run(self) -> list[Node]:
            """Return what is shown."""
            words: list[str] = self.arguments  # type: ignore[has-type]
            self.arguments = words[0].split()[:1] if words else []
            return list(super().run())

    return Code
