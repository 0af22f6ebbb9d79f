"""reStructuredText to HTML, by docutils with nothing that reads files or passes HTML on. Pure.

https://docutils.sourceforge.io/docs/user/config.html
"""

from __future__ import annotations

from html import escape

from .about import About

_SAFE = {
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


def render_rst(text: str, about: About) -> str:
    """Return a body as HTML that is not safe yet; if docutils gives up, as written, with a note."""
    from docutils.core import publish_parts  # an extra, which the config asks for

    try:
        parts = publish_parts(text, writer="html5", settings_overrides=dict(_SAFE))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError):
        about.note("tangled-body", "docutils can't read the body; it is shown as it is written")
        return f"<pre>{escape(text)}</pre>"
    return str(parts["body"])
