"""Where `feedmill publish` puts files: object stores and folders.

In: an address such as `s3://bucket/prefix`. Out: a `Destination`, which reads, writes and deletes
below it. Open `destination.py` first, then `opening.py`.
"""
