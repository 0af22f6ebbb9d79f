"""What some articles of a folder show: whether they have addresses of their own. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from feedmill.config.articles import Articles
from feedmill.config.schema import Config, Site
from feedmill.generators.others import GUESS
from feedmill.generators.proposal import Proposal
from feedmill.parsing.parser import Reader

from .proposals import along_the_paths

_OF_NEW_SITES = "/{year}/{month}/{slug}/"


def settled(found: Proposal, include: tuple[str, ...], samples: Mapping[str, bytes]) -> Proposal:
    """Return a proposal that fits these articles, by path, out of those of `include`.

    Where links are lacking and no generator says how they are made, they follow the paths; where
    there is no article yet, they have its year, month and name.
    """
    if not samples and not found.permalink and not found.generator:
        return replace(found, permalink=(("", _OF_NEW_SITES),))
    if found.permalink or not _lacks_links(include, samples):
        return found
    links = (("", along_the_paths(include)),)
    return replace(found, permalink=links, warnings=(*found.warnings, GUESS))


def _lacks_links(include: tuple[str, ...], samples: Mapping[str, bytes]) -> bool:
    site = Site(title="A", url="https://example.org/", authority="example.org,2000")
    read = Reader(Config(site=site, articles=Articles(include=include))).read
    return any(
        problem.code == "no-link"
        for path, data in samples.items()
        for problem in read(path, data).problems
    )
