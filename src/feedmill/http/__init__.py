"""Speak HTTP: address checks, limits, redirects.

In: URLs. Out: answers, or one line that says what went wrong. Open `client.py` first.
"""
