"""A config to begin with, from what a folder shows of its site. Pure."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import quote

from msgspec.structs import replace

from feedmill.fields import keys_of
from feedmill.generators.facts import Facts, below, chosen, found
from feedmill.generators.hosting import served_as
from feedmill.generators.proposal import Proposal
from feedmill.generators.table import GENERATORS

from .answers import fit

_CNAMES = ("CNAME", "static/CNAME", "public/CNAME", "docs/CNAME", "content/extra/CNAME")
_PAGES = re.compile(r"[a-z0-9-]+\.(?:github|gitlab)\.io")  # repositories are called as their sites
# Keys of dates that are not Feedmill's own, but that themes use.
_DATES = (
    *("pubDatetime", "publishedAt", "published_at", "published_date", "publishedDate"),
    *("datePublished", "createdAt", "created_at", "created", "posted", "post_date"),
    *("publish_date", "published_time"),
)


def propose(facts: Facts) -> Proposal:
    """Return what is known of the site: by its generator, or by its folders alone."""
    read = (row.read(facts) for row in GENERATORS.values())
    made = next((one for one in read if one), None) or Proposal(
        include=facts.patterns(facts.fullest("") or "articles")
    )
    host = next((facts.texts[path].strip() for path in _CNAMES if path in facts.texts), "")
    if not host and _PAGES.fullmatch(facts.name.lower()):
        host = facts.name.lower()
    if host and not made.url.startswith(("https://", "http://")):
        made = replace(made, url=f"https://{host}/{made.url.strip('/')}")
    links = tuple((files, served_as(facts, pattern)) for files, pattern in made.permalink)
    made = replace(made, permalink=links)
    by = ("language",) if len(_languages(facts, made)) > 1 else ()
    return replace(made, fields={**made.fields, **_dates(facts, made)}, by=by)


def along_the_paths(include: tuple[str, ...]) -> str:
    """Return a pattern of links that repeats the paths of articles."""
    return f"/{quote(below(include))}{{folder}}/{{slug}}/"


def _languages(facts: Facts, made: Proposal) -> set[str]:
    """Return the languages of the articles, as far as anything says them, in lower case."""
    said = [value for _, values in made.defaults if (value := values.get("lang"))]
    for path in chosen(facts, made.include, made.exclude):
        head = facts.heads.get(path, {})
        said += [value for key in keys_of("language", {}) if (value := found(head, key))]
    tags = (one.replace("_", "-").lower() for one in said if isinstance(one, str))
    return {tag for tag in tags if fit("language", tag)}


def _dates(facts: Facts, made: Proposal) -> dict[str, tuple[str, ...]]:
    """Return the keys of dates, if articles have one that Feedmill does not look for."""
    usual = keys_of("published_at", dict(made.fields))
    counts: Counter[str] = Counter()
    for path in chosen(facts, made.include, made.exclude):
        keys = {str(key).lower() for key, value in facts.heads.get(path, {}).items() if value}
        if keys.isdisjoint(key.lower() for key in (*usual, "published")):
            counts.update(keys)
    more = [key for key in _DATES if counts[key.lower()]]
    return {"published_at": (*usual, *more)} if more else {}
