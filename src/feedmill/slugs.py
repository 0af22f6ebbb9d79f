"""Which topics and providers can have a feed: each needs a file name of its own. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .model import Problem
from .names import unusable_slug


def barred(
    section: str,
    ranks: Mapping[str, tuple[int, int]],
    slug_of: Callable[[str], str],
    name_of: Callable[[str], str],
    place_of: Callable[[str], str],
) -> tuple[set[str], list[Problem]]:
    """Give the identities that get no feed, and what to set in config so that they do.

    `ranks` has for each the date of its oldest article and how many fewer than none it has;
    `place_of` names an article of each. Of those with one slug the first by rank keeps it, the
    first by identity of equals: most likely it had the feed before.
    """
    owners: dict[str, str] = {}
    out: set[str] = set()
    problems = []
    for identity in sorted(ranks, key=lambda one: (ranks[one], one)):
        slug = slug_of(identity)
        name = _short(name_of(identity))
        remedy = f"set {section}: {{{name!r}: {{slug: …}}}} in the config"
        if reason := unusable_slug(slug):
            code, message = "bad-slug", f"{name!r} {reason}"
        elif slug in owners:
            other = _short(name_of(owners[slug]))
            code, message = "slug-collision", f"{other!r} and {name!r} both make {slug!r}"
        else:
            owners[slug] = identity
            continue
        out.add(identity)
        message = f"{section}: {message}: it has no feed; {remedy}"
        problems.append(Problem(path=place_of(identity), code=code, message=message))
    return out, sorted(problems, key=str)


def _short(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:59]}…"
