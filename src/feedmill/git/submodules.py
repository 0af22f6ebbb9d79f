"""Files of a revision that lie in submodules: git's objects of them are in other repositories."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from feedmill.errors import HistoryError

from .history import SUBMODULE, Blob, list_files


def with_submodules(
    root: Path, found: Mapping[str, Blob], wanted: Callable[[str], bool]
) -> tuple[dict[str, Blob], list[str]]:
    """Replace submodules by the files that they hold, by path below `root`.

    `found` is what `files` returned; `wanted` says of a submodule's path whether its files matter.
    Also returns the paths of those that are wanted and not checked out. Raises HistoryError if one
    that is lacks the commit that it is to be at.
    """
    whole: dict[str, Blob] = {}
    absent: list[str] = []
    todo = dict(found)
    while todo:
        path, blob = todo.popitem()
        if blob.mode != SUBMODULE:
            whole[path] = blob
        elif not wanted(path):
            continue
        elif _is_checked_out(root, path):
            todo.update(_files(root, path, blob))
        else:
            absent.append(path)
    return dict(sorted(whole.items())), sorted(absent)


def _files(root: Path, path: str, commit: Blob) -> dict[str, Blob]:
    try:
        inside = list_files(root / path, commit.id)
    except HistoryError as error:
        raise HistoryError(
            f"the submodule {path} lacks its commit {commit.id[:12]}: run git -C {path} fetch"
        ) from error
    return {f"{path}/{name}": blob._replace(repository=path) for name, blob in inside.items()}


def _is_checked_out(root: Path, path: str) -> bool:
    """Return whether a submodule is where it should be, and not behind a link."""
    place = os.path.realpath(root / path)
    return place == os.path.join(os.path.realpath(root), path) and os.path.lexists(  # noqa: PTH118
        os.path.join(place, ".git")  # noqa: PTH118
    )
