"""Turn bodies into safe HTML and summaries. Pure.

In: the text of a body, with its path and link. Out: sanitised HTML, plain-text summaries, or what
can be told of a body without rendering it. Open `render.py` first.
"""
