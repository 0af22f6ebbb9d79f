"""Keep copies of the articles' images, so that enclosures are true and stay.

In: the images that articles name. Out: the image store, its manifest, and the enclosures of an
entry. Open `commands.py` first; `fetching/` talks to servers.
"""
