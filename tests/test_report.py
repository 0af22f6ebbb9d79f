"""Reports for people and for programs."""

from __future__ import annotations

import json

import pytest

from feedmill.model import Problem
from feedmill.report import Findings, Report, encode_json, to_json, to_text

ERROR = Problem(path="articles/a.md", line=3, code="bad-link", message="'x:y' is no link")
WARNING = Problem(path="articles/b.md", severity="warning", code="no-topic", message="has none")
BUILT = Report(
    found=31,
    published=28,
    waiting=1,
    kept_out={"draft": 1},
    refused=1,
    feeds=30,
    written=("all.atom", "all.json", "all.rss"),
    unchanged=87,
    problems=(ERROR, WARNING, WARNING),
)


def test_text_has_problems_and_a_summary() -> None:
    """Problems come first, in the form that editors know, then one line sums up."""
    assert to_text(BUILT).split("\n") == [
        "articles/a.md:3: error[bad-link]: 'x:y' is no link",
        "articles/b.md: warning[no-topic]: has none",
        "articles/b.md: warning[no-topic]: has none",
        "Built 30 feeds (90 files) from 28 articles (besides 1 draft, 1 dated in the future): "
        "3 written, 87 unchanged, 0 deleted; 1 error, 2 warnings",
    ]


def test_summary_is_grammatical() -> None:
    """One of a thing is singular, and no problems are no words."""
    report = Report(published=1, feeds=1, unchanged=1)
    summary = "Built 1 feed (1 file) from 1 article: 0 written, 1 unchanged, 0 deleted"
    assert summary == to_text(report)


def test_check_says_what_differs() -> None:
    """With `check`, files that differ are named, and the words say that nothing was written."""
    report = Report(
        check=True, published=2, feeds=1, written=("all.atom",), unchanged=1, deleted=("old.rss",)
    )
    assert to_text(report).split("\n") == [
        "would write all.atom",
        "would delete old.rss",
        "Checked 1 feed (2 files) from 2 articles: 1 would be written, 1 unchanged, "
        "1 would be deleted",
    ]
    assert to_text(report, quiet=True) == "would write all.atom\nwould delete old.rss"


def test_quiet_leaves_errors() -> None:
    """`quiet` shows errors only, and nothing at all if there are none."""
    assert to_text(BUILT, quiet=True) == str(ERROR)
    assert to_text(Report(problems=(WARNING,)), quiet=True) == ""


def test_verbose_names_files_and_reasons() -> None:
    """`verbose` names each file and counts the articles that were left out."""
    lines = to_text(BUILT, verbose=True).split("\n")
    assert lines[3:-1] == [
        "wrote all.atom",
        "wrote all.json",
        "wrote all.rss",
        "Articles: 28 published; 1 draft, 1 with errors, 1 waiting",
    ]


def test_stopped_build_says_so() -> None:
    """What `strict` kept from being written is no built feed."""
    report = Report(stopped=True, found=9, problems=(ERROR, ERROR))
    last = to_text(report).split("\n")[-1]
    assert last == "Wrote nothing, as --strict asks: 2 errors in 9 articles"


def test_many_warnings_of_a_kind_are_cut() -> None:
    """Ten warnings of a code are shown, all with `verbose`; errors are never cut."""
    problems = (*[ERROR] * 12, *[WARNING] * 12)
    lines = to_text(Findings(found=40, problems=problems)).split("\n")
    assert lines == [
        *[str(ERROR)] * 12,
        *[str(WARNING)] * 10,
        "… and 2 more of no-topic; --verbose shows them",
        "Checked 40 articles: 12 errors, 12 warnings (12 bad-link, 12 no-topic)",
    ]
    assert len(to_text(Findings(found=40, problems=problems), verbose=True).split("\n")) == 25


def test_findings_without_problems() -> None:
    """A healthy site is told so in one line, in none with `quiet`."""
    assert to_text(Findings(found=1)) == "Checked 1 article: no problems"
    assert to_text(Findings(found=1), quiet=True) == ""


def test_colour_marks_path_and_severity() -> None:
    """In colour the path is bold, an error red, a warning yellow; the words are the same."""
    error, warning = to_text(Findings(problems=(ERROR, WARNING)), colour=True).split("\n")[:2]
    assert error.startswith("\x1b[1marticles/a.md:3\x1b[0m: \x1b[31merror[bad-link]\x1b[0m: ")
    assert "\x1b[33mwarning[no-topic]\x1b[0m" in warning


def test_text_cannot_harm_a_terminal() -> None:
    """Control characters of a path or a message are shown, not sent."""
    nasty = Problem(path="a\x1b[2J\n.md", code="x", message="\udcff\x07")
    assert to_text(Findings(problems=(nasty,))).split("\n")[0] == (
        r"a\x1b[2J\n.md: error[x]: \udcff\x07"
    )


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (0, Report(problems=(WARNING,), written=("all.atom",))),
        (1, Report(problems=(ERROR,))),
        (0, Report(check=True, unchanged=3)),
        (1, Report(check=True, written=("all.atom",))),
        (1, Report(check=True, deleted=("all.atom",))),
        (0, Findings(problems=(WARNING,))),
        (1, Findings(problems=(ERROR, WARNING))),
    ],
)
def test_exit_status(status: int, outcome: Report | Findings) -> None:
    """Errors and differences give 1, warnings and written files 0."""
    assert status == outcome.exit_status


def test_json_has_every_field() -> None:
    """Programs get every count, every problem in full, and the totals."""
    shown = json.loads(to_json(BUILT))
    assert shown["problems"][0] == {
        "path": "articles/a.md",
        "line": 3,
        "severity": "error",
        "code": "bad-link",
        "message": "'x:y' is no link",
    }
    assert (shown["errors"], shown["warnings"], shown["feeds"]) == (1, 2, 30)
    assert shown["written"] == ["all.atom", "all.json", "all.rss"]
    assert set(Report.__struct_fields__) | {"errors", "warnings"} == set(shown)


def test_json_is_utf8_whatever_is_in_it() -> None:
    """Text is written as it is; a lone surrogate, which UTF-8 cannot hold, as an escape."""
    data = encode_json({"title": "新聞 & שלום", "path": "\udcff"})
    assert "新聞 & שלום" in data.decode()
    assert data.endswith(b"}\n")
    assert json.loads(data) == {"title": "新聞 & שלום", "path": "\udcff"}


def test_what_is_left_out_is_summed_up() -> None:
    """A build says of each kind of piece in how many articles it is; `--verbose` lists these."""
    messages = [
        "can't be shown in feeds: youtube shown as a link (2 times), {{< map >}} left out",
        "can't be shown in feeds: youtube shown as a link",
        "can't be shown in feeds: {% include a.html %} left out, and 3 more",
    ]
    problems = tuple(
        Problem(path=f"{number}.md", severity="warning", code="left-out", message=message)
        for number, message in enumerate(messages)
    )

    lines = to_text(Report(problems=problems)).splitlines()

    assert [
        "2 articles: youtube shown as a link",
        "1 article: {% include a.html %} left out",
        "1 article: {{< map >}} left out",
        "`feedmill check` lists these articles",
    ] == lines[:-1]
    assert 3 == to_text(Report(problems=problems), verbose=True).count("[left-out]")
    assert "map" not in to_text(Report(problems=problems), quiet=True)
