"""docs/cli.md says what the command line does."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedmill.cli.main import cli
from feedmill.cli.reference import cli_reference
from feedmill.lint.checks import CHECKS

DOCS = Path(__file__).parents[2] / "docs" / "cli.md"


def test_docs_are_current(update_golden: bool) -> None:
    """docs/cli.md is what the code makes; `--update-golden` writes it."""
    if update_golden:
        DOCS.write_text(cli_reference(), encoding="utf-8")
    assert DOCS.read_text(encoding="utf-8") == cli_reference()


@pytest.mark.parametrize("name", cli.commands)
def test_every_option_is_documented(name: str) -> None:
    """Each command has a section with its options, all with a meaning, and an example."""
    section = cli_reference().split(f"## feedmill {name}\n")[1].split("\n## ")[0]
    for option in cli.commands[name].params:
        if option.param_type_name == "option":
            names = ", ".join(sorted(option.opts, key=len))
            (row,) = (line for line in section.splitlines() if line.startswith(f"| `{names}"))
            assert row.split(" | ")[1].strip(" |")
    assert f"```sh\nfeedmill {name}" in section


@pytest.mark.parametrize("code", CHECKS)
def test_every_check_is_documented(code: str) -> None:
    """Each check has a row."""
    assert f"| `{code}` | {CHECKS[code].description} |" in cli_reference()


def test_docs_do_not_depend_on_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The width of the terminal changes nothing."""
    monkeypatch.setenv("COLUMNS", "40")
    narrow = cli_reference()
    monkeypatch.setenv("COLUMNS", "200")
    assert narrow == cli_reference()
