"""Group articles into feeds, and make entries of them.

In: articles and a config. Out: feeds, ready to render. Open `families.py` first, then
`assembly.py`.
"""
