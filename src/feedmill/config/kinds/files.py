"""Texts of the config that say where feeds are, and what ids are made of. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote

from feedmill import names

from .unfit import Unfit, nearest

_PLACEHOLDER = r"\{([a-z][a-z0-9_-]*)(?::([a-z0-9-]+))?\}"


def feed_path(text: str) -> str:
    """Check the path of feeds without their endings; return it with `%23` as `#`, and the like.

    Which placeholders there are, the dimensions of its family say. Raises Unfit.
    """
    path = feed_file(text)
    ending = re.search(r"\.(xml|atom|rss|rdf|json)$", path, re.IGNORECASE)
    if ending:
        raise Unfit(
            "is a whole file name; write it per format, such as {rss: …}, or without its ending",
            path.removesuffix(ending[0]) or None,
        )
    return path


def feed_file(text: str) -> str:
    """Check the file name of a feed, as addresses have it; return it with `%23` as `#`.

    Raises Unfit.
    """
    if re.match(r"[a-z]+://", text):
        raise Unfit("is an address; expected a path below feeds.output")
    path = unquote(text.removeprefix("./"), errors="strict") if _is_utf8(text) else text
    for found in re.finditer(_PLACEHOLDER, path):
        if found[2]:
            _check_rule(found[1], found[2])
    plain = re.sub(_PLACEHOLDER, "x", path)
    if re.search(r"[{}]", plain):
        raise Unfit("has an unmatched brace")
    if plain.lower().endswith((".html", ".htm", ".css")):
        raise Unfit("is the name of a page")
    if problem := names.unusable_path(plain):
        raise Unfit(problem)
    return path


def _check_rule(name: str, rule: str) -> None:
    from feedmill.generators.table import SLUG_RULES  # all of them, which few paths need

    if rule not in SLUG_RULES:
        close = nearest(rule, SLUG_RULES)
        raise Unfit(f"has an unknown rule :{rule[:40]}", close and f"{{{name}:{close}}}")


def _is_utf8(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        raise Unfit("is not UTF-8 where it has % and two digits") from None
    return True


def feed_id(text: str) -> str:
    """Check the id of a feed, which may have placeholders: an IRI (RFC 4287, 4.2.6).

    A path is one, too: Jekyll's feeds have it where the site's address is not set. Raises Unfit.
    """
    plain = re.sub(r"\{feed_url\}", "https://example.org/feed", text)
    plain = re.sub(_PLACEHOLDER, "x", plain)
    if re.search(r"[{}]", plain):
        raise Unfit("has an unmatched brace")
    if not names.is_iri(f"https://example.org{plain}" if plain.startswith("/") else plain):
        raise Unfit("is not an id: it has no scheme such as `https:` or `tag:`, or a space")
    return text
