"""Keep the ids and addresses that subscribers know.

In: articles and what was published of them. Out: ids written into front matter by the least edit.
Open `pins.py` first.
"""
