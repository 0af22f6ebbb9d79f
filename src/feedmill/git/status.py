"""What git says of the files below a folder: which it tracks, and which are not as it has them."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from feedmill.background import Background

from .records import parse_all

TRACKED = ("ls-files", "-v", "-s")
CHANGED = ("diff-files", "--name-only", "--relative")
OTHERS = ("ls-files", "-o")
# An edit that keeps size and time is seen by them only.
_WHOLE_STAMPS = ("-c", "core.trustctime=true", "-c", "core.checkStat=default")


class CannotTellError(Exception):
    """There is no git, or it has no answer here."""


def in_git(folder: Path) -> bool:
    """Say whether `folder` seems to lie in a git work tree."""
    place = folder.absolute()
    return any((parent / ".git").exists() for parent in (place, *place.parents))


def ask(
    folder: Path, questions: Sequence[Sequence[str]], below: Sequence[str] = (".",)
) -> Iterator[bytes]:
    """Give git's answers on what lies `below`, one after the other: records that end with NUL.

    All is asked at the same time. Paths are relative to `folder`. Raises CannotTellError.
    """
    try:
        calls = [_start(folder, *words, "-z", "--", *below) for words in questions]
    except OSError as error:  # there is no git on this machine
        raise CannotTellError from error
    answers = [Background(call.communicate) for call in calls]
    for call, answer in zip(calls, answers, strict=True):
        output, _ = answer.result()
        if call.returncode:
            raise CannotTellError
        yield output


def names(answer: bytes) -> list[str]:
    """Give the paths of an answer that consists of paths."""
    return [os.fsdecode(name) for name in answer.split(b"\0")[:-1]]


def unchanged(folder: Path) -> dict[str, str]:
    """Give path → blob of the regular files below `folder` that git tracks and finds unchanged.

    Empty where git cannot tell. A file that git converts, such as its line ends, differs from its
    blob; then so does its size.
    """
    if not in_git(folder):
        return {}
    try:
        tracked, changed = ask(folder, (TRACKED, CHANGED))
    except CannotTellError:
        return {}
    blobs = {path: blob for is_plain, blob, path in parse_all(tracked) if is_plain}
    for path in names(changed):
        blobs.pop(path, None)
    return blobs


def blob_id(data: bytes) -> str:
    """Give git's name for these bytes (git-scm.com/book, "Git Objects")."""
    digest = hashlib.sha1(b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def _start(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        ["git", "--no-optional-locks", *_WHOLE_STAMPS, "-C", folder, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
