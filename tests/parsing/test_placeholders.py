"""Patterns with placeholders, compiled."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from feedmill.config.kinds.types import PLACEHOLDERS
from feedmill.generators.rules import NO_RULES
from feedmill.generators.table import SLUG_RULES
from feedmill.parsing.parser import Reading
from feedmill.parsing.placeholders import FILLS, take_apart, with_categories

Read = Callable[..., Reading]
DOCS = Path(__file__).parents[2] / "docs" / "articles.md"
TEXT = """\
---
title: "Mars: What's new?"
date: 2021-02-05T23:30:04-08:00
categories: [Deep Sky, R&D/x]
lang: fr
---
"""


@pytest.mark.parametrize(
    ("pattern", "link"),
    [
        ("{short_year}-{month_name}-{month_abbr}", "21-February-Feb"),
        ("{ordinal}/{i_ordinal}/{week_year}/{week}/{weekday}", "037/37/2021/05/6"),
        ("{weekday_name}/{weekday_abbr}/{hour}{minute}{second}", "Saturday/Sat/073004"),
        ("{section}/{parent}/{name}", "Big%20Space/deep/mars"),
        ("{slug|title}", "mars-what-s-new"),
        ("{slug|stem}", "2021-02-05-mars"),
        ("{title|slug}", "mars-what-s-new"),
        ("{field[none]|slug}", "mars"),
        ("{field[none]|'misc'}", "misc"),
        ("{categories}", "deep-sky/r-and-d-x"),
        ("{category:raw}/{language}", "Deep%20Sky/fr"),
        ("{title:hugo}", "mars-whats-new"),
        ("{title:mkdocs}", "mars-whats-new"),
        ("{title:eleventy}", "mars-whats-new"),
        ("{title:jekyll}", "mars-what-s-new"),
        ("{folder:github}", "big-space/deep"),
        ("{month_name:lower}", "february"),
    ],
)
def test_fill(read: Read, pattern: str, link: str) -> None:
    """Each placeholder has its value; alternatives and rules are as the docs have them."""
    reading = read(TEXT, "Big Space/deep/2021-02-05-mars.md", permalink=f"https://e.org/{pattern}")
    assert reading.article is not None, reading.problems
    assert f"https://e.org/{link}" == reading.article.link


@pytest.mark.parametrize(
    ("inner", "chosen", "rule"),
    [
        ("slug", ("slug",), None),
        ("slug|title:hugo-cased", ("slug", "title"), "hugo-cased"),
        ("category|'a:b'", ("category", "'a:b'"), None),
        ("field[a:b]|'x'", ("field[a:b]", "'x'"), None),
    ],
)
def test_take_apart(inner: str, chosen: tuple[str, ...], rule: str | None) -> None:
    """Alternatives and the rule after them are told apart."""
    assert (chosen, rule) == take_apart(inner)


def test_the_config_knows_the_same_names() -> None:
    """The names that a config may use are those that can be filled, and the docs list them."""
    known = {*FILLS, *with_categories(NO_RULES)}
    assert known == set(PLACEHOLDERS)
    section = DOCS.read_text("utf-8").partition("## Links")[2].partition("\n## ")[0]
    told = {name for row in re.findall(r"^\| (`\{.*?) \|", section, re.MULTILINE)
            for name in re.findall(r"\{(\w+)\}", row)}  # fmt: skip
    assert known == told
    rules = {name for row in re.findall(r"^\| (`[a-z].*?) \|", section, re.MULTILINE)
             for name in re.findall(r"`([a-z-]+)`", row)}  # fmt: skip
    assert set(SLUG_RULES) == rules
