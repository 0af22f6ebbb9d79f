"""Set up a site: `feedmill init`. Pure.

In: what a folder shows of itself, and answers. Out: a config and a workflow, as text. Open
`facts.py` first, then `texts.py`.
"""
