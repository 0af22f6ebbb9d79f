"""Examine a few articles of a folder: do they have addresses of their own? Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from feedmill.config.articles import Articles
from feedmill.config.schema import Config, Site
from feedmill.generators.facts import Facts, is_dated
from feedmill.generators.others import GUESS
from feedmill.generators.proposal import Proposal
from feedmill.parsing.parser import Reader

from .proposals import along_the_paths

_OF_NEW_SITES = "/{year}/{month}/{slug}/"
_TOLD = 3  # folders
_FEW = 3  # files
_FORMULA = re.compile(
    r"\$\$[^$]{1,2000}+\$\$|\\\[(?:[^\[\]\\]|\\(?!\])){2,1000}+\\\]|\\\((?:[^()\\]|\\(?!\))){2,1000}+\\\)"
    r"|\\begin\{(?:equation|align|gather|multline)\*?\}|:math:`|^\.\. math::",
    re.MULTILINE,
)
_DOLLAR = re.compile(r"(?<![\\$\w])\$(?![\s$])([^$\n]{1,300}+)\$(?![\w$])")
_SIGN = re.compile(r"[\\^_=]")
_NO_SITE = {"archetypes", "themes", "templates", "_drafts", "drafts", "test", "tests", "examples"}


def settled(found: Proposal, include: tuple[str, ...], samples: Mapping[str, bytes]) -> Proposal:
    """Return a proposal that fits these articles, by path, out of those of `include`.

    Where links are lacking and no generator says how they are made, they follow the paths; where
    there is no article yet, they have its year, month and name. `math` is only for articles that
    have TeX.
    """
    found = replace(found, math=found.math and _has_tex(samples, found))
    if not samples and not found.permalink and not found.generator:
        return replace(found, permalink=(("", _OF_NEW_SITES),))
    if found.permalink or not _lacks_links(include, samples):
        return found
    links = (("", along_the_paths(include)),)
    return replace(found, permalink=links, warnings=(*found.warnings, GUESS))


def newest_link(config: Config, samples: Mapping[str, bytes]) -> str:
    """Return the link of the newest of some articles, by path; "" if none is one."""
    read = Reader(config).read
    articles = (read(path, data).article for path, data in samples.items())
    newest = max(filter(None, articles), key=lambda one: (one.published, one.id), default=None)
    return newest.link if newest else ""


def left_out(facts: Facts, paths: Iterable[str]) -> list[tuple[str, int]]:
    """Return folders with more files that have dates, and how many; `paths` are the articles."""
    taken = {*paths}
    counts = Counter(
        "/".join(path.split("/")[:-1][:2])
        for path, head in facts.heads.items()
        if path not in taken
        and "/" in path
        and is_dated(path, head)
        and _NO_SITE.isdisjoint(path.split("/"))
    )
    return [(folder, number) for folder, number in counts.most_common(_TOLD) if number >= _FEW]


def _has_tex(samples: Mapping[str, bytes], found: Proposal) -> bool:
    """Return whether articles have formulas that the site shows as such."""
    from feedmill.bodies.markdown.before.shield import shield  # as late as bodies

    for path, data in samples.items():
        text = data.decode(errors="replace")
        if "$" in text or "\\" in text or "math:" in text:
            text = text if path.endswith(".rst") else shield(text)[0]
            if _FORMULA.search(text):
                return True
            dollars = _DOLLAR.finditer(text) if found.markdown.get("dollars") else ()
            if any(_SIGN.search(one[1]) for one in dollars):
                return True
    return False


def _lacks_links(include: tuple[str, ...], samples: Mapping[str, bytes]) -> bool:
    site = Site(title="A", url="https://example.org/", authority="example.org,2000")
    read = Reader(Config(site=site, articles=Articles(include=include))).read
    return any(
        problem.code == "no-link"
        for path, data in samples.items()
        for problem in read(path, data).problems
    )
