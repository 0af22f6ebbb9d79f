"""What some articles of a folder show: whether they have addresses of their own. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from msgspec.structs import replace

from feedmill.config.schema import Articles, Config, Site
from feedmill.names import fixed_part
from feedmill.parsing.parser import Reader

from .generators import Guess

_CATEGORY = re.compile(rb"^categor(y|ies)[ \t]*[:=]", re.MULTILINE)


def settled(found: Guess, include: tuple[str, ...], samples: Mapping[str, bytes]) -> Guess:
    """Give a guess that fits these articles, by path, out of those of `include`.

    Where links are lacking and no generator says how they are made, they follow the paths.
    """
    lost = found.lost
    if not any(map(_CATEGORY.search, samples.values())):
        lost = tuple(one for one in lost if one != ":categories")  # Jekyll leaves them out, too
    permalink = found.permalink
    if not permalink and _lacks_links(found, include, samples):
        permalink = along_the_paths(include)
    return replace(found, lost=lost, permalink=permalink)


def along_the_paths(include: tuple[str, ...]) -> str:
    """Give a pattern of links that repeats the paths of articles."""
    tops = {fixed_part(pattern) for pattern in include}
    top = quote(tops.pop()) if len(tops) == 1 else ""
    return f"/{top}{{folder}}/{{slug}}/"


def _lacks_links(found: Guess, include: tuple[str, ...], samples: Mapping[str, bytes]) -> bool:
    fields: dict[str, tuple[str, ...]]
    fields = {"link": (found.link_key, "link", "url")} if found.link_key else {}
    site = Site(title="A", url="https://example.org/", authority="example.org,2000")
    read = Reader(Config(site=site, articles=Articles(include=include, fields=fields))).read
    return any(
        problem.code == "no-link"
        for path, data in samples.items()
        for problem in read(path, data).problems
    )
