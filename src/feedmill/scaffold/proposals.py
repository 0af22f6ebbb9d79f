"""A config to begin with, from what a folder shows of its site. Pure."""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from msgspec.structs import replace

from feedmill.fields import keys_of
from feedmill.generators.facts import Facts, below, chosen
from feedmill.generators.proposal import Proposal
from feedmill.generators.table import GENERATORS

_CNAMES = ("CNAME", "static/CNAME", "public/CNAME", "docs/CNAME", "content/extra/CNAME")
# Keys of dates that are not Feedmill's own, but that themes use.
_DATES = (
    *("pubDatetime", "publishedAt", "published_at", "published_date", "publishedDate"),
    *("datePublished", "createdAt", "created_at", "created", "posted", "post_date"),
    *("publish_date", "published_time"),
)


def propose(facts: Facts) -> Proposal:
    """Return what is known of the site: by its generator, or by its folders alone."""
    found = next((made for row in GENERATORS.values() if (made := row.read(facts))), None)
    made = found or Proposal(include=facts.patterns(facts.fullest("") or "articles"))
    host = next((facts.texts[path].strip() for path in _CNAMES if path in facts.texts), "")
    if host and not made.url.startswith(("https://", "http://")):
        made = replace(made, url=f"https://{host}/{made.url.strip('/')}")
    return replace(made, fields={**made.fields, **_dates(facts, made)})


def along_the_paths(include: tuple[str, ...]) -> str:
    """Return a pattern of links that repeats the paths of articles."""
    return f"/{quote(below(include))}{{folder}}/{{slug}}/"


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
