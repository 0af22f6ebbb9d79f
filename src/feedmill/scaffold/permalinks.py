"""The patterns that other generators make addresses from, in our own words. Pure.

https://jekyllrb.com/docs/permalinks/
https://gohugo.io/configuration/permalinks/
https://docs.getpelican.com/en/stable/settings.html#url-settings
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = re.compile(r":[a-z_]+|\{[^{}]*\}")

JEKYLL = {
    ":categories": "",
    ":year": "{year}",
    ":month": "{month}",
    ":day": "{day}",
    ":i_month": "{i_month}",
    ":i_day": "{i_day}",
    ":title": "{slug}",  # of the file's name
    ":slug": "{slug}",
    ":output_ext": ".html",
}
JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "none": "/:categories/:title:output_ext",
}
HUGO = {
    ":year": "{year}",
    ":month": "{month}",
    ":day": "{day}",
    ":slug": "{slug}",
    ":slugorfilename": "{slug}",
    ":slugorcontentbasename": "{slug}",
    ":title": "{title}",
    ":filename": "{stem}",
    ":contentbasename": "{stem}",
}
PELICAN = {
    "{slug}": "{slug}",
    "{category}": "{category}",
    "{date:%Y}": "{year}",
    "{date:%m}": "{month}",
    "{date:%d}": "{day}",
    "{date:%-m}": "{i_month}",
    "{date:%-d}": "{i_day}",
}


def untold(pattern: str, tokens: Mapping[str, str]) -> tuple[str, ...]:
    """Give the parts of a generator's pattern for which ours have no placeholder."""
    return tuple(dict.fromkeys(one for one in _TOKEN.findall(pattern) if not tokens.get(one)))


def translate(pattern: str, tokens: Mapping[str, str]) -> str:
    """Put a generator's pattern into ours, by its `tokens`; "" if it has one that is not there."""
    found = _TOKEN.findall(pattern)
    if not found or not tokens.keys() >= set(found):
        return ""
    made = _TOKEN.sub(lambda token: tokens[token[0]], pattern)
    return re.sub("/{2,}", "/", f"/{made}")
