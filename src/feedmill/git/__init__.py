"""Ask git: which files it tracks, what has changed, and what a commit holds.

In: a folder, or a commit. Out: paths, blob ids, bytes. Open `door.py` first: every call of
git goes through it.
"""
