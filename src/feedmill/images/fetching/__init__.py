"""Fetch images from strangers' servers, politely and within limits.

In: URLs that the store lacks. Out: stored pictures, or a refusal. Open `fetch.py` first.
"""
