"""A preview in a browser: an open page reloads itself, and shows what is wrong.

Skipped where there is no Chromium or Node.js, or not what `.ci/run` installs with npm.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from previewing import previewing
from sites import CONFIG, article, write_site

ROOT = Path(__file__).parents[3]
MODULES = Path(os.environ.get("NODE_MODULES", ROOT / ".browser" / "node_modules"))
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WRONG = "config.yaml:5 error[config] site.languge: unknown key"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (CHROMIUM and shutil.which("node") and (MODULES / "axe-core").exists()),
        reason="needs Chromium, Node.js, and playwright-core and axe-core in .browser/node_modules",
    ),
]


def test_an_open_page_reloads_itself(tmp_path: Path) -> None:
    """After each edit, with problems and without: accessible, and with nothing on the console."""
    site = write_site(tmp_path / "site", {"a.md": article("One", topics="[AI]")})
    command = ["node", str(ROOT / "tests" / "serve" / "open_page.mjs")]
    environment = {**os.environ, "NODE_MODULES": str(MODULES), "CHROMIUM": CHROMIUM or ""}
    with previewing(site) as preview:
        opened = subprocess.Popen(
            [*command, f"{preview.url}feeds/"],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert opened.stdout is not None
        loads = (json.loads(line) for line in opened.stdout)
        try:
            seen = [next(loads)]
            for line, expected in (("languge: de", WRONG), ("language: de", "")):
                (site / "config.yaml").write_text(f"{CONFIG}  {line}\n")
                # Who looks in the middle of writing may see a load more.
                seen.append(next(one for one in loads if has(one, expected)))
        finally:
            opened.kill()
            opened.communicate()
    assert "" == seen[0]["problems"]
    assert ["", "", ""] == ["\n".join(one["messages"] + one["found"]) for one in seen]


def has(load: dict[str, Any], problem: str) -> bool:
    """Say whether a page shows a problem; "": whether it shows none."""
    return problem in load["problems"] if problem else not load["problems"]
