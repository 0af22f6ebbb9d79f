"""The files that `feedmill init` writes into a checkout, which strangers may have made."""

from __future__ import annotations

import os
from pathlib import Path

from feedmill.display import printable
from feedmill.errors import FeedmillError
from feedmill.state.directory import Directory
from feedmill.state.plain import NotPlainError

from .terminal import say

_MAX_TEXT = 2**20  # bytes


def write_new(top: Path, path: str, text: str) -> None:
    """Write a file below `top` that is not there yet, and say so, or that it is left alone.

    No link is followed below `top`. Raises FeedmillError.
    """
    shown = printable(os.path.relpath(top / path))
    try:
        with Directory.open(top, follow=True) as folder:
            for place, names in folder.visit([path], make=True):
                for name in names:
                    place.create(name, text.encode())
    except FileExistsError:
        say(f"{shown} exists; not changed")
    except OSError as error:
        what = printable(os.path.relpath(error.filename or top))
        if not isinstance(error, NotPlainError):
            raise FeedmillError(f"{shown}: cannot be written: {error.strerror}") from error
        if not Path(error.filename).is_symlink():
            raise FeedmillError(f"{shown}: cannot be written: {what} {error.strerror}") from error
        say(f"{shown} not changed: {what} {error.strerror}")  # which may lead anywhere
    else:
        say(f"wrote {shown}")


def ignore_caches(root: Path) -> None:
    """Add the folder of caches to a .gitignore, byte for byte as it is but for that."""
    from feedmill.scaffold.texts import IGNORED, with_ignored

    name = ".gitignore"
    try:
        with Directory.open(root, follow=True) as folder:
            text = (folder.read(name, _MAX_TEXT) or b"").decode()
            if with_ignored(text) == text:
                return
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            with open(folder.open_own(name, flags), "ab") as file:  # noqa: PTH123 (a handle)
                file.write(with_ignored(text).removeprefix(text).encode())
    except OSError as error:
        say(f"{name} not changed: it {error.strerror}")
    except UnicodeDecodeError:
        say(f"{name} not changed: it is not UTF-8")
    else:
        say(f"added {IGNORED} to {name}")
