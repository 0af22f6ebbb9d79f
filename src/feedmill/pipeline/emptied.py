"""Find feeds that would lose all of their entries, most likely by mistake."""

from __future__ import annotations

import re

from feedmill.config.feeds import Family, Where
from feedmill.feeds.assembly import Assembler
from feedmill.feeds.catalog import Catalog
from feedmill.feeds.families import dimensions, families, family_label
from feedmill.index import Index
from feedmill.model import FeedKey, Problem

from .run import OutputChange, Run

NO_ARTICLES = "no-articles"

_ANY = "any-group-at-all"  # stands for a group, in the path of a feed


def withheld(run: Run, index: Index, listed: Catalog) -> OutputChange | None:
    """Return the outcome of a build that leaves the feeds as they were, or None.

    So it is when no feed has an entry any more, those that are published have some, and nobody
    has confirmed that they may be emptied.
    """
    if run.options.allow_empty or any(feed.row.entries for feed in listed.feeds):
        return None
    old = run.folder.claimed()
    if not run.folder.damage and not any(feed.entries for feed in old.feeds):
        return None
    return OutputChange(
        feeds=len(old.feeds),
        unchanged=len(old.digests()) + 1,  # the manifest
        problems=(no_articles(run, index, stays=True), *listed.problems),
        notices=(run.folder.damage,) if run.folder.damage else (),
        stopped=run.options.strict,
    )


def no_articles(run: Run, index: Index, *, stays: bool = False) -> Problem:
    """Return the problem of a site without entries; an error if its feeds stay as they were."""
    tally = index.tally()
    if tally:
        tally["waiting"] = index.waiting(run.cutoff)
        tally["in no feed"] = tally.pop("published", 0) - tally["waiting"]
        states = ", ".join(f"{tally[state]:,} {state}" for state in sorted(tally) if tally[state])
        message = f"no feed has an article left ({states})"
    else:
        patterns = ", ".join(run.config.articles.include)
        message = f"articles.include matches no file{' any more' * stays}: {patterns}"
    return Problem(
        path=run.options.config_name,
        severity="error" if stays else "warning",
        code=NO_ARTICLES,
        message=f"{message}; the feeds stay as they were; build --allow-empty empties them"
        if stays
        else message,
    )


def emptied_families(run: Run, listed: Catalog, assembler: Assembler) -> tuple[Problem, ...]:
    """Return a warning for each family that had entries, and whose `where` takes none now."""
    rules = families(run.config)
    chosen = {number for number, family in enumerate(rules) if family.where != Where()}
    empty = sorted(chosen - listed.filled) if chosen else ()
    if not empty:
        return ()
    published = {feed.key for feed in run.folder.claimed().feeds if feed.entries}
    published -= {feed.metadata.key for feed in listed.feeds if feed.row.entries}
    return tuple(
        Problem(
            path=run.options.config_name,
            severity="warning",
            code="emptied-family",
            message=f"the `where` of {family_label(rules[number])} no longer matches any article",
        )
        for number in empty
        if any(map(_pattern(assembler, number, rules[number]).fullmatch, published))
    )


def _pattern(assembler: Assembler, number: int, family: Family) -> re.Pattern[str]:
    """Return what the keys of a family's feeds match."""
    key = assembler.path(FeedKey(number), [_ANY] * len(dimensions(family)))
    return re.compile(re.escape(key).replace(re.escape(_ANY), "[^/]+"))
