"""What other revisions hold: read from git's objects, without a checkout.

`root` is any folder of a work tree (or one that was there once); all paths are relative to it, with
`/`. Everything raises HistoryError, in one line, when git cannot say. Open `resolve` first, then
`files`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from feedmill.errors import HistoryError

from . import door
from .objects import BROKEN_OBJECT, is_shallow, nearest_folder, remedy

SUBMODULE = "160000"
"""Mode of a commit of another repository, which lies in a folder of this one."""

_NO_HISTORY = "there is no history to compare with"
_LONGEST = 2**28  # bytes of one list: some two million files


class Blob(NamedTuple):
    """A file of a revision: its mode as git writes it (`100644`, `120000`: a link), its id.

    `repository` is the folder, below `root`, of the submodule that has it; "" if none does.
    """

    mode: str
    id: str
    repository: str = ""


def resolve_commit(root: Path, revision: str) -> str:
    """Return the full id of the commit that a revision (`HEAD~2`, a branch, a tag) names.

    `main...` and `main...HEAD`, as git writes it, is the commit where HEAD left `main`.
    Raises HistoryError if it names none.
    """
    _check_nature(root)
    found = _object(root, revision)
    start, dots, end = revision.partition("...")
    if found is None and dots and end in ("", "HEAD"):
        return _merge_base(root, resolve_commit(root, start or "HEAD"), revision)
    # In two steps: what follows `:/` is a message to the end.
    commit = found and _object(root, f"{found}^{{commit}}")
    if commit:
        return commit
    _check_repository(root)
    if found is None and ".." in revision and ":" not in revision:
        raise HistoryError(
            f"{revision!r} is not a single commit; name the one to compare with, or, followed by "
            "three dots, a branch that HEAD left"
        )
    raise HistoryError(f"git has no revision {revision!r}{remedy(root)}")


def _object(root: Path, name: str) -> str | None:
    answer = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return None if answer.status else answer.text


def _merge_base(root: Path, commit: str, revision: str) -> str:
    answer = _git(root, "merge-base", commit, "HEAD")
    if answer.status:
        raise HistoryError(f"{revision!r}: they have no commit in common{remedy(root)}")
    return answer.text


def last_change(root: Path, path: str) -> str | None:
    """Return the id of the last commit, up to HEAD, that changed a file; None if none did.

    Raises HistoryError where the clone is too shallow to say.
    """
    _check_nature(root)
    literal = f":(literal){path}"
    answer = _git(
        root, "rev-list", "-1", "--format=%H %P", "--end-of-options", "HEAD", "--", literal
    )
    if answer.status:
        _check_repository(root)
        if _object(root, "HEAD") is None:
            raise HistoryError(f"no commit yet: {_NO_HISTORY}")
        raise HistoryError(f"git cannot follow {path}: {answer.complaint}{remedy(root)}")
    commit, _, parents = answer.text.rpartition("\n")[2].partition(" ")
    if commit and not parents and is_shallow(root):
        # The oldest commit of a shallow clone seems to add all that it holds.
        raise HistoryError(
            f"the clone is too shallow to know when {path} last changed: fetch more of its "
            "history, or name a revision"
        )
    return commit or None


def list_files(root: Path, commit: str) -> dict[str, Blob]:
    """Return all files, links and submodules below `root` at a commit, by path.

    Raises HistoryError.
    """
    folder, within = nearest_folder(root)
    answer = door.run_bounded(folder, "ls-tree", "-r", "-z", commit, limit=_LONGEST)
    if answer.status:
        more = remedy(folder) or BROKEN_OBJECT
        raise HistoryError(f"git cannot list {commit[:12]}: {answer.complaint}{more}")
    found = {}
    for record in answer.output.split(b"\0")[:-1]:
        facts, _, name = record.partition(b"\t")
        mode, _, blob = facts.decode().split(" ")
        path = os.fsdecode(name)
        if path.startswith(within):
            found[path.removeprefix(within)] = Blob(mode, blob)
    return found


def is_tracked(root: Path, path: str) -> bool:
    """Return whether a file of the work tree is under version control."""
    folder, within = nearest_folder(root)
    return bool(_git(folder, "ls-files", "-z", "--", f":(literal){within}{path}").output)


def is_in_work_tree(root: Path) -> bool:
    """Return whether a folder is in the work tree of a repository."""
    answer = _git(root, "rev-parse", "--is-inside-work-tree")
    return not answer.status and answer.text == "true"


def moved_from(root: Path, commit: str, path: str) -> Path | None:
    """Return where a file that git tracks lay at a commit, if git takes it to have moved since.

    The place is absolute, and need not be there any more. Only files of its kind come into
    question, as telling them apart takes time.
    """
    top = Path(_git(root, "rev-parse", "--show-toplevel").text)
    choice = ("--cached", "--find-renames", "--diff-filter=R", "--name-status", "--no-relative")
    same_kind = f":(top,glob)**/*{Path(path).suffix}"
    answer = _git(root, "diff-index", "-z", *choice, commit, "--", same_kind, f":(literal){path}")
    if answer.status:
        return None
    words = os.fsdecode(answer.output).split("\0")[:-1]
    names = dict(zip(words[2::3], words[1::3], strict=True))
    old = names.get((root.resolve() / path).relative_to(top.resolve()).as_posix())
    return Path(top, old) if old else None


def _check_repository(root: Path) -> None:
    answer = _git(root, "rev-parse", "--is-inside-work-tree")
    if answer.status or answer.text != "true":
        reason = answer.complaint if answer.status else "this is not a git work tree"
        raise HistoryError(f"{root}: {reason}: {_NO_HISTORY}")


def _check_nature(root: Path) -> None:
    """Raise HistoryError if the repository is not that of these files, or cannot be asked."""
    try:
        door.examine_repository(root)
    except HistoryError as error:
        raise HistoryError(f"{error}: {_NO_HISTORY}") from error


def _git(root: Path, *words: str) -> door.GitAnswer:
    try:
        return door.run(root, *words)
    except HistoryError as error:
        raise HistoryError(f"{error}: {_NO_HISTORY}") from error
