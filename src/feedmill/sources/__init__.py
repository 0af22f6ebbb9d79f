"""List and read the inputs: a folder, a git work tree, a git revision, an object store.

In: patterns. Out: a `Listing` of paths with stamps that change with their bytes, and bytes. Open
`source.py` first, then `folder.py`.
"""
