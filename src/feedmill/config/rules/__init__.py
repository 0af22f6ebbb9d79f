"""What must be true of a config's keys together. Pure.

In: a draft of the config. Out: what is wrong, by key. A rule is a function that takes the draft and
yields the path of a key and what is wrong with it, and an item of RULES. Open `families.py` first.
"""

from collections.abc import Callable

from .addresses import check_addresses
from .draft import ConfigDraft as ConfigDraft
from .draft import Found
from .families import check_families
from .groups import check_dimensions, groups
from .places import author, check_folders, image_store, markdown_options, places, rendered_pages

RULES: tuple[Callable[[ConfigDraft], Found], ...] = (
    author,
    check_dimensions,
    check_families,
    groups,
    check_addresses,
    check_folders,
    places,
    image_store,
    rendered_pages,
    markdown_options,
)
