"""What texts of the config may be that are about bodies and the pictures in them. Pure."""

from __future__ import annotations

import re

from .unfit import Unfit, nearest


def served_path(text: str) -> str:
    """Check the path of a folder on the site; return it with `/` at both ends. Raises Unfit."""
    if not text.startswith("/") or text.startswith("//") or re.search(r"[?#\s\\]", text):
        raise Unfit("is not a path that begins with /", f"/{text.strip('/')}/")
    if ".." in text.split("/"):
        raise Unfit("leaves the folder with ..")
    return f"/{inner}/" if (inner := text.strip("/")) else "/"


def extension(text: str) -> str:
    """Check the name of an extension of Python-Markdown; return the usual one. Raises Unfit."""
    from feedmill.generators.pelican.extensions import OPTIONS, plain_name  # few configs name any

    name = plain_name(text)
    if name not in OPTIONS:
        raise Unfit("is not known", nearest(name, OPTIONS))
    return name


def shortcode_name(text: str) -> str:
    """Check the name of a shortcode or tag; return it in lower case. Raises Unfit."""
    if not re.fullmatch(r"[\w./:-]+", text):
        raise Unfit("is not the name of a shortcode or tag")
    return text.lower()


def shortcode(text: str) -> str:
    """Check what is shown in the place of a shortcode. Raises Unfit."""
    for place in re.findall(r"\{([^{}]*)\}", text):
        if not re.fullmatch(r"[\w-]+(?:\|[\w-]+)*", place):
            raise Unfit(f"has the placeholder {{{place}}}, which is no name of an argument")
    return text
