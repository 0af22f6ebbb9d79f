"""The files that pages are made from, as values. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Theme(NamedTuple):
    """Templates by name, and files of words by language.

    `folder` is where a site's own templates are, some of which may be among them; "" if it has
    none.
    """

    templates: dict[str, str]
    words: dict[str, bytes]
    folder: str = ""
