"""What git says of the files below a folder: which it tracks, and which are not as it has them."""

from __future__ import annotations

import hashlib
import os
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from .source.tracked import parse

TRACKED = ("ls-files", "-v", "-s")
CHANGED = ("diff-files", "--name-only", "--relative")
OTHERS = ("ls-files", "-o")


def in_git(folder: Path) -> bool:
    """Say whether `folder` seems to lie in a git work tree."""
    place = folder.absolute()
    return any((parent / ".git").exists() for parent in (place, *place.parents))


def ask(
    folder: Path, questions: Sequence[Sequence[str]], below: Sequence[str] = (".",)
) -> list[bytes] | None:
    """Give git's answers, asked side by side, on what lies `below`: records that end with NUL.

    Paths are relative to `folder`. None if there is no git, or it cannot answer all of them.
    """
    try:
        calls = [_start(folder, *words, "-z", "--", *below) for words in questions]
    except OSError:  # there is no git on this machine
        return None
    outputs = _finish(calls)
    return None if any(call.returncode for call in calls) else outputs


def names(answer: bytes) -> list[str]:
    """Give the paths of an answer that consists of paths."""
    return [os.fsdecode(name) for name in answer.split(b"\0")[:-1]]


def unchanged(folder: Path) -> dict[str, str]:
    """Give path → blob of the regular files below `folder` that git tracks and finds unchanged.

    Empty where git cannot tell. A file that git converts, such as its line ends, differs from its
    blob; then so does its size.
    """
    answers = ask(folder, (TRACKED, CHANGED)) if in_git(folder) else None
    tracked, changed = answers or (b"", b"")
    records = map(parse, tracked.split(b"\0")[:-1])
    blobs = {path: blob for is_plain, blob, path in records if is_plain}
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
        ["git", "--no-optional-locks", "-C", folder, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _finish(calls: list[subprocess.Popen[bytes]]) -> list[bytes]:
    """Give what each call printed; they run side by side."""
    outputs = [b""] * len(calls)

    def finish(number: int) -> None:
        outputs[number] = calls[number].communicate()[0]

    threads = [threading.Thread(target=finish, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outputs
