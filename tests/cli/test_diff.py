"""`feedmill diff` and `feedmill ids pin` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from feedmill.cli.main import main
from repository import commit, repository
from sites import CONFIG, article, write_site

Capture = pytest.CaptureFixture[str]
ID = "tag:example.org,2021:"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed site in the current folder, in which one article has been renamed since."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    monkeypatch.setenv("NO_COLOR", "1")
    root = write_site(repository(tmp_path), {"a.md": article("A"), "b.md": _b("B")}, CONFIG)
    (root / ".gitignore").write_text(".feedmill/\n")
    commit(root)
    (root / "articles/b.md").rename(root / "articles/c.md")
    monkeypatch.chdir(root)
    return root


def _b(title: str) -> str:
    return article(title, webUrl="https://example.org/b")


def output(capture: Capture, *arguments: str, status: int = 0) -> str:
    """Run a command, see that it ends with `status`, give what it prints."""
    assert status == main(arguments)
    printed = capture.readouterr()
    assert "" == printed.err
    return printed.out


def test_diff(site: Path, capsys: Capture) -> None:
    """What would be seen, what to do about it, and status 1 beyond a limit."""
    text = output(capsys, "diff", "HEAD", status=1)
    advice = "its id has moved, so that readers show it once more: add the line"
    assert f"  articles/c.md:2: B\n      {advice} `id: {ID}b`\n" in text
    assert "beyond the limit: max_moved: 1 moved to another id, 0 allowed" in text
    assert text == output(capsys, "diff", status=1).removeprefix(
        "note: no commit has feeds/feeds.json: compared with HEAD\n"
    )


def test_limits(site: Path, capsys: Capture) -> None:
    """Options come before config, and config before what is usual."""
    assert "its id has moved" in output(capsys, "diff", "HEAD", "--max-moved", "1")
    write_site(site, {}, CONFIG + "guard: {max_moved: 1}\n")
    output(capsys, "diff", "HEAD")
    output(capsys, "diff", "HEAD", "--max-moved", "0", status=1)
    write_site(site, {"d.md": _b("New")}, CONFIG + "guard: {max_moved: 1, max_new: 0}\n")
    assert "max_new: 1 new, 0 allowed" in output(capsys, "diff", "HEAD", status=1)
    output(capsys, "diff", "HEAD", "--max-new", "1")
    (site / "articles/a.md").unlink()
    output(capsys, "diff", "HEAD", "--max-new", "1")
    output(capsys, "diff", "HEAD", "--max-new", "1", "--max-withdrawn", "0", status=1)
    write_site(site, {}, CONFIG + "feeds: {formats: [atom]}\nguard: {max_moved: 1}\n")
    assert "max_gone: 2 feeds" in output(capsys, "diff", "HEAD", "--max-gone", "1", status=1)
    assert "2 formats gone" in output(capsys, "diff", "HEAD...", "--max-gone", "2")


def test_diff_as_json(site: Path, capsys: Capture) -> None:
    """One object with all that is known, and nothing else."""
    found = json.loads(output(capsys, "diff", "HEAD", "--json", status=1))
    assert {
        "id": f"{ID}c",
        "was": f"{ID}b",
        "title": "B",
        "link": "https://example.org/b",
        "path": "articles/c.md",
    } == found["moved"][0]
    assert (["all"], 1, 0) == (
        [feed["key"] for feed in found["feeds"]],
        found["errors"],
        found["warnings"],
    )
    assert ["max_moved: 1 moved to another id, 0 allowed"] == found["excess"]


def test_diff_as_markdown(site: Path, capsys: Capture) -> None:
    """A comment for a pull request."""
    text = output(capsys, "diff", "HEAD", "--markdown", status=1)
    assert text.startswith("### What subscribers will see\n\n**1 moved to another id; ")
    assert "| all | 2 | 1 |\n" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("diff", "nothing"), "error: git has no revision 'nothing'"),
        (("diff", "--", "--help"), "error: git has no revision '--help'"),
        (("diff", "--json", "--markdown"), "cannot be combined (see `feedmill diff --help`)"),
        (("diff", "--max-new", "-1"), "is not in the range x>=0"),
        (("ids", "pin", "nothing.md"), "Path 'nothing.md' does not exist"),
    ],
)
def test_could_not_run(
    site: Path, capsys: Capture, arguments: tuple[str, ...], message: str
) -> None:
    """What is asked in a wrong way is one line, and status 2."""
    assert 2 == main(arguments)
    printed = capsys.readouterr()
    assert ("", 1) == (printed.out, printed.err.count("\n"))
    assert message in printed.err


def test_pin(site: Path, capsys: Capture) -> None:
    """The ids of chosen articles are written and listed; a second time there is nothing to do."""
    text = output(capsys, "ids", "pin", "articles/c.md", "--dry-run")
    assert f"articles/c.md:2: id: {ID}c\nWould pin the ids of 1 article\n" == text
    assert text.replace("Would pin", "Pinned") == output(capsys, "ids", "pin", "articles/c.md")
    assert f"---\nid: {ID}c\n" in (site / "articles/c.md").read_text()
    text = output(capsys, "ids", "pin")
    assert "Pinned the ids of 1 article; 1 already had one\n" == text.split("\n", 1)[1]


def test_pin_as_json(site: Path, capsys: Capture) -> None:
    """One object: the lines, the counts, and what is no article."""
    arguments = ("ids", "pin", "config.yaml", "articles", "--report", "json")
    found = json.loads(output(capsys, *arguments, status=1))
    assert [{"path": "articles/a.md", "line": 2, "text": f"id: {ID}a"}] == found["pinned"][:1]
    assert ["config.yaml"] == [one["path"] for one in found["problems"]]
