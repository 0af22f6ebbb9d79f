"""The programs that make sites, a folder each: their rules, and how their settings are read. Pure.

In: names and texts of a site's files, or a title. Out: what a config says of them, or a slug. Open
`rules.py` first, then `jekyll/`; `table.py` has them all.
"""
