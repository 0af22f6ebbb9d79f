"""The addresses that bodies name by the files of other pages. Pure.

In: a path or a name as an author wrote it. Out: the address that the page is published at, through
the inputs of the entry, so that it is rendered again where that changes. Open `links.py` first.
"""

from .hugo import bundle_link, hugo_address, is_translation, shared_file
from .jekyll import defaults_for, jekyll_address
from .links import with_addresses

__all__ = [
    "bundle_link",
    "defaults_for",
    "hugo_address",
    "is_translation",
    "jekyll_address",
    "shared_file",
    "with_addresses",
]
