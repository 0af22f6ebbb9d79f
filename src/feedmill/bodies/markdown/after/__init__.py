"""Passes over the HTML of a body, after the engine: what the engine does not do. Pure.

Each takes the engine's HTML and returns HTML that is not safe yet.
"""
