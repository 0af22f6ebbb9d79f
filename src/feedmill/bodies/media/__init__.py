"""Pictures, videos and what pages embed → what a feed can show of them. Pure.

In: a body as HTML. Out: the same, with an address for each picture that has one, and a link in the
place of all that only a browser could run. Open `media.py` first; `services.py` is the table of
services that are embedded, `tags.py` reads tags and their attributes.
"""

from .media import shown_media
from .pictures import first_in_text, first_picture

__all__ = ["first_in_text", "first_picture", "shown_media"]
