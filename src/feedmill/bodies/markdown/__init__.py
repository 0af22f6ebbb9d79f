"""Markdown → HTML, in the dialect of the site's generator. Pure.

In: the text of a body, its template code already gone. Out: HTML that is not safe yet.
"""

from __future__ import annotations

import pyromark
from pyromark import Options

_ENGINE = pyromark.Markdown(options=Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH)


def render(body: str) -> str:
    """Return Markdown as HTML."""
    return _ENGINE.html(body)
