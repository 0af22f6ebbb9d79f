"""What a build did and what a check found, as values, and their forms: text, JSON. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Literal, Protocol

import msgspec
from msgspec import Struct

from .display import count, paint, printable, wrapped
from .model import Problem

LEFT_OUT = "left-out"
_PIECE = r"(?:: |, )([^,]+?) (left out|shown as a link|shown as text)(?= \(|,|$)"
_SHOWN = 10  # warnings of one code, unless verbose


class Report(Struct, frozen=True, kw_only=True):
    """The outcome of one build. Paths are relative to the output folder, with `/`, sorted.

    With `check` nothing was written: `written` and `deleted` say what would have been. A
    `dry_run` is a check for which such a difference is no failure.
    """

    check: bool = False
    dry_run: bool = False
    output: str = ""  # the output folder, relative to the config's if it is inside
    stopped: bool = False  # `strict`, and an article has an error: nothing was written
    found: int = 0  # article files found
    published: int = 0  # articles that feeds may show
    waiting: int = 0  # dated after now
    kept_out: dict[str, int] = {}  # by reason: "draft", "unpublished", "removed", "section" …
    refused: int = 0  # articles with an error
    read: int = 0  # files read, decoded and checked in this run
    feeds: int = 0  # feeds there are now
    written: tuple[str, ...] = ()
    unchanged: int = 0  # files that were right already
    deleted: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()  # by path, line, code
    notices: tuple[str, ...] = ()  # what the index had to do without

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return _number(self.problems, "error")

    @property
    def exit_status(self) -> int:
        """0: fine; 1: done with errors, or `check` found a difference."""
        is_stale = self.check and not self.dry_run and (self.written or self.deleted)
        return int(bool(self.errors or is_stale))


class Findings(Struct, frozen=True, kw_only=True):
    """The outcome of one check of the articles: how many files there are, what is wrong."""

    found: int = 0
    problems: tuple[Problem, ...] = ()  # by path, line, code

    @property
    def exit_status(self) -> int:
        """0: nothing worse than warnings; 1: errors."""
        return int(_number(self.problems, "error") > 0)


class Outcome(Protocol):
    """What a command found out: a Struct with problems."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong, and where."""


def to_json(outcome: Outcome) -> bytes:
    """Return an outcome as one JSON object, UTF-8, with a line feed at the end."""
    shown = msgspec.to_builtins(outcome)
    shown["problems"] = [_fields(problem) for problem in outcome.problems]
    shown["errors"] = _number(outcome.problems, "error")
    shown["warnings"] = _number(outcome.problems, "warning")
    return encode_json(shown)


def encode_json(value: Any) -> bytes:
    """Write JSON for people and programs: indented, UTF-8, a line feed at the end."""
    import json  # most builds print text

    text = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    # GitHub's runner obeys `##[name]` wherever it reads it; in JSON it is always in a text.
    text = text.replace("##[", "#\\u0023[")
    # What UTF-8 cannot hold, a lone surrogate, becomes JSON's own escape for it.
    return text.encode("utf-8", "backslashreplace")


def to_text(
    outcome: Report | Findings,
    *,
    quiet: bool = False,
    verbose: bool = False,
    colour: bool = False,
    columns: int | None = None,
) -> str:
    """Return an outcome for people: problems, what changed, and one line that sums up.

    `quiet` leaves errors and what differs; `verbose` adds each file and each reason. Lines are
    wrapped to `columns`, if given.
    """
    write = partial(problem_line, colour, columns=columns)
    return "\n".join(to_lines(outcome, write, quiet=quiet, verbose=verbose, colour=colour))


def to_lines(
    outcome: Report | Findings,
    write: Callable[[Problem], str],
    *,
    quiet: bool = False,
    verbose: bool = False,
    colour: bool = False,
    sums: bool = True,
) -> Iterator[str]:
    """Yield the lines of `to_text`, with problems as `write` writes them.

    `sums`: of a build, what feeds can't show is summed up rather than listed.
    """
    listed, summed = outcome.problems, list[Problem]()
    if isinstance(outcome, Report) and sums and not verbose:
        listed = tuple(one for one in outcome.problems if one.code != LEFT_OUT)
        summed = [one for one in outcome.problems if one.code == LEFT_OUT]
    yield from problem_lines(listed, write, quiet, verbose)
    if isinstance(outcome, Report):
        if not quiet:
            yield from left_out_lines(summed)
        if not quiet:
            yield from (f"note: {printable(notice)}" for notice in outcome.notices)
        yield from _changes(outcome, verbose)
    if not quiet:
        yield paint(summary_line(outcome), _style(outcome), colour)


def _style(outcome: Report | Findings) -> str:
    """Return the style of the line that sums up: green if all is well."""
    if outcome.exit_status:
        return "red"
    return "yellow" if outcome.problems else "green"


def summary_line(outcome: Report | Findings) -> str:
    """Sum up an outcome in one line."""
    if isinstance(outcome, Findings):
        return _findings_summary(outcome)
    return _report_summary(outcome)


def problem_lines(
    problems: Iterable[Problem], write: Callable[[Problem], str], quiet: bool, verbose: bool
) -> Iterator[str]:
    """Yield problems as `write` writes them: no warnings if `quiet`, every one if `verbose`."""
    seen: Counter[str] = Counter()
    for problem in problems:
        if problem.severity == "warning":
            seen[problem.code] += 1
            if quiet or (seen[problem.code] > _SHOWN and not verbose):
                continue
        yield write(problem)
    for code, number in sorted(seen.items()):
        if number > _SHOWN and not quiet and not verbose:
            yield rest_line(number - _SHOWN, code)


def left_out_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Yield what can't be shown in feeds, and in how many articles; what most have first."""
    found: Counter[str] = Counter()
    for problem in problems:
        found.update({f"{what} {how}" for what, how in re.findall(_PIECE, problem.message)})
    for number, (what, articles) in enumerate(
        sorted(found.items(), key=lambda one: (-one[1], one[0]))
    ):
        if number == _SHOWN:
            yield f"… and {len(found) - _SHOWN:,} more kinds of pieces"
            break
        yield f"{count(articles, 'article')}: {printable(what)}"
    if found:
        yield "`feedmill check` lists these articles"


def first_few(lines: Iterable[str], most: int, verbose: bool) -> Iterator[str]:
    """Yield at most `most` lines, then how many more there are; all of them if `verbose`."""
    left = 0
    for number, line in enumerate(lines):
        if verbose or number < most:
            yield line
        else:
            left += 1
    if left:
        yield rest_line(left)


def rest_line(number: int, what: str = "") -> str:
    """Return the line that says how many more there are, and how to see them."""
    return f"… and {number:,} more{f' of {what}' if what else ''}; --verbose shows them"


def problem_line(colour: bool, problem: Problem, columns: int | None = None) -> str:
    """Return a problem as `str` does, painted and safe to print, wrapped to `columns` if given."""
    place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
    place, rule = printable(place), f"{problem.severity}[{problem.code}]"
    line = f"{place}: {rule}: {printable(problem.message)}"
    if columns:
        line = wrapped(line, columns)
    style = "red" if problem.severity == "error" else "yellow"
    rest = line.removeprefix(place).replace(rule, paint(rule, style, colour), 1)
    return paint(place, "bold", colour) + rest


def _changes(report: Report, verbose: bool) -> Iterator[str]:
    """Yield which files differ: always when that was the question, else if `verbose`."""
    if report.check or verbose:
        write, delete = ("would write", "would delete") if report.check else ("wrote", "deleted")
        yield from (f"{write} {path}" for path in report.written)
        yield from (f"{delete} {path}" for path in report.deleted)
    if verbose:
        reasons = {**report.kept_out, "with errors": report.refused, "waiting": report.waiting}
        listed = ", ".join(f"{number:,} {reason}" for reason, number in reasons.items() if number)
        yield f"Articles: {report.published:,} published" + (f"; {listed}" if listed else "")


def _report_summary(report: Report) -> str:
    wrong = tally(report.problems)
    if report.stopped:
        return f"Wrote nothing, as --strict asks: {wrong} in {count(report.found, 'article')}"
    files = count(len(report.written) + report.unchanged, "file")
    would = "would be " if report.check else ""
    where = f"in {printable(report.output)} " if report.output else ""
    return (
        f"{'Checked' if report.check else 'Built'} {count(report.feeds, 'feed')} ({files}) "
        f"{where}from {_articles(report)}: "
        f"{len(report.written):,} {would}written, "
        f"{report.unchanged:,} unchanged, {len(report.deleted):,} {would}deleted"
        + (f"; {wrong}" if wrong else "")
    )


def _articles(report: Report) -> str:
    """Count the articles that are published, and those that are not yet."""
    drafts = count(report.kept_out["draft"], "draft") if "draft" in report.kept_out else ""
    waiting = f"{report.waiting:,} dated in the future" if report.waiting else ""
    apart = ", ".join(filter(None, (drafts, waiting)))
    return count(report.published, "article") + (f" (besides {apart})" if apart else "")


def _findings_summary(findings: Findings) -> str:
    checked = f"Checked {count(findings.found, 'article')}: "
    if not findings.problems:
        return f"{checked}no problems"
    codes = Counter(problem.code for problem in findings.problems)
    listed = ", ".join(f"{number:,} {code}" for code, number in sorted(codes.items()))
    return f"{checked}{tally(findings.problems)} ({listed})"


def tally(problems: Iterable[Problem]) -> str:
    """Count errors and warnings: `1 error, 2 warnings`; "" if there are none."""
    found = Counter(problem.severity for problem in problems)
    return ", ".join(count(found[kind], kind) for kind in ("error", "warning") if found[kind])


def _number(problems: Iterable[Problem], severity: Literal["error", "warning"]) -> int:
    return sum(problem.severity == severity for problem in problems)


def _fields(problem: Problem) -> dict[str, str | int | None]:
    """Name every field: what is left out by default elsewhere would be a riddle to programs."""
    return {name: getattr(problem, name) for name in Problem.__struct_fields__}
