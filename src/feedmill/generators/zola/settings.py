"""What Zola's settings say of a site. Pure.

https://www.getzola.org/documentation/getting-started/configuration/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedmill.generators import people
from feedmill.generators.facts import Facts, found, literal, plain_value
from feedmill.generators.markup import zola_options
from feedmill.generators.proposal import Proposal, Values

_RULES = {"on": "", "safe": ":zola-safe", "off": ":raw"}


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Zola."""
    settings = facts.settings("zola", "config")
    if settings is None or "base_url" not in settings:
        return None
    main = plain_value(settings, "default_language") or "en"
    languages = _languages(facts, settings, main)
    rule = _RULES.get(plain_value(found(settings, "slugify"), "paths").lower(), "")
    include: list[str] = []
    permalinks: list[tuple[str, str]] = []
    for section in facts.sections("content"):
        folder = f"content/{section}".rstrip("/")
        include += facts.patterns(folder)
        pattern = f"/{_slugged(section, rule)}/{{folder{rule}}}/{{slug|name{rule}}}/"
        pattern = pattern.replace("//", "/")
        permalinks += [
            (f"{literal(folder)}/**/*.{name}.*", f"/{name}{pattern}") for name in languages
        ]
        permalinks.append((f"{literal(folder)}/**", pattern))
    names: list[tuple[str, Values]] = [
        (f"content/**/*.{name}.*", {"lang": name}) for name in languages
    ]
    return Proposal(
        generator="zola",
        markdown=zola_options(settings),
        include=tuple(include),
        title=plain_value(settings, "title")
        or plain_value(found(settings, "languages", main), "title"),
        url=plain_value(settings, "base_url"),
        language=main,
        description=plain_value(settings, "description"),
        author=people.person(settings.get("author") or found(settings, "extra", "author")),
        permalink=tuple(permalinks),
        fields={"link": ("path",), "topics": ("tags+categories",)},
        defaults=(*names, ("content/**", {"lang": main})) if names else (),
        output="static/feeds",
        future=True,
    )


def _languages(facts: Facts, settings: Mapping[str, Any], main: str) -> list[str]:
    given = found(settings, "languages")
    names = given if isinstance(given, Mapping) else ()
    paths = facts.articles("content/")
    return [one for one in names if one != main and any(f".{one}.md" in path for path in paths)]


def _slugged(section: str, rule: str) -> str:
    from . import safe_slug, slug

    return {"": slug, ":zola-safe": safe_slug}.get(rule, str)(section)
