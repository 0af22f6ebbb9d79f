"""The files that `feedmill init` writes beside the config, and where. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from msgspec import Struct

from feedmill import REPOSITORY
from feedmill.generators.proposal import Proposal
from feedmill.names import fixed_part

from .answers import Answers
from .config_text import config_text, scalar

ACTION = f"{REPOSITORY}@v0"
WORKFLOW = ".github/workflows/feeds.yml"
IGNORED = ".feedmill/"


class SitePlace(Struct, frozen=True, kw_only=True):
    """Where the site stands: its folder, relative to the repository's top ("" for that)."""

    folder: str = ""
    config: str = "config.yaml"
    is_new: bool = True  # there is no config yet
    branch: str = "main"


def with_ignored(text: str) -> str:
    """Return the text of a .gitignore with the folder of caches in it."""
    if {IGNORED, f"/{IGNORED}", IGNORED.rstrip("/")} & set(map(str.strip, text.splitlines())):
        return text
    line_end = "\r\n" if "\r\n" in text else "\n"
    return text + (line_end if text and not text.endswith("\n") else "") + IGNORED + line_end


def new_files(
    found: Proposal, answers: Answers, place: SitePlace, paths: Iterable[str] = ()
) -> dict[str, str]:
    """Return the config, if there is none, and the workflow, by path below the repository's top.

    `paths` are those of the site's files. If no folder of articles has any, the first of them
    gets an empty file, so that git knows it.
    """
    files = {WORKFLOW: workflow_text(place, with_pages=found.rendered is not None)}
    if place.is_new:
        files[posixpath.join(place.folder, place.config)] = config_text(found, answers)
        folders = tuple(fixed_part(pattern) for pattern in answers.include)
        if not any(path.startswith(folders) for path in paths) and folders[0]:
            files[posixpath.join(place.folder, folders[0], ".gitkeep")] = ""
    return files


def workflow_text(place: SitePlace, *, with_pages: bool = False) -> str:
    """Return a workflow for GitHub that shows, builds and commits the feeds.

    `with_pages`: entries are made from the site's pages, which must be made first.
    """
    return _WORKFLOW.format(
        pages=_PAGES if with_pages else "",
        action=ACTION,
        branch=scalar(place.branch),
        config=scalar(posixpath.join(place.folder, place.config)),
    )


_PAGES = """\
      # articles.rendered: make the site's pages here, as where it is deployed. Better, make both in
      # that workflow: Feedmill's docs/ci.md, "Sites with rendered pages".
"""
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
{pages}      - uses: {action}
        with:
          config: {config}
          guard: ${{{{ inputs.guard || 'fail' }}}}
          publish: commit # in pull requests nothing is published
"""
