"""The repository's own files, for tests: what git tracks, never what else happens to be there."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[1]


@cache
def tracked_files() -> tuple[str, ...]:
    """Return the paths of all files that git tracks; of all files, in an unpacked archive."""
    if not (ROOT / ".git").exists():
        return tuple(sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")))
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    return tuple(listed.stdout.decode().split("\0")[:-1])


def find_tracked(*patterns: str) -> list[Path]:
    """Return the tracked files that match one of the patterns, as in `PurePath.match`."""
    return [
        ROOT / path
        for path in tracked_files()
        if any(_matches(path, pattern) for pattern in patterns) and (ROOT / path).is_file()
    ]


def copy_tracked(folder: str, target: Path) -> None:
    """Copy the tracked files below a folder of the repository to `target`."""
    for path in tracked_files():
        if path.startswith(f"{folder}/") and (ROOT / path).is_file():
            place = target / path.removeprefix(f"{folder}/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes((ROOT / path).read_bytes())


def tracked_tree(folder: str) -> dict[str, bytes]:
    """Return the bytes of the tracked files below a folder of the repository, by path."""
    return {
        path.removeprefix(f"{folder}/"): (ROOT / path).read_bytes()
        for path in tracked_files()
        if path.startswith(f"{folder}/") and (ROOT / path).is_file()
    }


def _matches(path: str, pattern: str) -> bool:
    return path.count("/") == pattern.count("/") and PurePosixPath(path).match(pattern)
