"""Expand template code in bodies: shortcodes, Liquid, Nunjucks, Tera, MDX. Pure.

In: the text of a body. Out: the same text without template code; what has no meaning in a feed is
left out or becomes a link to the page, and the text around it stays. Open `expand.py` first;
`pieces.py` finds the pieces, `known.py` is the table of those with a meaning.
"""

from .expand import expand

__all__ = ["expand"]
