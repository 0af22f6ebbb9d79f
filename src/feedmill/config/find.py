"""Find the config of the site that a folder belongs to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from feedmill.errors import ConfigError
from feedmill.git.status import work_tree_top

from .file import read_file

NAMES = ("feedmill.yaml", "config.yaml")
"""The names a config may have, the first that exists wins. Hugo has a `config.yaml`, too."""

_SITE = re.compile(r"""^(?:\{\s*)?["']?site["']?[ \t]*:""", re.MULTILINE)


def find_config(folder: Path) -> Path | None:
    """Return the config for `folder`: its own, or that of the nearest folder above.

    In a git work tree the search ends at its top; elsewhere only `folder` itself is searched.
    Returns None if there is none.
    """
    return next((path for place in _places(folder) if (path := _config_in(place))), None)


def _places(folder: Path) -> Iterator[Path]:
    """Yield the folder and, in a work tree, those above it up to the top."""
    yield folder
    here = folder.resolve()
    if top := work_tree_top(here):
        yield from (place for place in here.parents if place.is_relative_to(top))


def _config_in(folder: Path) -> Path | None:
    named, plain = (folder / name for name in NAMES)
    if os.path.lexists(named):
        return named  # whatever it is: reading it says what is wrong
    return plain if _may_be_ours(plain) else None


def is_ours(text: str) -> bool:
    """Tell whether the text of a `config.yaml` is meant for Feedmill: it has `site:`."""
    return bool(_SITE.search(text))


def _may_be_ours(path: Path) -> bool:
    if not os.path.lexists(path):
        return False
    try:
        return is_ours(read_file(path).decode("utf-8-sig"))
    except (ConfigError, UnicodeDecodeError):  # a fifo, say: whoever reads it says what is wrong
        return True
