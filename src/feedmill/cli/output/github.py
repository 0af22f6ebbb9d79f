"""Outcomes as GitHub shows them: annotations in the log, and the summary of a step. Pure.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from feedmill.diff.difference import Difference
from feedmill.diff.forms import difference_summary as difference_line
from feedmill.display import count, markdown, printable
from feedmill.errors import ConfigError, FeedmillError
from feedmill.model import Problem, Severity
from feedmill.report import Findings, Report, summary_line, to_lines

_ROWS = 100  # problems in a summary, of which GitHub takes 1 MiB
_FILES = 200
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTY = _IN_DATA | {":": "%3A", ",": "%2C"}


def to_annotations(
    outcome: Report | Findings, folder: str = "", *, quiet: bool = False, verbose: bool = False
) -> str:
    """Return an outcome for the log: problems as workflow commands, then what `to_text` says.

    `folder` is the config's, relative to the repository, "" for its top. GitHub shows the first
    ten errors and ten warnings of a step as annotations on their lines.
    """
    write = partial(annotation, folder)
    lines = list(to_lines(outcome, write, quiet=quiet, verbose=verbose, sums=False))
    if (
        isinstance(outcome, Report)
        and outcome.exit_status
        and outcome.check
        and (outcome.written or outcome.deleted)
    ):
        different = count(len(outcome.written) + len(outcome.deleted), "file")
        message = f"{different} would change: run `feedmill build` and commit the feeds"
        lines.insert(0, _command("error", message, title="The feeds are not current"))
    return "\n".join(lines)


def difference_annotations(difference: Difference, folder: str = "") -> str:
    """Return what subscribers would see for the log: limits that it passes, then what to do.

    `folder` as in `to_annotations`.
    """
    beyond = [
        _command("error", line, title="Beyond the guard's limit") for line in difference.excess
    ]
    problems = [annotation(folder, problem) for problem in difference.problems]
    return "\n".join([*beyond, *problems, difference_line(difference)])


def annotation(folder: str, problem: Problem) -> str:
    """Return a problem as a workflow command; `folder` as in `to_annotations`."""
    file = posixpath.normpath(posixpath.join(folder, problem.path))
    line = "" if problem.line is None else str(problem.line)
    return _command(
        problem.severity, problem.message, file=file, line=line, title=f"feedmill: {problem.code}"
    )


def error_annotations(error: FeedmillError, folder: str = "") -> Iterator[str]:
    """Yield what stopped a run as workflow commands: those of a config at their lines."""
    problems: Sequence[Problem] = error.problems if isinstance(error, ConfigError) else ()
    if problems:
        yield from (annotation(folder, problem) for problem in problems)
    else:
        yield _command("error", str(error), title="Feedmill could not run")


def to_summary(outcome: Report | Findings, folder: str = "") -> str:
    """Return an outcome in Markdown, for the summary of a step; `folder` as in `to_annotations`."""
    title = "Articles" if isinstance(outcome, Findings) else "Feeds"
    parts = [f"### {title}", markdown(summary_line(outcome))]
    if outcome.problems:
        parts.append(_problem_table(outcome.problems, folder))
    if isinstance(outcome, Report):
        would = "would be " if outcome.check else ""
        parts += _folded(f"{would}written", outcome.written)
        parts += _folded(f"{would}deleted", outcome.deleted)
    return "\n\n".join(parts) + "\n\n"


def _command(kind: Severity, message: str, **properties: str) -> str:
    """Write `::kind name=value,…::message`; a property without a value is left out."""
    listed = ",".join(
        f"{name}={_escaped(value, _IN_PROPERTY)}" for name, value in properties.items() if value
    )
    return f"::{kind} {listed}::{_escaped(message, _IN_DATA)}"


def _escaped(text: str, table: dict[str, str]) -> str:
    """Escape for a workflow command; other control characters are shown, not sent."""
    return "".join(table.get(sign) or printable(sign) for sign in text)


def _problem_table(problems: Sequence[Problem], folder: str) -> str:
    errors_first = sorted(problems, key=lambda problem: problem.severity != "error")
    rows = [("place", "", "rule", "problem"), ("---",) * 4]
    for problem in errors_first[:_ROWS]:
        place = posixpath.normpath(posixpath.join(folder, problem.path))
        place += "" if problem.line is None else f":{problem.line}"
        rows.append((markdown(place), problem.severity, problem.code, markdown(problem.message)))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if len(problems) > _ROWS:
        lines.append(f"\n… and {len(problems) - _ROWS:,} more; the log has them")
    return "\n".join(lines)


def _folded(done: str, paths: Iterable[str]) -> list[str]:
    """List files below a line that opens on a click; nothing if there are none."""
    listed = [f"- {markdown(path)}" for path in paths]
    if not listed:
        return []
    more = [f"- … and {len(listed) - _FILES:,} more"] if len(listed) > _FILES else []
    head = f"<details><summary>{count(len(listed), 'file')} {done}</summary>"
    return ["\n".join([head, "", *listed[:_FILES], *more, "", "</details>"])]
