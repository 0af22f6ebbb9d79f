"""The progress line."""

from __future__ import annotations

import io

import pytest

from feedmill.cli.output import progress
from feedmill.cli.output.progress import ProgressLine, line


@pytest.mark.parametrize(
    ("expected", "done", "total"),
    [
        ("Reading [                        ] 0/10,000", 0, 10_000),
        ("Reading [############            ] 5,000/10,000", 5_000, 10_000),
        ("Reading [########################] 3/3", 3, 3),
        ("Reading", 7, 0),
    ],
)
def test_line(expected: str, done: int, total: int) -> None:
    """The bar is as full as the work is done; without a total there is none."""
    assert expected == line("Reading", done, total)


def test_nothing_is_drawn_for_quick_work() -> None:
    """Work of less than a second leaves no byte."""
    stream = io.StringIO()
    with ProgressLine(stream, shown=True) as told:
        told("Reading", 1, 2)
    assert stream.getvalue() == ""


def test_long_work_is_drawn_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the wait a line appears, is not redrawn at once, and is gone in the end."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    monkeypatch.setattr(progress, "_PAUSE", 60.0)
    stream = io.StringIO()
    with ProgressLine(stream, shown=True) as told:
        told("Reading", 1, 2)
        told("Reading", 2, 2)
    assert stream.getvalue() == "\r\x1b[K" + line("Reading", 1, 2) + "\r\x1b[K"


def test_hidden_progress_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe nothing is drawn, however long it takes."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    stream = io.StringIO()
    with ProgressLine(stream, shown=False) as told:
        told("Reading", 1, 2)
    assert stream.getvalue() == ""


def test_line_is_cleared_when_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error message does not stand behind half a progress bar."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    stream = io.StringIO()

    def work() -> None:
        with ProgressLine(stream, shown=True) as told:
            told("Reading", 1, 2)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        work()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_a_note_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A note takes the line of the bar, and the bar goes on below; in a pipe it is a line."""
    monkeypatch.setattr(progress, "_PATIENCE", 0.0)
    stream, pipe = io.StringIO(), io.StringIO()
    with ProgressLine(stream, shown=True) as told:
        told("Reading", 1, 2)
        told.note("Waiting")
    drawn = line("Reading", 1, 2)
    assert stream.getvalue() == f"\r\x1b[K{drawn}\r\x1b[KWaiting\n\r\x1b[K"
    with ProgressLine(pipe, shown=False) as told:
        told.note("Waiting")
    assert pipe.getvalue() == "Waiting\n"
