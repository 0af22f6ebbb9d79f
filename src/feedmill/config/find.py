"""Find the config of the site that a folder belongs to."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

NAMES = ("feedmill.yaml", "config.yaml")
"""The names a config may have, the first that exists wins. Hugo has a `config.yaml`, too."""

_SITE = re.compile(r"""^(?:\{\s*)?["']?site["']?[ \t]*:""", re.MULTILINE)
_MAX_BYTES = 2**20  # as for any config


def find_config(folder: Path) -> Path | None:
    """Return the config for `folder`: its own, or that of the nearest folder above.

    In a git work tree the search ends at its top; elsewhere only `folder` itself is searched.
    Returns None if there is none.
    """
    return next((path for place in _places(folder) if (path := _config_in(place))), None)


def _places(folder: Path) -> Iterator[Path]:
    """Yield the folder and, in a work tree, those above it up to the top."""
    yield folder
    above = folder.resolve()
    tops = [place for place in (above, *above.parents) if (place / ".git").exists()]
    if tops:
        yield from (place for place in above.parents if place.is_relative_to(tops[0]))


def _config_in(folder: Path) -> Path | None:
    named, plain = (folder / name for name in NAMES)
    if os.path.lexists(named):
        return named  # whatever it is: reading it says what is wrong
    return plain if _may_be_ours(plain) else None


def is_ours(text: str) -> bool:
    """Tell whether the text of a `config.yaml` is meant for Feedmill: it has `site:`."""
    return bool(_SITE.search(text))


def _may_be_ours(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return True  # a fifo or a folder of that name: reading it says what is wrong
        with path.open("rb") as file:
            return is_ours(file.read(_MAX_BYTES).decode(errors="replace"))
    except FileNotFoundError:
        return False
    except OSError:
        return True
