"""List the files below a folder that git tracks, and those that differ from its copy."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from feedmill.errors import HistoryError

from . import door
from .records import parse_records

# All but those whose attribute `filter` says nothing. git 2.39 finds none if all paths have a
# folder in common, so there is one more, which cannot be.
_FILTERED = (":(exclude,attr:!filter)", ":(top,literal).git")


class CannotTellError(Exception):
    """There is no git, or it has no answer here."""


def work_tree_top(folder: Path) -> Path | None:
    """Return the top of the git work tree that an absolute `folder` seems to be in, if any."""
    return next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)


def in_git(folder: Path) -> bool:
    """Return whether `folder` seems to be in a git work tree."""
    return work_tree_top(folder.absolute()) is not None


class Status:
    """What git says of what lies below some folders, all asked at the same time.

    Each answer is read once it is asked for; paths are relative to `folder`. All methods raise
    CannotTellError.
    """

    def __init__(self, folder: Path, below: Sequence[str] = (".",), *, others: bool = True) -> None:
        paths = [f":(literal){path}" for path in below]

        def ask(*words: str, more: Sequence[str] = ()) -> door.Later:
            return door.run_later(folder, *words, "-z", "--", *paths, *more, settings=filters)

        filters: tuple[door.Setting, ...] = ()
        try:
            self._tracked = ask("ls-files", "-v", "-s")
            # Comparing a file with what git has would run its filter, if it has one.
            filters = door.examine_repository(folder).filters
            self._others = ask("ls-files", "-o") if others else None
            self._changed = ask("diff-files", "--name-only", "--relative", "--ignore-submodules")
            self._filtered = ask("ls-files", more=_FILTERED) if filters else None
        except HistoryError as error:
            raise CannotTellError from error

    def tracked(self) -> bytes:
        """Return the records of the files that git tracks (see `records`)."""
        return _output(self._tracked)

    def changed(self) -> list[str]:
        """Return the tracked files that are not as git has them, or gone."""
        return _names(_output(self._changed))

    def filtered(self) -> list[str]:
        """Return the tracked files that git stores otherwise than they lie here.

        They have the attribute `filter`, and there are filter drivers.
        """
        return [] if self._filtered is None else _names(_output(self._filtered))

    def others(self) -> list[str]:
        """Return the files that git does not track, ignored ones too."""
        return [] if self._others is None else _names(_output(self._others))


def unchanged(folder: Path) -> dict[str, str]:
    """Return path → blob of the regular files below `folder` that git tracks and finds unchanged.

    Empty where git cannot tell. A file that git converts, such as its line ends, differs from its
    blob; then so does its size.
    """
    if not in_git(folder):
        return {}
    try:
        status = Status(folder, others=False)
        tracked = status.tracked()
        other = {*status.changed(), *status.filtered()}
    except CannotTellError:
        return {}
    return {
        path: blob for plain, blob, path in parse_records(tracked) if plain and path not in other
    }


def stored_otherwise(folder: Path, below: Sequence[str] = (".",)) -> dict[str, str | None]:
    """Return the files whose bytes git stores otherwise than they lie here, by path.

    With each its blob, or None if it is not as git has it. Empty where git cannot tell.
    """
    try:
        if not door.examine_repository(folder).filters:
            return {}
        status = Status(folder, below, others=False)
        blobs = {path: blob for plain, blob, path in parse_records(status.tracked()) if plain}
        changed = set(status.changed())
        filtered = status.filtered()
    except (HistoryError, CannotTellError):
        return {}
    return {path: None if path in changed else blobs.get(path) for path in filtered}


def list_tracked(folder: Path, name: str) -> list[str]:
    """Return the tracked files of a name, or in a folder of that name. Raises CannotTellError."""
    try:
        door.examine_repository(folder)
        answer = door.run(folder, "ls-files", "-z", "--", f":(literal){name}")
    except HistoryError as error:
        raise CannotTellError from error
    if answer.status:
        raise CannotTellError
    return _names(answer.output)


def list_untracked(folder: Path) -> list[str]:
    """Return the files below a folder that git neither tracks nor ignores; none without git."""
    try:
        answer = door.run(folder, "ls-files", "-z", "--others", "--exclude-standard")
    except HistoryError:
        return []
    return _names(answer.output)


def find_ignored(folder: Path, paths: Sequence[str]) -> tuple[str, str] | None:
    """Return the first of some paths that git ignores, and the rule (`.gitignore:3:feeds/`).

    None if it ignores none of them, or there is no git.
    """
    try:
        answer = door.run(folder, "check-ignore", "--verbose", "--", *paths)
    except HistoryError:
        return None
    # -z would need the paths on standard input.
    rule, _, path = os.fsdecode(answer.output).partition("\n")[0].partition("\t")
    return (path, rule) if path else None


def blob_id(data: bytes) -> str:
    """Return git's name for these bytes (git-scm.com/book, "Git Objects")."""
    import hashlib  # loads OpenSSL, which a build that writes nothing can do without

    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def _output(later: door.Later) -> bytes:
    answer = later.result()
    if answer.status:
        raise CannotTellError
    return answer.output


def _names(output: bytes) -> list[str]:
    return [os.fsdecode(name) for name in output.split(b"\0")[:-1]]
