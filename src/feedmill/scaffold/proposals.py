"""Propose a config from what a folder shows of its site. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from msgspec.structs import replace

from feedmill.fields import keys_of
from feedmill.generators import others
from feedmill.generators.facts import Facts, below, chosen, found, literal, plain_value
from feedmill.generators.hosting import served_as
from feedmill.generators.markup import has_dollars, renders_math
from feedmill.generators.others import hexo
from feedmill.generators.proposal import Proposal
from feedmill.generators.table import GENERATORS

from .answers import fit

_CNAMES = ("CNAME", "static/CNAME", "public/CNAME", "docs/CNAME", "content/extra/CNAME")
_FOLDERS = 60  # that are asked whether they are a site
_PAGES = re.compile(r"[a-z0-9-]+\.(?:github|gitlab)\.io")  # repositories are called as their sites
# Keys of dates that are not Feedmill's own, but that themes use.
_DATES = (
    *("pubDatetime", "publishedAt", "published_at", "published_date", "publishedDate"),
    *("datePublished", "createdAt", "created_at", "created", "posted", "post_date"),
    *("publish_date", "published_time"),
)


def propose(facts: Facts) -> Proposal:
    """Return what is known of the site: by its generator, or by its folders alone."""
    made = _read(facts) or _nested(facts)
    if made is None:
        made = Proposal(include=facts.patterns(facts.fullest("") or "articles"))
    host = next((facts.texts[path].strip() for path in _CNAMES if path in facts.texts), "")
    if not host and _PAGES.fullmatch(facts.name.lower()):
        host = facts.name.lower()
    if host and not made.url.startswith(("https://", "http://")):
        made = replace(made, url=f"https://{host}/{made.url.strip('/')}")
    if made.generator and "dollars" not in made.markdown and has_dollars(facts):
        made = replace(made, markdown={**made.markdown, "dollars": True})
    made = replace(made, math=renders_math(facts))
    by = ("language",) if len(_languages(facts, made)) > 1 else ()
    return replace(made, fields={**made.fields, **_dates(facts, made)}, by=by)


def site_around(facts: Facts, above: Iterable[Facts]) -> tuple[int, str]:
    """Return how far above is the site that a folder is part of, and its generator's name.

    `above` has the settings of the folders above, the nearest first. It is 0 and "" if the folder
    is a site itself, or in none.
    """
    if _read(facts) is not None or _nested(facts) is not None:
        return 0, ""
    for number, one in enumerate(above, 1):
        inner = (f"{facts.name}/{path}" for path in facts.paths)  # Hugo asks for content
        facts = replace(one, paths=(*one.paths, *inner))
        if row := next((row for row in GENERATORS.values() if row.read(facts)), None):
            return number, row.title
    return 0, ""


def _read(facts: Facts) -> Proposal | None:
    readers = (hexo.read, *(row.read for row in GENERATORS.values()), others.read)
    made = next((one for read in readers if (one := read(facts))), None)
    if made is None:
        return None
    if not made.url:
        made = replace(made, url=_homepage(facts))
    links = tuple((files, served_as(facts, pattern)) for files, pattern in made.permalink)
    return replace(made, permalink=links)


def _homepage(facts: Facts) -> str:
    """Return the address that package.json gives, if it is no page about the source code."""
    url = plain_value(facts.settings("package"), "homepage")
    is_code = re.search(r"//(?:www\.)?(?:github|gitlab|npmjs)\.com/", url)
    return "" if is_code or not url.startswith(("https://", "http://")) else url.partition("#")[0]


def _nested(facts: Facts) -> Proposal | None:
    """Return what is known of the one site in a folder below; None if there are several."""
    folders = facts.nested()[:_FOLDERS]
    for depth in range(2):
        found: list[Proposal] = []
        for folder in folders:
            inner = facts.inside(folder)
            made = _read(inner) if folder.count("/") == depth else None
            if made and chosen(inner, made.include, made.exclude):
                found.append(_moved(made, folder))
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _moved(made: Proposal, folder: str) -> Proposal:
    """Return a proposal for a folder as one for the folder above it."""
    top = f"{literal(folder)}/"

    def inside(files: str) -> str:
        return f"{top}{files or '**'}"

    return replace(
        made,
        include=tuple(map(inside, made.include)),
        exclude=tuple(map(inside, made.exclude)),
        permalink=tuple((inside(files), pattern) for files, pattern in made.permalink),
        defaults=tuple((inside(files), values) for files, values in made.defaults),
        output=f"{folder}/{made.output}",
        config="config.yaml",
        folder=folder,
    )


def along_the_paths(include: tuple[str, ...]) -> str:
    """Return a pattern of links that repeats the paths of articles."""
    return f"/{quote(others.address_of(below(include)))}{{folder}}/{{slug}}/"


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
