"""Ask the questions of `feedmill init`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from feedmill.generators.proposal import Proposal
    from feedmill.scaffold.answers import Answers

_QUESTIONS = {
    "title": ("Title of the site", "site.title"),
    "url": ("Its address", "site.url"),
    "authority": ("Domain and year that mint the ids of entries", "site.authority"),
    "include": ("Patterns of article files", "articles.include"),
}
_EXAMPLES = {
    "title": "My notes",
    "url": "https://news.example.org/",
    "authority": "news.example.org,2021",
    "include": "articles/**/*.md",
}


def ask_for_answers(found: Proposal, answers: Answers, year: int) -> Answers:
    """Ask for what only a person can know, with what was found as the default."""
    from feedmill.scaffold.answers import authority, is_placeholder

    for key, (question, _) in _QUESTIONS.items():
        default = ", ".join(answers.include) if key == "include" else getattr(answers, key)
        if key == "url" and is_placeholder(answers.url):
            default = ""
        if key == "authority":
            default = authority(answers.url, year)
        try:
            check = partial(_with_answer, found, answers, key)
            answers = click.prompt(
                question, default, value_proc=check, show_default=bool(default), err=True
            )
        except click.Abort:
            raise KeyboardInterrupt from None
    return answers


def _with_answer(found: Proposal, answers: Answers, key: str, text: str) -> Answers:
    """Take an answer; UsageError, which asks again, if config.yaml would be wrong with it."""
    from msgspec.structs import replace

    from feedmill.config import parse_config
    from feedmill.errors import ConfigError
    from feedmill.scaffold.config_text import config_text

    if not text.strip():
        raise click.UsageError(f"there is no default: an answer such as {_EXAMPLES[key]} is needed")
    # Blanks part patterns, too; but in the default, which folders gave, they may be part of one.
    is_default = key == "include" and text == ", ".join(answers.include)
    patterns = answers.include if is_default else tuple(text.replace(",", " ").split())
    value = patterns if key == "include" else text.strip()
    answers = replace(answers, **{key: value})
    try:
        parse_config(config_text(found, answers), "config.yaml")
    except ConfigError as error:
        others = tuple(path for name, (_, path) in _QUESTIONS.items() if name != key)
        wrong = [one.message for one in error.problems if not one.message.startswith(others)]
        if wrong:
            raise click.UsageError(wrong[0].partition(": ")[2]) from error
    return answers
