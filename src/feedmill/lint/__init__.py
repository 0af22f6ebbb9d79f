"""Find what is suspicious in articles that can be published all the same: `feedmill check`.

In: a survey of the site. Out: problems. Open `checks.py` first. Pure.
"""
