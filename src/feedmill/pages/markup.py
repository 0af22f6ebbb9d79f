"""Text as HTML shows it: byte for byte what Jinja2's autoescape makes of it. Pure."""

from __future__ import annotations


class Markup(str):
    """Text that is HTML already; Jinja2, too, leaves it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the HTML."""
        return self


def escape(value: object) -> str:
    """Return what HTML shows as a value: markup as it is, all else as text."""
    if isinstance(value, Markup):
        return value
    return (
        str(value)
        .replace("&", "&amp;")
        .replace(">", "&gt;")
        .replace("<", "&lt;")
        .replace("'", "&#39;")
        .replace('"', "&#34;")
    )
