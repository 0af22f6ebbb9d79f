"""Decide which groups can have a feed: each needs a file name of its own. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from feedmill.config.dimensions import setting
from feedmill.dimensions import Dimension
from feedmill.model import FeedKey, Problem
from feedmill.names import unusable_slug


def barred(
    row: Dimension,
    identities: Iterable[str],
    rank_of: Callable[[str], tuple[int, int]],
    slug_of: Callable[[str], str],
    name_of: Callable[[str], str],
    place_of: Callable[[str], str],
) -> tuple[set[str], list[Problem]]:
    """Return the groups of a dimension that get no feed, and what to set in config to change that.

    `rank_of` returns the date of a group's oldest article, and minus the number of its articles;
    `place_of` names an article of it. Of groups with one slug the first by rank keeps it, the
    first by identity of equals: most likely it had the feed before.
    """
    claims: dict[str, list[str]] = {}
    for identity in identities:
        claims.setdefault(slug_of(identity), []).append(identity)
    problems: dict[str, Problem] = {}

    def bar(identity: str, code: str, reason: str) -> None:
        remedy = setting(row.name, repr(_short(name_of(identity))), "slug: …")
        message = f"{row.plural}: {reason}: it has no feed; set {remedy} in the config"
        problems[identity] = Problem(path=place_of(identity), code=code, message=message)

    for slug, claimants in claims.items():
        if reason := unusable_slug(slug):
            for one in claimants:
                bar(one, "bad-slug", f"{_short(name_of(one))!r} {reason}")
        elif len(claimants) > 1:
            first, *others = sorted(claimants, key=lambda one: (rank_of(one), one))
            for one in others:
                both = f"{_short(name_of(first))!r} and {_short(name_of(one))!r}"
                bar(one, "slug-collision", f"{both} both make {slug!r}")
    return set(problems), sorted(problems.values(), key=str)


def clashing(paths: Mapping[FeedKey, str]) -> dict[FeedKey, FeedKey]:
    """Return the feeds whose path an earlier feed has, with that feed.

    So it is where two families pair one dimension with others: `languages/de/ai` can be the feed
    of a topic and of an author.
    """
    first: dict[str, FeedKey] = {}
    found: dict[FeedKey, FeedKey] = {}
    for key, path in paths.items():
        owner = first.setdefault(path, key)
        if owner != key:
            found[key] = owner
    return found


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"
