"""Scratch git repositories for tests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# Whoever runs the tests may have settings of their own, or run them from a git hook.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
_ENVIRONMENT |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
_SETTINGS = (
    *("-c", "user.name=T", "-c", "user.email=t@example.org"),
    *("-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"),
)


def git(root: Path, *words: str) -> str:
    """Run git in `root`; give what it prints."""
    call = subprocess.run(
        ["git", *_SETTINGS, *words], cwd=root, check=True, capture_output=True, env=_ENVIRONMENT
    )
    return call.stdout.decode().strip()


def repository(root: Path) -> Path:
    """Make an empty repository."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    return root


def commit(root: Path) -> str:
    """Commit all that there is; give the commit's id."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "work")
    return git(root, "rev-parse", "HEAD")
