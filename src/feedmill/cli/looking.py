"""Look around a folder for `feedmill init`: names, settings, front matter; follow no link.

What it reads is bounded: in files, in bytes of each, in bytes of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from feedmill.errors import FeedmillError
from feedmill.sources.walking import read_start, walk_files

from .output.terminal import say

if TYPE_CHECKING:
    from feedmill.generators.facts import Facts

_MAX_PATHS = 100_000
_MAX_TEXT = 256 * 1024  # bytes
_MAX_TEXTS = 16 * 2**20  # bytes of all settings
_MAX_HEADS = 30_000  # articles
_MAX_HEAD = 16 * 1024  # bytes
_PASSED_OVER = {"node_modules", "_site", "dist", "vendor", "venv", "__pycache__"}
_HIDDEN = {".vitepress", ".vuepress"}  # with settings in them
_HUGOS = {"config", "_default"}  # folders of settings
_ABOVE = 3  # folders above one that is in no git work tree


def look_at_folder(root: Path) -> Facts:
    """Gather the names of a folder's files, the texts of settings, the front matter of articles."""
    from feedmill.generators.facts import Facts, is_article, is_wanted

    paths = list(islice(walk_files(root, _is_looked_into), _MAX_PATHS))
    texts = _texts(root, filter(is_wanted, paths))
    heads = {}
    for path in list(filter(is_article, paths))[:_MAX_HEADS]:
        if head := _front_matter(path, read_start(root / path, _MAX_HEAD)):
            heads[path] = head
    return Facts(name=root.resolve().name, paths=tuple(paths), texts=texts, heads=heads)


def warn_within(root: Path, facts: Facts, *, asks: bool) -> None:
    """Say if a folder without a config is part of a site above it.

    Raises FeedmillError if it is, and nobody is asked.
    """
    from feedmill.config.find import is_ours
    from feedmill.scaffold.proposals import site_around

    if any(is_ours(text_of(root / name)) for name in ("config.yaml", "feedmill.yaml")):
        return
    levels, name = site_around(facts, _above(root))
    if levels:
        where = "/".join([".."] * levels)
        told = f"this folder is part of the {name} site in {where}"
        if not asks:
            raise FeedmillError(f"{told}: run feedmill init there")
        say(f"warning: {told}; answer for this folder alone, or run feedmill init there")


def _above(root: Path) -> Iterator[Facts]:
    """Yield what each folder above shows of settings, up to the top of the git work tree."""
    from feedmill.generators.facts import Facts, is_wanted
    from feedmill.git.status import work_tree_top

    here = root.resolve()
    top = work_tree_top(here)
    number = len(here.relative_to(top).parts) if top else _ABOVE
    for folder in here.parents[:number]:
        paths = tuple(islice(walk_files(folder, _HUGOS.__contains__), _MAX_PATHS))
        yield Facts(name=folder.name, paths=paths, texts=_texts(folder, filter(is_wanted, paths)))


def samples(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Return the bytes of files, by path."""
    return {path: read_start(root / path, _MAX_TEXT) for path in paths}


def text_of(path: Path) -> str:
    """Return the text of a small file, "" if it is not one."""
    data = read_start(path, _MAX_TEXT + 1)
    try:
        return data.decode("utf-8-sig") if len(data) <= _MAX_TEXT else ""
    except UnicodeDecodeError:
        return ""


def _texts(root: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return the texts of files, by path; those that are deepest are left out if it is too much."""
    texts: dict[str, str] = {}
    room = _MAX_TEXTS
    for path in sorted(paths, key=lambda path: path.count("/")):
        text = text_of(root / path)
        room -= len(text)
        if text and room >= 0:
            texts[path] = text
    return texts


def _is_looked_into(folder: str) -> bool:
    return (folder[0] != "." or folder in _HIDDEN) and folder not in _PASSED_OVER


def _front_matter(path: str, data: bytes) -> Mapping[str, Any]:
    from feedmill.parsing import front_matter
    from feedmill.parsing.problems import Refused

    try:
        text = data.decode("utf-8-sig", "ignore").replace("\r\n", "\n")
        parts = front_matter.split(text, path, long_fences=True)
        return front_matter.parse(parts, lenient=True, repeated=[])
    except Refused:
        return {}
