"""What Docusaurus's settings say of a site's blog. Pure.

https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from feedmill.generators import people
from feedmill.generators.facts import (
    Facts,
    chosen,
    found,
    is_true,
    joined,
    literal,
    parsed,
    plain_value,
)
from feedmill.generators.markup import remark_options
from feedmill.generators.proposal import Proposal
from feedmill.generators.scripts import Script


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Docusaurus."""
    code = facts.code("docusaurus.config")
    if not code:
        return None
    script = Script(code)
    slash = next((is_true(one) for one in script.assigned("trailingSlash")), False)
    include: list[str] = []
    exclude: list[str] = []
    permalinks: list[tuple[str, str]] = []
    authors: dict[str, people.Author] = {}
    topics: dict[str, str] = {}
    for options in list(_blogs(script)) or [{}]:
        folder = posixpath.normpath(plain_value(options, "path") or "blog").strip("/")
        route = plain_value(options, "routeBasePath").strip("/") or (
            "" if found(options, "routeBasePath") == "/" else "blog"
        )
        include += facts.patterns(folder)
        exclude += _excluded(facts, folder, options)
        pattern = f"/{route}/{{slug|dated_path}}{'/' if slash else ''}".replace("//", "/")
        permalinks.append((f"{literal(folder)}/**", pattern))
        file = (plain_value(options, "authorsMapPath") or "authors.yml").rpartition(".")[0]
        topics |= _labels(facts, posixpath.join(folder, plain_value(options, "tags") or "tags.yml"))
        authors |= people.in_files(facts, posixpath.join(folder, file))
    return Proposal(
        generator="docusaurus",
        markdown={**remark_options(code), **_dialect(script)},
        include=tuple(dict.fromkeys(include)),
        exclude=tuple(exclude),
        title=script.text("title"),
        url=joined(script.text("url"), _base(script)),
        language=script.text("defaultLocale"),
        description=script.text("tagline"),
        authors=people.known(authors, facts),
        topics=topics,
        permalink=tuple(permalinks),
        output="static/feeds",
        future=True,
    )


def _base(script: Script) -> str:
    """Return the path of the site, not another text that a program calls so."""
    paths = (one for one in script.assigned("baseUrl") if isinstance(one, str))
    return next((one for one in paths if one.startswith("/")), "")


def _dialect(script: Script) -> dict[str, str]:
    """Return the dialect where files that are called `.md` are not in MDX, as they usually are.

    https://docusaurus.io/docs/api/docusaurus-config#markdown
    """
    options = (one for one in script.assigned("markdown") if isinstance(one, Mapping))
    is_plain = any(found(one, "format") in ("detect", "md") for one in options)
    return {"dialect": "remark"} if is_plain else {}


def _labels(facts: Facts, path: str) -> dict[str, str]:
    """Return the labels of the tags that articles name by a key.

    https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog#tags-file
    """
    known = parsed(facts.texts.get(path, ""), "yaml")
    lists = (found(head, "tags") for head in facts.heads.values())
    used = {str(tag) for tags in lists if isinstance(tags, list) for tag in tags}
    labels = {key: plain_value(value, "label") for key, value in known.items()}
    return {key: name for key, name in labels.items() if name and key in used and name != key}


def _excluded(facts: Facts, folder: str, options: Mapping[str, Any]) -> list[str]:
    """Return the patterns of files in a blog's folder that are passed over, as far as needed."""
    given = options.get("exclude")
    names = map(str, given) if isinstance(given, list) else ("**/_*", "**/_*/**", "**/__tests__/**")
    patterns = [f"{literal(folder)}/{name.removeprefix('./')}" for name in names]
    there = Facts(paths=tuple(f"{folder}/{path}" for path in facts.articles(f"{folder}/")))
    return [one for one in patterns if "{" not in one and chosen(there, [one])]


def _blogs(script: Script) -> Iterator[Mapping[str, Any]]:
    """Yield the options of each blog: of the preset, and of plugins."""
    for options in script.assigned("blog"):
        if isinstance(options, Mapping):
            yield options
    for plugins in script.assigned("plugins"):
        for one in plugins if isinstance(plugins, list) else []:
            is_blog = isinstance(one, list) and len(one) > 1 and "content-blog" in str(one[0])
            if is_blog and isinstance(one[1], Mapping):
                yield one[1]
