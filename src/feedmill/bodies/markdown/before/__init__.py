"""Passes over the text of a body, before the engine: what dialects have beyond CommonMark. Pure.

Each module has `wanted(text, passage)`, a cheap look, and a pass `(text, passage) -> text`. While
they run, code is out of the way (`shield.py`). `passage.py` is what they share.
"""
