"""A folder for one run, where nothing can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feedmill.errors import IndexUnusableError


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Make a temporary folder, which is deleted when the block ends.

    Raises IndexUnusableError if there is no room for one anywhere.
    """
    import tempfile  # slow to import, and seldom needed

    try:
        made = tempfile.TemporaryDirectory(prefix="feedmill-", ignore_cleanup_errors=True)
    except OSError as error:
        raise IndexUnusableError(
            f"no temporary folder can be used ({error.strerror}); "
            "name one that can be written in the environment variable TMPDIR"
        ) from error
    with made as path:
        yield Path(path)
