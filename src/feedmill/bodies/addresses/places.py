"""From what an author wrote to paths of the site, and from those to addresses. Pure."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from feedmill.bodies.about import About
from feedmill.urls import absolute

_TOP = ("content", "docs", "src")
_KEY = re.compile(r"^(url|slug|permalink|path)[ \t]*[:=][ \t]*[\"']?([^\"'\n#]+)", re.MULTILINE)
_FRONT = re.compile(r"(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?)^\1", re.DOTALL | re.MULTILINE)
_MAX_PAGE = 2**20


def site_address(path: str, about: About) -> str:
    """Return the whole address of a path of the site."""
    home = about.config.site.url.rstrip("/")
    try:
        return absolute(f"{home}/{path.lstrip('/')}")
    except ValueError:
        return f"{home}/"


def tops(path: str) -> Iterator[str]:
    """Yield the folders that paths from the top may begin at.

    Of `content/en/a.md` they are `content/` and `content/en/`: the one called `content` or `docs`,
    and those in it on the way to the article.
    """
    parts = path.split("/")[:-1]
    start = next((at for at, part in enumerate(parts) if part in _TOP), -1)
    if start < 0:
        yield ""
    for at in range(max(start, 0), min(len(parts), start + 4)):
        yield f"{'/'.join(parts[: at + 1])}/"


def below(folder: str, path: str) -> str:
    """Return a path that begins at a folder, without `.` and `..`; it may lead out of the site."""
    return posixpath.normpath(f"{folder}{path}")


def link_of_any(paths: Iterable[str], about: About) -> str | None:
    """Return the link of the first article at one of these paths."""
    for path in paths:
        if (link := about.inputs.link_of(path)) is not None:
            return link
    return None


def settings_of(path: str, about: About) -> dict[str, str] | None:
    """Return what the front matter of a page says of its address; None if it has none."""
    data = about.inputs.read(path)
    front = _FRONT.match((data or b"")[:_MAX_PAGE].decode("utf-8", "replace"))
    if front is None:
        return None
    return {key: value.strip() for key, value in _KEY.findall(front[2])}
