"""Set up a site: `feedmill init`. Pure.

In: what is known of a folder (`generators/facts.py`), and answers. Out: a config and a workflow, as
text. Open `proposals.py` first, then `texts.py`.
"""
