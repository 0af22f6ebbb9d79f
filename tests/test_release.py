"""What a release is made of: metadata, README, container, workflows."""

from __future__ import annotations

import re
import subprocess
import tomllib
from email import message_from_bytes
from pathlib import Path

import pytest
import yaml

import feedmill

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
TEXTS = ("README.md", "docs/ci.md", "Dockerfile", "src/feedmill/scaffold/texts.py")


def test_one_constant_names_the_repository() -> None:
    """Addresses in the metadata and the docs are those of `feedmill.REPOSITORY`."""
    home = f"https://github.com/{feedmill.REPOSITORY}"
    assert [] == [url for url in PROJECT["urls"].values() if not url.startswith(home)]
    for name in TEXTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        used = set(re.findall(r"uses: ([\w-]+/feedmill)@|github\.com/([\w-]+/feedmill)\b", text))
        assert {feedmill.REPOSITORY} >= {one or other for one, other in used}


def test_the_container_is_not_root() -> None:
    """The last USER of the Dockerfile is an ordinary one, and the last stage is slim."""
    assert ["feedmill"] == re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
    assert {"python:3.13-slim"} == set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))


def test_the_container_gets_what_it_copies() -> None:
    """`.dockerignore` lets through all that the build needs, and neither articles nor feeds."""
    let_through = {
        line[1:].strip()
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line[0] == "!"
    }
    needed = {"constraints.txt", "container", "pyproject.toml", "README.md", "LICENSE", "src"}
    assert needed == let_through
    assert [] == [name for name in needed if not (ROOT / name).exists()]


def test_the_release_moves_the_tag_that_workflows_name() -> None:
    """`init` writes the major version of this release, which release.yml moves."""
    from feedmill.scaffold.texts import ACTION

    major = feedmill.__version__.partition(".")[0]
    assert f"{feedmill.REPOSITORY}@v{major}" == ACTION
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    assert {"gate", "package", "image", "action"} == release["jobs"].keys()
    for job in ("package", "image", "action"):
        assert "gate" in str(release["jobs"][job]["needs"]) or job == "action"


@pytest.mark.slow(first=True)
def test_the_steps_of_the_container(tmp_path: Path) -> None:
    """What the Dockerfile runs gives a command; these tests have all the extras themselves.

    An index shows README.md alone: no link in the copy that is installed is relative.
    """
    build = ["sh", str(ROOT / "container/build.sh"), str(ROOT), str(tmp_path), "math"]
    subprocess.run(build, check=True)
    command = [str(tmp_path / "bin/feedmill"), "--version"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=tmp_path)
    assert f"feedmill {feedmill.__version__}\n" == done.stdout
    (place,) = tmp_path.rglob("feedmill-*.dist-info/METADATA")
    metadata = message_from_bytes(place.read_bytes())
    readme = str(metadata.get_payload())
    assert "text/markdown" == metadata["Description-Content-Type"]
    assert [] == re.findall(r"\]\((?!https?:|#)[^)]+\)", readme)
    assert "# Feedmill" in readme
