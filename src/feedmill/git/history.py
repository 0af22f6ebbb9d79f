"""What stood at another revision: read from git's objects, without a checkout.

`root` is any folder of a work tree (or one that lies in it, or did so once); all paths are relative
to it, with `/`. Everything raises HistoryError, in one line, when git cannot say.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import IO, NamedTuple, Self

from feedmill.errors import HistoryError

_NO_HISTORY = "there is no history to compare with"


class Blob(NamedTuple):
    """A file of a revision: its mode as git writes it (`100644`, `120000`: a link), its id."""

    mode: str
    id: str


def resolve(root: Path, revision: str) -> str:
    """Give the full id of the commit that a revision (`HEAD~2`, a branch, a tag) names.

    `main...` and `main...HEAD`, as git writes it, is the commit where HEAD left `main`.
    """
    found = _object(root, revision)
    start, dots, end = revision.partition("...")
    if found is None and dots and end in ("", "HEAD"):
        return _merge_base(root, resolve(root, start or "HEAD"), revision)
    # In two steps: what follows `:/` is a message to the end.
    commit = found and _object(root, f"{found}^{{commit}}")
    if commit:
        return commit
    _check_repository(root)
    if found is None and ".." in revision and ":" not in revision:
        raise HistoryError(
            f"{revision!r} is no single commit; name the one to compare with, or, with three dots "
            "behind it, a branch that HEAD left"
        )
    raise HistoryError(f"git knows no revision {revision!r}{_remedy(root)}")


def _object(root: Path, name: str) -> str | None:
    call = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", name)
    return None if call.returncode else call.stdout.decode().strip()


def _merge_base(root: Path, commit: str, revision: str) -> str:
    call = _git(root, "merge-base", commit, "HEAD")
    if call.returncode:
        raise HistoryError(f"{revision!r}: they have no commit in common{_remedy(root)}")
    return call.stdout.decode().strip()


def _remedy(root: Path) -> str:
    return "; the clone is shallow: fetch more of its history" if _shallow(root) else ""


def last_change(root: Path, path: str) -> str | None:
    """Give the id of the last commit, up to HEAD, that changed a file; None if none did.

    Raises HistoryError where the clone is too shallow to say.
    """
    literal = f":(literal){path}"
    call = _git(root, "log", "-1", "--format=%H %P", "--end-of-options", "HEAD", "--", literal)
    if call.returncode:
        _check_repository(root)
        raise HistoryError(f"no commit yet: {_NO_HISTORY}")
    commit, _, parents = call.stdout.decode().strip().partition(" ")
    if commit and not parents and _shallow(root):
        # The oldest commit of a shallow clone seems to add all that it holds.
        raise HistoryError(
            f"the clone is too shallow to know when {path} last changed: fetch more of its "
            "history, or name a revision"
        )
    return commit or None


def files(root: Path, commit: str) -> dict[str, Blob]:
    """Give all files and links below `root` at a commit; submodules and folders are left out."""
    folder, within = _standing(root)
    call = _git(folder, "ls-tree", "-r", "-z", commit)
    if call.returncode:
        raise HistoryError(f"git cannot list {commit}: {_reason(call)}")
    found = {}
    for record in call.stdout.split(b"\0")[:-1]:
        facts, _, name = record.partition(b"\t")
        mode, kind, blob = facts.decode().split(" ")
        path = name.decode("utf-8", "surrogateescape")
        if kind == "blob" and path.startswith(within):
            found[path.removeprefix(within)] = Blob(mode, blob)
    return found


def is_tracked(root: Path, path: str) -> bool:
    """Say whether a file of the work tree is under version control."""
    folder, within = _standing(root)
    return bool(_git(folder, "ls-files", "-z", "--", f":(literal){within}{path}").stdout)


def moved_from(root: Path, commit: str, path: str) -> Path | None:
    """Give where a file that git tracks lay at a commit, if git takes it to have moved since.

    The place is absolute, and need not be there any more. Only files of its kind come into
    question, as telling them apart takes time.
    """
    top = _git(root, "rev-parse", "--show-toplevel").stdout.decode().rstrip("\n")
    choice = ("--find-renames", "--diff-filter=R", "--name-status", "--no-relative")
    same_kind = f":(top,glob)**/*{Path(path).suffix}"
    call = _git(root, "diff", "-z", *choice, commit, "--", same_kind, f":(literal){path}")
    if call.returncode:
        return None
    words = call.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]
    names = dict(zip(words[2::3], words[1::3], strict=True))
    old = names.get((root.resolve() / path).relative_to(Path(top).resolve()).as_posix())
    return Path(top, old) if old else None


class Objects:
    """One `git cat-file --batch`, which gives the bytes of any number of objects. Close it."""

    def __init__(self, root: Path) -> None:
        folder, self._within = _standing(root)
        command = ["git", "--no-optional-locks", "-C", str(folder), "cat-file", "--batch"]
        try:
            self._call = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise _no_git(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, name: str) -> bytes | None:
        """Give the bytes of an object by its id, or by `commit:./path`; None if there is none."""
        if "\n" in name:
            return None
        asked, answers = _pipes(self._call)
        name = name.replace(":./", f":./{self._within}", 1)
        try:
            asked.write(name.encode("utf-8", "surrogateescape") + b"\n")
            asked.flush()
            head = answers.readline().split()
        except OSError:
            head = []
        if not head:
            raise HistoryError("git cat-file ended early")
        if head[-1] in (b"missing", b"ambiguous"):
            return None
        data = answers.read(int(head[-1]) + 1)
        return data[:-1]

    def close(self) -> None:
        """End git."""
        # Not by closing its input: a forked worker may hold that open, too.
        self._call.kill()
        for pipe in _pipes(self._call):
            pipe.close()
        self._call.wait()


def _pipes(call: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert call.stdin is not None
    assert call.stdout is not None
    return call.stdin, call.stdout


def _standing(root: Path) -> tuple[Path, str]:
    """Give the nearest folder that is there, for git to work in, and the way on to `root`."""
    for folder in (root, *root.parents):
        if folder.is_dir():
            return folder, "" if folder == root else f"{root.relative_to(folder).as_posix()}/"
    return root, ""


def _check_repository(root: Path) -> None:
    call = _git(root, "rev-parse", "--is-inside-work-tree")
    if call.returncode:
        raise HistoryError(f"{root}: {_reason(call)}: {_NO_HISTORY}")


def _shallow(root: Path) -> bool:
    return _git(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def _git(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "--no-optional-locks", "-C", str(root), *words]
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        raise _no_git(error) from error


def _no_git(error: OSError) -> HistoryError:
    return HistoryError(f"git cannot be started ({error.strerror}): {_NO_HISTORY}")


def _reason(call: subprocess.CompletedProcess[bytes]) -> str:
    said = call.stderr.decode(errors="replace").strip().splitlines()
    return said[0].removeprefix("fatal: ") if said else f"git ended with {call.returncode}"
