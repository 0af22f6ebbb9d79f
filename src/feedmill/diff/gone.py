"""What would keep a feed where it was, though its topic or provider has another name now. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from feedmill.names import fold

from .published import FeedView

_PLAIN = re.compile(r"[A-Za-z][\w-]*( [\w-]+)*")  # in YAML, between braces


def keep(gone: FeedView, added: Iterable[FeedView]) -> str:
    """Give the config that would keep a feed's key, "" if that is not to be known.

    One of the feeds that were added has its entries now, because the slug of its topic or provider
    changed, or the name of its topic.
    """
    old = gone.feed.key.split("/")
    for now in added:
        new = now.feed.key.split("/")
        if (old[0], len(old)) != (new[0], len(new)):
            continue
        same = (fold(gone.topic), gone.provider) == (fold(now.topic), now.provider)
        renamed = gone.provider == now.provider and gone.shown == now.shown
        if old[0] == "topics" and old[1] != new[1] and (same or renamed):
            return f"topics: {{{_written(now.topic)}: {{slug: {old[1]}}}}}"
        if same and old[-1] != new[-1]:
            return f"providers: {{{now.provider}: {{slug: {old[-1]}}}}}"
    return ""


def _written(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else msgspec.json.encode(name).decode()
