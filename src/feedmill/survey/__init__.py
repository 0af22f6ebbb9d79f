"""Read all articles once, for the commands that look rather than build.

In: a site. Out: every article with its state, every feed. Open `site.py` first.
"""
