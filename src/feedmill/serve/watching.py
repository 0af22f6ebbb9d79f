"""Watch a site's articles, config, templates, and whatever else feeds are made from."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from feedmill.config.schema import Config, Pages
from feedmill.images.enclose import with_store
from feedmill.names import fixed_part
from feedmill.parsing.fields.served import ServedFiles

# Where generators put the pages that they make, and what others wrote: large, and not read. They
# are watched if the config names them.
_NOT_READ = {"_site", "node_modules", "public", "vendor", "venv", "__pycache__"}
_MOST = 20_000  # folders
_STEP = 20  # milliseconds without a change, after which those before count
_MOST_WAIT = 200  # milliseconds that changes are gathered
_GLANCE = 250  # milliseconds between two looks whether to end


def named_folders(config: Config) -> set[str]:
    """Return the folders that a config names, relative to its own; "" is that."""
    found = {fixed_part(pattern).rstrip("/") for pattern in config.articles.include}
    found.update(ServedFiles(config).folders)
    found.add(with_store(config).store or "")
    if isinstance(config.pages, Pages) and config.pages.templates:
        found.add(config.pages.templates)
    return found


def watched_folders(root: Path, named: Iterable[str], without: Iterable[Path]) -> tuple[str, ...]:
    """Return the folders of a site to watch, each for itself: no link is followed.

    `named` are watched even if their names say that others need not look there; `without` are
    left out, with all in them.
    """
    out = {os.path.realpath(one) for one in without}
    top = os.path.realpath(root)
    places = (os.path.realpath(root / one) for one in sorted(named, key=len, reverse=True) if one)
    found: dict[str, None] = {}
    for place in (*(one for one in places if one.startswith(f"{top}{os.sep}")), top):
        for folder in _folders(place, out):
            found.setdefault(folder)
            if len(found) >= _MOST:
                return tuple(found)
    return tuple(found)


def _folders(start: str, out: set[str]) -> Iterator[str]:
    """Yield a folder and those in it, outer before inner."""
    for here, inner, _ in os.walk(start):
        inner[:] = sorted(
            name
            for name in inner
            if not name.startswith(".")
            and name not in _NOT_READ
            and f"{here}/{name}" not in out
            and not os.path.islink(f"{here}/{name}")  # noqa: PTH114 (of very many)
        )
        yield here


class Watch:
    """Sets `changed` when something happens in the folders that were named last."""

    def __init__(self, root: Path, changed: threading.Event) -> None:
        self._root = os.path.realpath(root)
        self._changed = changed
        self._folders: tuple[str, ...] = ()
        self._ended = threading.Event()

    def look_at(self, folders: tuple[str, ...]) -> None:
        """Watch these folders from now on; what happened just before counts as a change."""
        if folders == self._folders:
            return
        self.end()
        self._folders, self._ended = folders, threading.Event()
        given = (folders, self._ended)
        threading.Thread(target=self._watch, args=given, daemon=True).start()

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()

    def _watch(self, folders: tuple[str, ...], ended: threading.Event) -> None:
        for polling in (None, True):
            try:
                self._wait(folders, ended, polling)
            except FileNotFoundError:  # gone since it was listed
                self._folders = ()
                self._changed.set()
            except OSError:
                continue  # the system watches no more folders: look at them repeatedly
            return

    def _wait(self, folders: tuple[str, ...], ended: threading.Event, polling: bool | None) -> None:
        from watchfiles import watch

        # Elsewhere a whole tree is watched at once, and for each folder alone it takes long.
        each = sys.platform == "linux"
        known = set(folders)
        is_first = True
        for changes in watch(
            *(folders if each else (self._root,)),
            recursive=not each,
            watch_filter=lambda _, path: os.path.dirname(path) in known,  # noqa: PTH120 (of many)
            stop_event=ended,
            step=_STEP,
            debounce=_MOST_WAIT,
            rust_timeout=_GLANCE,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=polling,
            ignore_permission_denied=True,
        ):
            if changes or is_first:
                self._changed.set()
            is_first = False
