"""Turn bodies into safe HTML and summaries. Pure.

In: a RawArticle, the article with the text of its body. Out: sanitised HTML, a plain-text summary,
and Problems about what had to be left out. Open `chain.py` first: it orders the steps.
"""
