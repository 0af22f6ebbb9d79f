"""Whether a difference is more than the guard allows. Pure."""

from __future__ import annotations

from feedmill.config.schema import Guard

from .difference import Difference


def excess(difference: Difference, guard: Guard) -> tuple[str, ...]:
    """Return a line for each limit that a difference passes."""
    found = {
        "max_new": (len(difference.new), "new"),
        "max_moved": (len(difference.moved), "moved to another id"),
        "max_withdrawn": (len(difference.withdrawn), "withdrawn"),
        "max_emptied": (len(difference.emptied_families), "families emptied by their `where`"),
        "max_gone": (sum(difference.gone), "feeds, or formats of feeds, gone"),
    }
    limits = {name: getattr(guard, name) for name in found}
    lines = tuple(
        f"{name}: {number:,} {what}, {limits[name]:,} allowed"
        for name, (number, what) in found.items()
        if number > limits[name]
    )
    taken = (feed for feed in difference.feeds if feed.taken_from)
    lines += tuple(f"{feed.key} passes from {feed.taken_from!r} to another group" for feed in taken)
    return (*lines, "every entry is withdrawn") if difference.emptied else lines
