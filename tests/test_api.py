"""What `import feedmill` offers."""

from __future__ import annotations

import subprocess
import sys

import pytest

import feedmill


@pytest.mark.parametrize("name", feedmill.__all__)
def test_names(name: str) -> None:
    """Each public name is there, is listed, and is itself wherever it is imported from."""
    assert name == getattr(getattr(feedmill, name), "__name__", name)
    assert name in dir(feedmill)


def test_unknown_name() -> None:
    """A name that is not there is an AttributeError, as of any module."""
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = feedmill.nothing  # type: ignore[attr-defined]


def test_build_is_the_function_whatever_was_imported() -> None:
    """No module hides a function: `feedmill.build` is the same after the pipeline was loaded."""
    code = "import feedmill.pipeline.build, feedmill; assert callable(feedmill.build)"
    subprocess.run([sys.executable, "-c", code], check=True)
