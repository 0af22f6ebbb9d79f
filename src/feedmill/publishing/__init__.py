"""Write feeds where they are served.

In: rendered feeds and what is in the output folder now. Out: files, in place all at once, and the
manifest. Open `plan.py` first, then `folder.py`.
"""
