"""constraints.txt: which releases every installation gets, and that it gets them."""

from __future__ import annotations

import re
import subprocess
import tomllib
from collections.abc import Iterator

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from checkout import ROOT

CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
TARGETS = ("feeds", "test", "lint", "wheel", "bench-peers")


def requirements() -> Iterator[Requirement]:
    """Yield all that pyproject.toml asks for: to run, in extras, in groups, and to build."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lists = [
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    for texts in lists:
        # `all` is the other extras of our own.
        yield from (one for one in map(Requirement, texts) if one.name != "feedmill")


def test_lines_are_names_and_versions() -> None:
    """No host, no path, no hash: a name, a version, and where it is for."""
    line = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9a-z.]+( ; [^;@/]+)?")
    assert [] == [one for one in CONSTRAINTS if not line.fullmatch(one)]


@pytest.mark.parametrize("requirement", [*requirements()], ids=str)
def test_every_requirement_is_constrained(requirement: Requirement) -> None:
    """Each has a release there, and one that pyproject.toml allows."""
    name = canonicalize_name(requirement.name)
    releases = [Requirement(one).specifier for one in CONSTRAINTS if one.startswith(f"{name}==")]
    versions = [next(iter(one)).version for one in releases]
    assert versions
    assert [] == [one for one in versions if one not in requirement.specifier]


@pytest.mark.parametrize("target", TARGETS)
def test_make_installs_by_them(target: str) -> None:
    """Whatever `make` installs is constrained, unless CONSTRAINTS is empty."""
    for setting, constrained in (("CONSTRAINTS=constraints.txt", True), ("CONSTRAINTS=", False)):
        command = ["make", "--dry-run", "--always-make", target, setting]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        lines = done.stdout.replace("\\\n", "").splitlines()
        installs = [one for one in lines if re.search(r"-m pip (install|wheel)", one)]
        assert installs
        assert [] == [one for one in installs if ("constraints.txt" in one) != constrained]


def test_the_gate_and_the_action_install_by_them() -> None:
    """Neither .ci/run nor the action installs anything else."""
    for path in (".ci/run", "action/prepare.sh"):
        text = (ROOT / path).read_text(encoding="utf-8")
        installs = [one for one in text.splitlines() if "pip install" in one]
        assert installs
        assert [] == [one for one in installs if "--constraint" not in one]
