"""Parse articles: bytes in, `Article` or problems out. Pure.

In: the bytes of one file and its path. Out: front matter as typed fields, dates in UTC, ids and
permalinks. Open `parser.py` first, then `fields/kinds.py`.
"""
