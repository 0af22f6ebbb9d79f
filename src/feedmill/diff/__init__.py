"""Tell what subscribers would see if one state of a site followed another.

In: two states of a site. Out: a `Difference`, advice, and the guard's verdict. Open
`comparison.py` first, which gathers both states; `difference.py` decides.
"""
