"""Read the fields of an article out of its front matter. Pure.

In: a sheet and the name of a field. Out: its value, with what is wrong noted in the sheet. Open
`kinds.py` first, which says how each kind of field in FIELDS is read.
"""
