"""What caches depend on: our own code, kept so that it need not be read for each run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from feedmill.state.cache_key import DEPENDENCIES, FILE, of_code

ASK = """
import os, sys
from pathlib import Path
from feedmill.state import cache_key
from feedmill.state.directory import Directory
read = []
sys.addaudithook(lambda event, args: read.append(args[0]) if event == "open" else None)
with Directory.open(Path(sys.argv[1])) as folder:
    cache_key.recall_code(folder)
    print(cache_key.of_code().hex(), sum(str(one).endswith("model.py") for one in read))
"""


def ask(folder: Path, **environment: str) -> tuple[str, int]:
    """Recall in another process: the digest, and how often one of the modules was read."""
    done = subprocess.run(
        [sys.executable, "-c", ASK, folder],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
    )
    digest, read = done.stdout.split()
    return digest, int(read)


def test_recalled(tmp_path: Path) -> None:
    """The second time no module is read, and the digest is the same as without."""
    expected = of_code().hex()
    assert (expected, 1) == ask(tmp_path)
    assert (expected, 0) == ask(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"x", bytes(64), bytes(65), None])
def test_damaged(tmp_path: Path, damage: bytes | None) -> None:
    """What is damaged, or something else, is made again."""
    expected = ask(tmp_path)
    if damage is None:
        (tmp_path / FILE).unlink()
        (tmp_path / FILE).mkdir()
    else:
        (tmp_path / FILE).write_bytes(damage)
    assert expected == ask(tmp_path)
    assert (expected[0], 0) == ask(tmp_path)


def test_another_module(tmp_path: Path) -> None:
    """A file that was touched, or another library, is another digest, or asked for again."""
    package = tmp_path / "feedmill"
    import feedmill

    copy = [sys.executable, "-c", "import shutil, sys; shutil.copytree(*sys.argv[1:])"]
    subprocess.run([*copy, str(Path(feedmill.__file__).parent), str(package)], check=True)
    state = tmp_path / "state"
    state.mkdir()
    here = {"PYTHONPATH": str(tmp_path)}
    first = ask(state, **here)
    assert (first[0], 0) == ask(state, **here)
    for name in ("model.py", "pages/words/en.json"):
        with (package / name).open("a") as file:
            file.write("\n")
        second = ask(state, **here)
        assert (second[1], second[0] != first[0]) == (1, True)
        first = second
    (tmp_path / "msgspec-99.dist-info").mkdir()
    third = ask(state, **here)
    assert (third[1], third[0] != second[0]) == (1, True)


def test_all_that_bodies_are_made_with_counts() -> None:
    """Another release of a library that reads articles or renders them makes bodies again."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"]]
    for extra in ("jekyll", "math", "mkdocs", "pelican", "rst"):
        named += extras[extra]
    found = {re.split(r"[^\w-]", one)[0].lower().replace("-", "_") for one in named}
    others = {"click", "feedparser", "tzdata"}  # of commands, of `adopt`, of Windows
    assert found - others <= set(DEPENDENCIES)
