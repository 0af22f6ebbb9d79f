"""The reference of the config, made from what the sections declare. Pure.

In: the types of `config/schema.py`. Out: a JSON Schema for editors, a page for people. Open
`reference.py` first.
"""
