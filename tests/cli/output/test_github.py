"""Annotations and step summaries, read back as GitHub reads them."""

from __future__ import annotations

import re
from html import unescape
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from feedmill.cli.output.github import (
    annotation,
    difference_annotations,
    error_annotations,
    to_annotations,
    to_summary,
)
from feedmill.diff.difference import Difference
from feedmill.display import markdown
from feedmill.errors import ConfigError, PublishError
from feedmill.model import Problem
from feedmill.report import Findings, Report

ERROR = Problem(path="articles/a.md", line=3, code="bad-link", message="'x:y' is no link")
WARNING = Problem(path="articles/b.md", severity="warning", code="no-topic", message="has none")
BUILT = Report(published=1, feeds=1, written=("all.atom",), unchanged=2, problems=(ERROR, WARNING))
SUMMARY = (
    "Built 1 feed (3 files) from 1 article: 1 written, 2 unchanged, 0 deleted; 1 error, 1 warning"
)
PATHS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1), min_size=1
).map("/".join)


class Command(NamedTuple):
    """A workflow command, as the runner takes it from a line of the log."""

    kind: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Command:
    """Read a line as the runner does: `::`, properties up to the next `::`, then the rest."""
    found = re.fullmatch(r"::(\w+) (.*?)::(.*)", line, re.DOTALL)
    assert found
    pairs = (pair.partition("=") for pair in found[2].split(","))
    properties = {name: _decoded(value, "%3A:", "%2C,") for name, _, value in pairs}
    return Command(found[1], properties, _decoded(found[3]))


def _decoded(text: str, *more: str) -> str:
    for code in ("%0D\r", "%0A\n", *more, "%25%"):
        text = text.replace(code[:3], code[3])
    return text


def test_problems_are_annotations_on_their_lines() -> None:
    """Errors and warnings name file and line, from the repository's top; the rest is plain."""
    error, warning, summary = to_annotations(BUILT, "site/news").split("\n")
    assert error == (
        "::error file=site/news/articles/a.md,line=3,title=feedmill%3A bad-link::'x:y' is no link"
    )
    assert warning == (
        "::warning file=site/news/articles/b.md,title=feedmill%3A no-topic::has none"
    )
    assert summary == SUMMARY


def test_at_the_top_paths_are_as_they_are() -> None:
    """A config at the repository's top changes no path; `..` in a config's folder is resolved."""
    assert read(annotation("", ERROR)).properties["file"] == "articles/a.md"
    assert read(annotation("a/../b", ERROR)).properties["file"] == "b/articles/a.md"


def test_quiet_leaves_the_errors() -> None:
    """`quiet` leaves what breaks the build."""
    assert to_annotations(BUILT, quiet=True) == annotation("", ERROR)


def test_a_difference_is_an_error_of_its_own() -> None:
    """With `check`, one annotation says why the status is 1, and the log names the files."""
    first, *rest = to_annotations(Report(check=True, written=("a.rss",), deleted=("b",))).split(
        "\n"
    )
    assert read(first).kind == "error"
    assert read(first).message.startswith("2 files would change: run `feedmill build`")
    assert rest[:2] == ["would write a.rss", "would delete b"]
    assert "::" not in to_annotations(Report(check=True, unchanged=3))


def test_errors_of_the_config_are_on_its_lines() -> None:
    """What stops a run is annotated: a config's errors at their lines, others without a place."""
    problem = Problem(path="config.yaml", line=12, code="config", message="feeds.limt: unknown key")
    (line,) = error_annotations(ConfigError(problems=[problem]), "site")
    assert read(line) == Command(
        "error",
        {"file": "site/config.yaml", "line": "12", "title": "feedmill: config"},
        "feeds.limt: unknown key",
    )
    (line,) = error_annotations(PublishError("the disk\nis full"))
    assert read(line) == Command("error", {"title": "Feedmill could not run"}, "the disk\nis full")


def test_a_limit_of_the_guard_is_an_error() -> None:
    """A difference tells its limits as errors, what to do as warnings on their lines, and a sum."""
    problem = Problem(path="a.md", line=2, severity="warning", code="moved-id", message="add it")
    found = Difference(base="1" * 40, excess=("max_moved: 3, 0 allowed",), problems=(problem,))
    limit, remedy, line = difference_annotations(found, "site").split("\n")
    assert read(limit) == Command(
        "error", {"title": "Beyond the guard's limit"}, "max_moved: 3, 0 allowed"
    )
    assert read(remedy).properties["file"] == "site/a.md"
    assert line == "Subscribers see no change, compared with 111111111111"


@given(path=PATHS, message=st.text(), code=st.text(min_size=1))
def test_nothing_breaks_out_of_an_annotation(path: str, message: str, code: str) -> None:
    """Whatever a path or a message holds is one line, one command, and reads back."""
    line = annotation("", Problem(path=path, line=7, code=code, message=message))
    assert re.fullmatch(r"[^\r\n]*", line)
    command = read(line)
    assert (command.kind, command.properties["line"]) == ("error", "7")
    assert set(command.properties) == {"file", "line", "title"}
    if message.isprintable():
        assert command.message == message
    if path.isprintable() and not re.search(r"(^|/)\.{1,2}(/|$)|//|^/|/$", path):
        assert command.properties["file"] == path


def test_a_path_may_hold_any_sign() -> None:
    """A file's name comes back with its commas, colons, percents and line feeds."""
    path = "a,b::c%0A\n.md"
    line = annotation("", Problem(path=path, code="x", message="::set-env::%"))
    assert line == ("::error file=a%2Cb%3A%3Ac%250A%0A.md,title=feedmill%3A x::::set-env::%25")
    assert read(line).properties["file"] == path


def test_control_characters_are_shown_not_sent() -> None:
    """An escape sequence cannot colour or clear the log."""
    assert "\x1b" not in annotation("", Problem(path="\x1b[2J", code="x", message="\x1b[31m"))


def cells(text: str) -> list[list[str]]:
    """Give the text of the cells of the table in a piece of Markdown."""
    html = MarkdownIt("commonmark").enable("table").render(text)
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [[unescape(cell) for cell in re.findall(r"<t[hd]>(.*?)</t[hd]>", row)] for row in rows]


def test_summary_has_problems_and_files() -> None:
    """The summary sums up, has a row a problem, errors first, and folds the files away."""
    text = to_summary(Report(**{**vars_of(BUILT), "problems": (WARNING, ERROR)}), "site")
    assert unescape(text).startswith(f"### Feeds\n\n{SUMMARY}\n\n")
    assert cells(text) == [
        ["place", "", "rule", "problem"],
        ["site/articles/a.md:3", "error", "bad-link", "'x:y' is no link"],
        ["site/articles/b.md", "warning", "no-topic", "has none"],
    ]
    assert "<details><summary>1 file written</summary>\n\n- all.atom\n\n</details>" in text
    assert text.endswith("\n\n")


def vars_of(report: Report) -> dict[str, object]:
    """Give the fields of a report."""
    return {name: getattr(report, name) for name in Report.__struct_fields__}


def test_summary_of_a_check() -> None:
    """What was found in articles has a title of its own and no files."""
    assert to_summary(Findings(found=2)) == "### Articles\n\nChecked 2 articles: no problems\n\n"


def test_summary_is_cut() -> None:
    """However many problems and files there are, GitHub's limit of 1 MiB is not reached."""
    report = Report(problems=(ERROR,) * 5000, written=("x" * 200,) * 5000)
    text = to_summary(report)
    assert len(text.encode()) < 200_000
    assert "… and 4,900 more; the log has them" in text
    assert "- … and 4,800 more" in text


@given(st.text(st.characters(codec="utf-8")))
def test_markdown_shows_text_as_it_is(text: str) -> None:
    """In a table or a line, escaped text looks like the text: no markup, no second cell."""
    printed = " ".join(text.split()) if text.isprintable() else ""
    shown = cells(f"| a | b |\n| --- | --- |\n| {markdown(printed)} | end |\n")[1]
    assert shown == [printed.strip(), "end"]
