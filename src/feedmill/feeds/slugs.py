"""Which topics and providers can have a feed: each needs a file name of its own. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from feedmill.model import Problem
from feedmill.names import unusable_slug


def barred(
    section: str,
    identities: Iterable[str],
    rank_of: Callable[[str], tuple[int, int]],
    slug_of: Callable[[str], str],
    name_of: Callable[[str], str],
    place_of: Callable[[str], str],
) -> tuple[set[str], list[Problem]]:
    """Give the identities that get no feed, and what to set in config so that they do.

    `rank_of` gives the date of the oldest article of one, and how many fewer than none it has;
    `place_of` names an article of it. Of those with one slug the first by rank keeps it, the
    first by identity of equals: most likely it had the feed before.
    """
    claims: dict[str, list[str]] = {}
    for identity in identities:
        claims.setdefault(slug_of(identity), []).append(identity)
    problems: dict[str, Problem] = {}

    def bar(identity: str, code: str, reason: str) -> None:
        remedy = f"set {section}: {{{_short(name_of(identity))!r}: {{slug: …}}}} in the config"
        message = f"{section}: {reason}: it has no feed; {remedy}"
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


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"
