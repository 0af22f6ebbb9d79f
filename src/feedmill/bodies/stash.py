"""Keep HTML that one step has made away from the steps that follow. Pure.

A step puts a piece away and gets a token, which Markdown takes for a word. When Markdown is done,
the pieces come back in the places of their tokens.
"""

from __future__ import annotations

import re

_FIRST, _LAST = "\ufdd0", "\ufdd1"  # never characters of any text, and removed from all feeds
_EDGE = "\U00016fe2"  # a rare sign of punctuation, beside a token only
_TOKEN = re.compile(f"{_FIRST}([0-9]{{1,6}}){_LAST}")
_ALONE = re.compile(f"<p>((?:\\s*+{_FIRST}[0-9]{{1,6}}{_LAST})++)\\s*+</p>")
_AROUND = re.compile(
    f"<p>(\\s*+{_FIRST}([0-9]{{1,6}}){_LAST}(?:(?!</?p>).)*{_FIRST}([0-9]{{1,6}}){_LAST}\\s*+)</p>",
    re.DOTALL,
)
_ENCODED = re.compile("%EF%B7%90([0-9]{1,6})%EF%B7%91")  # in an address
_MAX_SIZE = 2**23  # characters that come back; a piece can hold tokens of others, and many
_MAX_DEPTH = 20


class Stash:
    """The pieces of one body that were put away."""

    def __init__(self) -> None:
        self._pieces: list[tuple[str, bool]] = []
        self._around: set[int] = set()

    def put(self, html: str, *, block: bool = False) -> str:
        """Put a piece away; return its token.

        A `block` (`<div>`, `<pre>`, several paragraphs) that is alone in its paragraph replaces
        the paragraph. A token may be part of a later piece.
        """
        self._pieces.append((html, block))
        return f"{_FIRST}{len(self._pieces) - 1}{_LAST}"

    def put_tag(self, html: str, *, block: bool) -> str:
        """Put a tag away; to Markdown it is a sign of punctuation, as its brackets are.

        A paragraph that begins and ends with tags of blocks is none.
        """
        token = self.put(html, block=block)
        if block:
            self._around.add(len(self._pieces) - 1)
        return f"{_EDGE}{token}{_EDGE}"

    def as_blocks(self, tokens: str) -> None:
        """Let the pieces of these tokens be blocks."""
        for number in map(int, _TOKEN.findall(tokens)):
            self._pieces[number] = (self._pieces[number][0], True)

    def put_around(self, start: str, text: str, end: str) -> str:
        """Put the tags of an element away that is a paragraph itself; return text and tokens."""
        first, last = self.put(start), self.put(end)
        self._around |= {len(self._pieces) - 2, len(self._pieces) - 1}
        return f"{first}{text}{last}"

    def restore(self, markup: str) -> str:
        """Return the markup with the pieces in the places of their tokens."""
        if not self._pieces:
            return markup
        if "%EF%B7%90" in markup:
            markup = _ENCODED.sub(f"{_FIRST}\\1{_LAST}", markup)
        if _EDGE in markup:
            markup = markup.replace(f"{_EDGE}{_FIRST}", _FIRST).replace(f"{_LAST}{_EDGE}", _LAST)
        room = _MAX_SIZE

        def piece(token: re.Match[str]) -> str:
            nonlocal room
            number = int(token[1])
            html = self._pieces[number][0] if number < len(self._pieces) else ""
            room -= len(html)
            return html if room >= 0 else ""

        for _ in range(_MAX_DEPTH):
            if _FIRST not in markup:
                break
            if self._around:
                markup = _AROUND.sub(self._bare, markup)
            markup = _TOKEN.sub(piece, _ALONE.sub(self._unwrapped, markup))
        return markup

    def _unwrapped(self, paragraph: re.Match[str]) -> str:
        """Take the paragraph away from tokens of blocks."""
        numbers = [int(token) for token in _TOKEN.findall(paragraph[1])]
        blocks = all(self._pieces[one][1] for one in numbers if one < len(self._pieces))
        return paragraph[1].strip() if blocks else paragraph[0]

    def _bare(self, paragraph: re.Match[str]) -> str:
        """Take the paragraph away from around tags that were put around a text."""
        is_around = {int(paragraph[2]), int(paragraph[3])} <= self._around
        return paragraph[1].strip() if is_around else paragraph[0]


def has_token(text: str) -> bool:
    """Return whether there is a token of a piece in a text."""
    return _FIRST in text


_OURS = str.maketrans(dict.fromkeys(range(0xFDD0, 0xFDF0), ""))


def without_tokens(text: str) -> str:
    """Return a text of an author without what steps put into it as marks and tokens."""
    if text.isascii() or b"\xef\xb7" not in text.encode("utf-8", "surrogatepass"):
        return text
    return text.translate(_OURS)
