"""`feedmill serve`: a preview on loopback that builds, watches, and reloads the open page.

In: the config of a site. Out: a server that shows its feeds and pages as a good host would, and
what is wrong with them. Open `server.py` first: it runs the others. `preview.py` builds,
`watching.py` says when, `reply.py` is HTTP, `panel.py` is what pages have besides.
"""
