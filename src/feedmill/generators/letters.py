"""Letters as slug rules treat them: which signs stay, which are replaced. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache


def keeper(kinds: str, signs: str, ascii_signs: str) -> Callable[[str], bool]:
    """Return a test of one sign: it stays if it is of a Unicode category in `kinds`, or in `signs`.

    `kinds` are separated by spaces (`L M Nd`); `ascii_signs` is the body of a character class
    that says the same of ASCII, which most text is.
    """
    wanted = tuple(kinds.split())
    plain = re.compile(f"[{ascii_signs}]")

    @lru_cache(maxsize=4096)
    def stays(sign: str) -> bool:
        if sign.isascii():
            return bool(plain.match(sign))
        return sign in signs or unicodedata.category(sign).startswith(wanted)

    return stays


def lower(text: str) -> str:
    """Return text in lower case, sign by sign as Go does: `İ` is one `i`."""
    return text.lower() if text.isascii() else "".join(sign.lower()[0] for sign in text)


def unaccented(text: str) -> str:
    """Return text without the accents of its letters."""
    parts = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in parts if unicodedata.category(sign) != "Mn")
    return unicodedata.normalize("NFC", bare)


def in_ascii(text: str) -> str:
    """Return text in ASCII, letters of other scripts as they sound."""
    if text.isascii():
        return text
    from text_unidecode import unidecode  # type: ignore[import-untyped]  # its table loads slowly, and few titles need it

    return str(unidecode(text))


def in_ascii_of(text: str, scripts: str, other: str = "") -> str:
    """Return letters of these scripts (names as in Unicode, by spaces) in ASCII.

    What else is not ASCII becomes `other`.
    """
    if text.isascii():
        return text
    wanted = tuple(scripts.split())
    kept = (
        sign if sign.isascii() or unicodedata.name(sign, "").startswith(wanted) else other
        for sign in unicodedata.normalize("NFC", text)
    )
    return in_ascii("".join(kept))
