"""The files that `feedmill init` writes, from what was found and answered. Pure."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

import yaml
from msgspec import Struct

from feedmill import REPOSITORY
from feedmill.config.unfit import Unfit
from feedmill.config.validators import KINDS
from feedmill.names import fixed_part

from .generators import Guess

ACTION = f"{REPOSITORY}@v0"
WORKFLOW = ".github/workflows/feeds.yml"
IGNORED = ".feedmill/"
_UNKNOWN_URL = "https://example.org/"
_NOBODYS = ("example.org", "example.com", "example.net")  # RFC 2606


class Answers(Struct, frozen=True, kw_only=True):
    """What a person is asked for; the values are those of config.yaml."""

    title: str
    url: str
    authority: str
    include: tuple[str, ...]


class Place(Struct, frozen=True, kw_only=True):
    """Where the site stands: its folder, relative to the repository's top ("" for that)."""

    folder: str = ""
    config: str = "config.yaml"
    is_new: bool = True  # there is no config yet
    branch: str = "main"


def suggestion(found: Guess, name: str, year: int) -> Answers:
    """Give the answers to begin with; `name` is the folder's, `year` the current one."""
    url = _fit("base_url", found.url) or _UNKNOWN_URL
    if is_placeholder(url) or not authority(url, year):  # or of a machine such as localhost
        url = _UNKNOWN_URL
    return Answers(
        title=found.title or name or "News",
        url=url,
        authority=authority(url, year),
        include=found.include,
    )


def authority(url: str, year: int) -> str:
    """Give `host,year` of an address, as RFC 4151 has it; "" if its host is no domain."""
    host = urlsplit(_fit("base_url", url)).hostname or ""
    is_number = host.replace(".", "").isdigit()
    return "" if is_number else _fit("authority", f"{host},{year}")


def is_placeholder(url: str) -> bool:
    """Say whether an address only stands for one that nobody gave, as templates have it."""
    return urlsplit(url).hostname in _NOBODYS


def with_ignored(text: str) -> str:
    """Give the text of a .gitignore with the folder of caches in it."""
    if {IGNORED, f"/{IGNORED}", IGNORED.rstrip("/")} & set(map(str.strip, text.splitlines())):
        return text
    line_end = "\r\n" if "\r\n" in text else "\n"
    return text + (line_end if text and not text.endswith("\n") else "") + IGNORED + line_end


def new_files(
    found: Guess, answers: Answers, place: Place, paths: Iterable[str] = ()
) -> dict[str, str]:
    """Give the config, if there is none, and the workflow, by path below the repository's top.

    `paths` are those of the site's files. If no folder of articles has any, the first of them
    gets an empty file, so that git knows it.
    """
    files = {WORKFLOW: workflow_text(place)}
    if place.is_new:
        files[posixpath.join(place.folder, place.config)] = config_text(found, answers)
        folders = tuple(fixed_part(pattern) for pattern in answers.include)
        if not any(path.startswith(folders) for path in paths) and folders[0]:
            files[posixpath.join(place.folder, folders[0], ".gitkeep")] = ""
    return files


def config_text(found: Guess, answers: Answers) -> str:
    """Give a config with a comment wherever there is something to know."""
    return f"""\
# What Feedmill reads, and which feeds it makes of it. `feedmill build` makes them, `feedmill check`
# looks for mistakes in the articles. Feedmill's docs/config.md explains every key.

site:
  title: {_scalar(answers.title)}
  url: {_scalar(answers.url)}
  # Who mints the ids of entries, and since when: `domain,year` of a domain that was yours in that
  # year. Never change it: every entry would be new to every subscriber.
  authority: {_scalar(answers.authority)}
{_site_lines(found)}
articles:
  include: {_list(answers.include)}
{_article_lines(found)}
feeds:
{_output_lines(found, answers)}\
  formats: [atom, rss, json]
  limit: 50 # newest entries of a feed; 0: all of them
  content: summary # or full: the whole text of each article
  families: # which feeds there are
    - all
    - topic # one for each topic: `topics`, `tags` or `categories` of the articles
    - provider # one for each publisher, where articles name one
    # - name: robots # one of your own: feeds/robots.atom …
    #   title: Robots
    #   where: {{topics: {{any: [Robotics, Drones]}}}}
"""


def workflow_text(place: Place) -> str:
    """Give a workflow for GitHub that shows, builds and commits the feeds."""
    return _WORKFLOW.format(
        action=ACTION,
        branch=_scalar(place.branch),
        config=_scalar(posixpath.join(place.folder, place.config)),
    )


_WORKFLOW = """\
# Makes the feeds when articles change, and shows in a pull request what subscribers would see.
name: Feeds
on:
  push:
    branches: [{branch}]
  pull_request:
  schedule:
    - cron: "23 5 * * *" # articles that waited for their date
  workflow_dispatch: # by hand, to let pass what the guard stopped
    inputs:
      guard: {{type: choice, options: [fail, warn]}}
permissions:
  contents: write # to commit the feeds
concurrency: # one run after the other
  group: feeds-${{{{ github.ref }}}}
jobs:
  feeds:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: {action}
        with:
          config: {config}
          guard: ${{{{ inputs.guard || 'fail' }}}}
          publish: commit # in pull requests nothing is published
"""


def _site_lines(found: Guess) -> str:
    """Give the lines of what else is known of the site."""
    language = _fit("language", found.language.replace("_", "-")) or "en"
    lines = [f"  language: {_scalar(language)}"]
    if found.description:
        lines.append(f"  description: {_scalar(found.description)}")
    else:
        lines.append("  # description: what stands below the title")
    lines.append("  # feeds_url: where the output folder is served, if not at feeds/ below `url`")
    return "\n".join(lines) + "\n"


def _article_lines(found: Guess) -> str:
    """Give the lines that say how articles are read."""
    lines = []
    if found.exclude:
        lines.append(f"  exclude: {_list(found.exclude)}")
    zone = _fit("timezone", found.timezone) or "UTC"
    lines.append(f"  timezone: {_scalar(zone)} # of dates that do not name one")
    if found.link_key:
        keys = ", ".join((found.link_key, "link", "url"))
        lines += ["  fields:", f"    link: [{keys}] # front matter that holds an article's address"]
    if permalink := _fit("permalink", found.permalink):
        made = f"as {found.generator} makes them" if found.generator else "made of its path"
        lines += [
            f"  # The address of an article whose front matter has none, {made}.",
            "  # Compare a few with those of the site before you publish.",
            *(f"  # NOT as on the site: there is no placeholder for {one}" for one in found.lost),
            f"  permalink: {_scalar(permalink)}",
        ]
    else:
        lines += [
            "  # Addresses of articles whose front matter has none:",
            "  # permalink: /{year}/{month}/{slug}/",
        ]
    return "\n".join(lines) + "\n"


def _output_lines(found: Guess, answers: Answers) -> str:
    """Give the output folder: where the generator publishes files as they are, if it can be."""
    fixed = [fixed_part(pattern) for pattern in answers.include]
    if found.output != "feeds" and not any(f"{found.output}/".startswith(one) for one in fixed):
        return f"  output: {_scalar(found.output)} # {found.generator} publishes it as feeds/\n"
    remedy = f"  # {found.generator} must publish it: {found.remedy}\n" if found.remedy else ""
    return f"{remedy}  output: feeds\n"


def _fit(kind: str, text: str) -> str:
    """Give a text in the normal form of its kind; "" if it is not of it."""
    try:
        return KINDS[kind].read(text) if text else ""
    except Unfit:
        return ""


def _list(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(json.dumps(text, ensure_ascii=False) for text in texts)}]"


def _scalar(text: str) -> str:
    """Write a text in YAML: as it is where that is safe, else in double quotes, as JSON does.

    It is safe in a list in brackets, too, and never another type than text.
    """
    is_plain = re.fullmatch(r"(https?:)?[A-Za-z/][A-Za-z0-9 ._/+@~-]*(?<! )", text)
    if is_plain and yaml.safe_load(text) == text:
        return text
    return json.dumps(text, ensure_ascii=False)
