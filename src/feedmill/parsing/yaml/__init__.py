"""Parse the YAML of front matter: the plain kind fast, everything else through PyYAML. Pure.

In: YAML text. Out: text, lists and maps with their lines. Open `fast.py` first.
"""
