"""The id of an article: what readers know it by, for ever."""

from __future__ import annotations

import re

from feedmill import text
from feedmill.names import tag_uri

from .paths import PathParts
from .sheet import Sheet

# An IRI, as RFC 4287 (4.2.6) wants it: a scheme, and only characters that one may have.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20\x7f-\x9f<>\"{}|\\^`]+")


def article_id(sheet: Sheet, place: PathParts, authority: str) -> str:
    """Return `id` from the front matter if it is a URI, else a tag URI (RFC 4151).

    The tag is minted from `id` where that is other text, else from the article's path.
    """
    found = sheet.find_text("id", "bad-id")
    if found is None:
        return tag_uri(authority, place.below)
    written = text.fold_text(found[1])
    return written if _IRI.fullmatch(written) else tag_uri(authority, written)
