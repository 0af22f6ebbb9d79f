"""Explain failures in the output folder in one line that names the place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedmill.errors import PublishError
from feedmill.state.plain import NotPlainError


@contextmanager
def explained(place: Path, doing: str = "write") -> Iterator[None]:
    """Turn an OSError into the one line that people see.

    `place` is what it is about if it names no file itself. Raises PublishError.
    """
    try:
        yield
    except NotPlainError as error:
        raise refused(error, place) from error
    except OSError as error:
        path = error.filename2 or error.filename or place
        raise PublishError(f"cannot {doing} {path}: {error.strerror or error}") from error


def refused(error: OSError, place: Path) -> PublishError:
    """Return the error for a link, or for a file in a folder's place, that says what to do."""
    what = f"{error.filename or place} {error.strerror}"
    return PublishError(f"{what}; move it away, or choose another output folder")
