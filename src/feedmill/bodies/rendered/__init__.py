"""The page that the site's generator made of an article → the HTML of its body. Pure.

In: the bytes of a page, and what `articles.rendered` says. Out: HTML that is not safe yet. Open
`page.py` first; `places.py` says where the page of an article is.
"""
