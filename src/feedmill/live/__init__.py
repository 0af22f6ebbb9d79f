"""Look at the published feeds as subscribers do, and tell hubs about them.

In: a manifest, or its URL. Out: problems with how feeds are served. Open `visit.py` first.
"""
