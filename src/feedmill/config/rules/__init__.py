"""What must be true of a config's keys together. Pure.

In: a draft of the config. Out: what is wrong, by key. A rule is a function that takes the draft and
yields the path of a key and what is wrong with it, and an item of RULES. Open `families.py` first.
"""

from collections.abc import Callable

from .draft import Draft as Draft
from .draft import Found
from .families import families
from .groups import dimensions, groups
from .places import author, folders, image_store, places

RULES: tuple[Callable[[Draft], Found], ...] = (
    author,
    dimensions,
    families,
    groups,
    folders,
    places,
    image_store,
)
