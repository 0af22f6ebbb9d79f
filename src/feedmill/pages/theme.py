"""The files that pages are made from, as values. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Theme(NamedTuple):
    """Words, and templates by name if a site has some of its own; `folder` is where these are.

    `words` is the content of a file of `words/`, `language` its language.
    """

    language: str
    words: bytes
    templates: dict[str, str] | None = None
    folder: str = ""
