"""Settings of AstroWind, on whose theme many sites of Astro are built: `src/config.yaml`. Pure.

https://github.com/onwidget/astrowind
"""

from __future__ import annotations

import re
from typing import Any

from msgspec.structs import replace

from feedmill.generators.facts import Facts, found, is_true, joined, plain_value
from feedmill.generators.proposal import Proposal

_TOKENS = {
    "%slug%": "{slug|path}",
    "%category%": "{category|''}",
    **{f"%{name}%": f"{{{name}}}" for name in ("year", "month", "day", "hour", "minute", "second")},
}


def with_theme(facts: Facts, made: Proposal) -> Proposal:
    """Return a proposal with what the theme's settings say, if the site has them."""
    settings: Any = facts.settings("src/config") or {}
    site, post = found(settings, "site"), found(settings, "apps", "blog", "post")
    permalink = plain_value(post, "permalink")
    if not permalink:
        return made
    slash = "/" if is_true(found(site, "trailingSlash")) else ""
    pattern = re.sub("%[a-z]+%", lambda token: _TOKENS.get(token[0], token[0]), permalink)
    pattern = re.sub("/{2,}", "/", f"/{pattern.strip('/')}{slash}")
    return replace(
        made,
        title=plain_value(site, "name") or made.title,
        url=joined(plain_value(site, "site"), plain_value(site, "base")) or made.url,
        language=plain_value(found(settings, "i18n"), "language") or made.language,
        permalink=tuple((files, pattern) for files, _ in made.permalink),
    )
