"""Where the config says that a feed's files are: paths with placeholders, and copies. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from feedmill.formats import FORMATS

from .feeds import Family
from .schema import Config

PATH_PLACEHOLDER = r"\{([a-z][a-z0-9_-]*)(?::([a-z0-9-]+))?\}"
_XML = (".xml", ".rdf")

FileNames = str | Mapping[str, str]
CopyNames = tuple[str, ...] | Mapping[str, tuple[str, ...]]


def feed_paths(path: FileNames | None, formats: Iterable[str], usual: str) -> dict[str, str]:
    """Return the path of a feed's file by format, still with placeholders.

    `path` is what the config says, without endings or by format; `usual` is the path, without
    ending, of formats of which it says nothing.
    """
    known = path if isinstance(path, Mapping) else {}
    base = path if isinstance(path, str) else usual
    return {name: known.get(name) or f"{base}{FORMATS[name].ending}" for name in formats}


def copy_paths(also_at: CopyNames, formats: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return where copies of a feed's files go, by format, still with placeholders.

    Raises ValueError, which names the file, if that may be the copy of several formats.
    """
    if isinstance(also_at, Mapping):
        return {name: tuple(files) for name, files in also_at.items()}
    found: dict[str, tuple[str, ...]] = {}
    for file in also_at:
        name = _format_of(file, tuple(formats))
        found[name] = (*found.get(name, ()), file)
    return found


def _format_of(file: str, formats: tuple[str, ...]) -> str:
    """Return the format whose bytes a file is to have: by its ending, else by its name."""
    last = file.rpartition("/")[2].lower()
    for fits in (
        [name for name in formats if last.endswith(FORMATS[name].ending)],
        [name for name in formats if name in last.partition(".")[0]],
        [name for name in formats if last.endswith(_XML) and "xml" in FORMATS[name].media_type],
        list(formats),
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            break
    raise ValueError(file)


def fill_path(path: str, written: Callable[[str, str], str]) -> str:
    """Return a path with its placeholders filled.

    `written` returns the name of a dimension's group as a rule writes it, "" for the usual one.
    """
    filled = re.sub(
        PATH_PLACEHOLDER, lambda found: written(found[1], found[2] or "").replace("/", "-"), path
    )
    return unicodedata.normalize("NFC", filled)


def has_addresses(config: Config) -> bool:
    """Return whether a loaded config says of any feed where it is."""
    families = (family for family in config.feeds.families if isinstance(family, Family))
    groups = (group for named in config.groups.values() for group in named.values())
    return any(
        one.path is not None or one.also_at for several in (families, groups) for one in several
    )
