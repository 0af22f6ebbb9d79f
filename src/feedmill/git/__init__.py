"""Ask git: which files it tracks, what has changed, and what a commit holds.

In: a folder, or a commit. Out: paths, blob ids, bytes. Open `history.py` first.
"""
