"""Put the feeds where they are served: `feedmill publish`.

In: the output folder, and an address such as `s3://bucket/feeds`. Out: the files there, and what
was done. Open `publish.py` first; `planning.py` decides.
"""
