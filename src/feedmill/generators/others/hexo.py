"""What Hexo's settings, `_config.yml`, say of a site. Pure.

https://hexo.io/docs/configuration, https://hexo.io/docs/permalinks
"""

from __future__ import annotations

import re

from feedmill.generators import people
from feedmill.generators.facts import Facts, found, joined, literal, plain_value
from feedmill.generators.proposal import Proposal

_TOKENS = {
    "year": "{year}",
    "month": "{month}",
    "i_month": "{i_month}",
    "day": "{day}",
    "i_day": "{i_day}",
    "hour": "{hour}",
    "minute": "{minute}",
    "second": "{second}",
    "category": "{categories|'uncategorized':raw}",
    "post_title": "{title}",
    "lang": "{language}",
}
_TOKEN = re.compile(r":(\w+)")


def read(facts: Facts) -> Proposal | None:
    """Return what the settings say; None if it is not a site of Hexo."""
    package = facts.settings("package") or {}
    settings = facts.settings("_config")
    needs = (found(package, one, "hexo") for one in ("dependencies", "devDependencies"))
    if settings is None or not (any(needs) or found(package, "hexo")):
        return None
    source = plain_value(settings, "source_dir").strip("./") or "source"
    folder = f"{source}/_posts"
    warnings: list[str] = []
    name = "name" if ":year" in plain_value(settings, "new_post_name") else "path"
    tokens = _TOKENS | {"title": f"{{slug|{name}:raw}}", "name": "{slug|name:raw}"}
    written = plain_value(settings, "permalink") or ":year/:month/:day/:title/"

    def placeholder(token: re.Match[str]) -> str:
        if token[1] not in tokens:
            warnings.append(f"the permalink {written} has {token[0]}, which has no placeholder")
        return tokens.get(token[1], tokens["title"])

    pattern = re.sub("/{2,}", "/", f"/{_TOKEN.sub(placeholder, written)}")
    language = settings.get("language")
    language = language[0] if isinstance(language, list) and language else language
    return Proposal(
        include=facts.patterns(folder),
        title=plain_value(settings, "title"),
        url=joined(plain_value(settings, "url"), ""),
        language=language if isinstance(language, str) else "",
        timezone=plain_value(settings, "timezone"),
        description=plain_value(settings, "description"),
        author=people.person(found(settings, "author")),
        permalink=((f"{literal(folder)}/**", pattern),),
        fields={"topics": ("tags+categories",), "link": ("permalink",)},
        warnings=tuple(warnings),
        output=f"{source}/feeds",
        future=found(settings, "future") != "false",
    )
