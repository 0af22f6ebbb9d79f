"""What the passes over the text of one body leave for the passes over its HTML. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from feedmill.bodies.about import About
from feedmill.bodies.dialects import Dialect

from .shield import unshield

FIRST, LAST = "\ufdd4", "\ufdd5"  # around the number of a set of attributes
TOKEN = re.compile(f"{FIRST}([0-9]{{1,6}}){LAST}")
TOC = "\ufdd7"  # alone in a paragraph: here the table of contents goes
HEADERLESS = "\ufdd6"  # in the first heading cell of a table that has none


class Passage:
    """One body on its way through Markdown.

    `attributes` are sets of attributes, by the number in a token that stands behind what they are
    for. `abbreviations` has what they stand for. `pieces` is the code that is out of the way.
    """

    def __init__(self, about: About, dialect: Dialect) -> None:
        self.about = about
        self.dialect = dialect
        self.pieces: list[str] = []
        self.attributes: list[Mapping[str, str]] = []
        self.abbreviations: dict[str, str] = {}
        self.toc = ""

    def attach(self, attributes: Mapping[str, str]) -> str:
        """Keep attributes; return the token that carries them, "" if there are none."""
        if not attributes:
            return ""
        self.attributes.append(attributes)
        return f"{FIRST}{len(self.attributes) - 1}{LAST}"

    def unshielded(self, text: str) -> str:
        """Return a text with its code back in it."""
        return unshield(text, self.pieces)

    def attached(self, tokens: str) -> dict[str, str]:
        """Return the attributes that tokens carry."""
        found: dict[str, str] = {}
        for number in TOKEN.findall(tokens):
            if int(number) < len(self.attributes):
                found.update(self.attributes[int(number)])
        return found
