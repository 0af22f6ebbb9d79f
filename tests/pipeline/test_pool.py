"""Worker processes, as they start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
from feedmill.pipeline.pool import Pool
if __name__ == "__main__":
    with Pool(2, threads=True) as pool:
        print(*pool.map(sum, (), [1, 2, 3], size=1))
"""


@pytest.mark.slow
def test_workers_import_nothing_from_the_site(tmp_path: Path) -> None:
    """A module of Python's own name in the current folder is not theirs."""
    site = tmp_path / "site"
    site.mkdir()
    for name in ("multiprocessing", "pickle", "signal", "threading", "feedmill", "socket"):
        (site / f"{name}.py").write_text("raise SystemExit('imported from the site')\n")
    script = tmp_path / "script" / "main.py"
    script.parent.mkdir()
    script.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, script], cwd=site, capture_output=True, text=True, check=False, timeout=120
    )
    assert ("", "1 2 3\n") == (done.stderr, done.stdout)
