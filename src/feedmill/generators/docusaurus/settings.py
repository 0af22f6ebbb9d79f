"""What Docusaurus's settings say of a site's blog. Pure.

https://docusaurus.io/docs/api/plugins/@docusaurus/plugin-content-blog
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from feedmill.generators import people
from feedmill.generators.facts import Facts, found, is_true, joined, literal, plain_value
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
    for options in list(_blogs(script)) or [{}]:
        folder = posixpath.normpath(plain_value(options, "path") or "blog").strip("/")
        route = plain_value(options, "routeBasePath").strip("/") or (
            "" if found(options, "routeBasePath") == "/" else "blog"
        )
        include += facts.patterns(folder)
        if any(path.rpartition("/")[2].startswith("_") for path in facts.articles(f"{folder}/")):
            exclude.append(f"{literal(folder)}/**/_*")
        pattern = f"/{route}/{{slug|dated_path}}{'/' if slash else ''}".replace("//", "/")
        permalinks.append((f"{literal(folder)}/**", pattern))
        file = (plain_value(options, "authorsMapPath") or "authors.yml").rpartition(".")[0]
        authors |= people.in_files(facts, posixpath.join(folder, file))
    return Proposal(
        generator="docusaurus",
        include=tuple(dict.fromkeys(include)),
        exclude=tuple(exclude),
        title=script.text("title"),
        url=joined(script.text("url"), script.text("baseUrl")),
        language=script.text("defaultLocale"),
        description=script.text("tagline"),
        authors=people.known(authors, facts),
        permalink=tuple(permalinks),
        output="static/feeds",
        future=True,
    )


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
