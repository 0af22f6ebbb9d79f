"""Own the folder `.feedmill`, and open files and folders without following links.

In: the folder of a site. Out: a state folder that may be believed, locked; files that survive a
power cut. Open `folder.py` first: whether a state folder is used; then `directory.py`.
"""
