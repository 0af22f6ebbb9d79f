"""Where a generator serves files that are not articles, such as pictures. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct


class Placement(Struct, frozen=True):
    """The rules of one generator.

    `folders`: pairs of a folder and the path that its files are served below; it is in the site's
    folder, or in one that holds articles, or in between. `beside` says of which articles the files
    in their own folder are served beside their pages; bundles are those called `index`. `served`
    is set where addresses in an article start at its file: it takes a file's path, and returns
    the one that it is served at. `marks` begin addresses that do so, as in `{static}/x.png`;
    those with a mark of `moved` are served beside the article's page. `named` pairs what begins
    the address of a file with the path that such files are served below.
    """

    folders: tuple[tuple[str, str], ...] = ()
    beside: Literal["all", "bundles", "none"] = "none"
    served: Callable[[str], str] | None = None
    marks: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


ANYWHERE = Placement((("", ""), ("static", ""), ("public", ""), ("assets", "")), beside="all")
"""The rules where the config names no generator."""


def below_content(path: str) -> str:
    """Return the path below the folder of sources: `site/content/a/x.png` → `a/x.png`.

    That is the first one called `content` or `docs`; without such a one, the topmost.
    """
    parts = path.split("/")
    at = next((at for at, part in enumerate(parts[:-1]) if part in ("content", "docs")), 0)
    return "/".join(parts[at + 1 :]) if len(parts) > 1 else path
