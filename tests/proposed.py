"""What `feedmill init` makes of a site that is given as texts by path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedmill.config import parse_config
from feedmill.config.schema import Config
from feedmill.generators.facts import Facts, chosen, is_article, is_wanted
from feedmill.generators.proposal import Proposal
from feedmill.model import Article
from feedmill.parsing import front_matter
from feedmill.parsing.parser import Reader
from feedmill.parsing.problems import Refused
from feedmill.scaffold.answers import suggestion
from feedmill.scaffold.config_text import config_text
from feedmill.scaffold.proposals import propose
from feedmill.scaffold.samples import settled


def facts_of(files: Mapping[str, str]) -> Facts:
    """Return what a folder with these files shows of itself."""
    return Facts(
        name="folder",
        paths=tuple(sorted(files)),
        texts={path: text for path, text in files.items() if text and is_wanted(path)},
        heads={path: _head(path, text) for path, text in files.items() if is_article(path)},
    )


def proposed(files: Mapping[str, str]) -> tuple[Proposal, Config]:
    """Return what is proposed for a site, and the config that is written of it."""
    facts = facts_of(files)
    found = propose(facts)
    paths = chosen(facts, found.include, found.exclude)
    found = settled(found, found.include, {path: files[path].encode() for path in paths})
    text = config_text(found, suggestion(found, "folder", 2026))
    return found, parse_config(text, "config.yaml")


def articles_of(files: Mapping[str, str]) -> dict[str, Article]:
    """Return the articles, by path, that the proposed config finds."""
    _, config = proposed(files)
    reader = Reader(config)
    paths = chosen(facts_of(files), config.articles.include, config.articles.exclude)
    readings = {path: reader.read(path, files[path].encode()) for path in paths}
    return {path: one.article for path, one in readings.items() if one.article}


def links_of(files: Mapping[str, str]) -> dict[str, str]:
    """Return the links of the articles, below the site's address, by path."""
    home = proposed(files)[1].site.url.rstrip("/")
    return {path: one.link.removeprefix(home) for path, one in articles_of(files).items()}


def _head(path: str, text: str) -> Mapping[str, Any]:
    try:
        return front_matter.parse(front_matter.split(text, path))
    except Refused:
        return {}
