"""Render Liquid in bodies, as Jekyll and Eleventy do, by python-liquid. Pure.

In: the text of a body. Out: the same with Liquid rendered; what has no meaning in a feed is left
out or becomes a link, and is reported. Open `rendering.py` first; `scope.py` has the variables,
`tags.py` the tags, `filters.py`, `lists.py` and `dates.py` the filters, `job.py` the limits.
"""

from .rendering import render_liquid

__all__ = ["render_liquid"]
