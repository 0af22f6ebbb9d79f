"""Feeds as HTML pages for people who click a feed's link.

In: a feed, and how it relates to the others. Out: one page per feed, the index of all feeds, and
one stylesheet. Open `renderer.py` first; `views.py` has what templates see, `templates/` the
templates, `words/` the words in each language.
"""
