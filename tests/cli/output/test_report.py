"""`--report github`, from where a site lies in its repository to what GitHub is given."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from feedmill.cli.main import main
from sites import CONFIG, article, write_site

Capture = pytest.CaptureFixture[str]
BAD = article(publishedDateTime="2021-13-45")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a git repository with a site that has a bad article in the folder `site`."""
    for name in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    write_site(tmp_path / "site", {"good.md": article(), "bad.md": BAD})
    monkeypatch.chdir(tmp_path / "site")
    return tmp_path


@pytest.mark.parametrize("command", ["build", "check"])
def test_paths_are_the_repositorys(command: str, repository: Path, capsys: Capture) -> None:
    """A broken article is annotated on its line, below the repository's top; the status is 1."""
    assert main([command, "--report", "github"]) == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("::error file=site/articles/bad.md,line=3,title=feedmill%3A bad-")
    assert shown.err == ""


def test_without_git_the_workspace_is_the_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """Where there is no repository, GITHUB_WORKSPACE is the top, if the site lies in it."""
    write_site(tmp_path / "work" / "site", {"bad.md": BAD})
    monkeypatch.chdir(tmp_path)
    for workspace, file in (("work", "site/articles/bad.md"), ("other", "articles/bad.md")):
        monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / workspace))
        main(["build", "-c", "work/site/config.yaml", "--report", "github"])
        assert capsys.readouterr().out.startswith(f"::error file={file},")


def test_the_summary_is_added(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """What is in the summary already stays before it."""
    summary = repository / "summary.md"
    summary.write_text("# Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    main(["build", "--report", "github"])
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("# Before\n### Feeds\n\nBuilt 1 feed ")
    assert "| site/articles/bad.md:3 | error |" in text


def test_a_summary_that_cannot_be_written_is_no_failure(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """A build that succeeded is not undone by its summary."""
    (repository / "site" / "articles" / "bad.md").unlink()
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(repository))
    assert main(["build", "--report", "github"]) == 0
    assert capsys.readouterr().err == (
        "warning: cannot write GITHUB_STEP_SUMMARY: Is a directory\n"
    )


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_broken_config_is_annotated(command: str, repository: Path, capsys: Capture) -> None:
    """An error of the config is an annotation on its line, and told to people, too."""
    (repository / "site" / "config.yaml").write_text(CONFIG + "feeds:\n  limt: 5\n", "utf-8")
    assert main([command, "--report", "github"]) == 2
    annotated, told = capsys.readouterr().err.splitlines()
    assert annotated.startswith("::error file=site/config.yaml,line=6,title=feedmill%3A config::")
    assert told.startswith("config.yaml:6: error[config]: ")
