"""Put into words what `probe` and `ping` found. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from feedmill.display import (
    count,
    paint,
    printable,
    size,
    tab_separated,
    table,
    width,
    wrapped,
)
from feedmill.formats import FORMATS
from feedmill.model import Problem
from feedmill.report import problem_lines, rest_line, tally

from .seen import Probed, Seen

COLUMNS = ("file", "status", "type", "bytes", "sent", "encoding", "again", "wrong")

_EXAMPLES = 3  # files of a group of problems
_WIDE = 120  # columns of a line in a pipe
_KINDS = 8  # lines of what feed readers get

Write = Callable[[Problem], str]


class Pinged(Struct, frozen=True, kw_only=True):
    """The outcome of one ping: URLs of feed files, in the manifest's order.

    `base` is the commit compared with, None if nothing was published before. With `dry_run` nobody
    was asked or told anything.
    """

    dry_run: bool = False
    hub: str
    base: str | None
    changed: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def exit_status(self) -> int:
        """0: fine, or without `strict`; 1: the hub was not notified of everything."""
        return int(any(problem.severity == "error" for problem in self.problems))


def probed_lines(
    probed: Probed,
    write: Write,
    *,
    quiet: bool = False,
    verbose: bool = False,
    columns: int | None = None,
    colour: bool = False,
) -> Iterator[str]:
    """Yield an outcome for people: what is wrong, what feed readers get, one line that sums up.

    Problems are as `write` writes them, those of one kind as one. `quiet` leaves errors; `verbose`
    shows each file, as a table if there are `columns` for it, and each problem.
    """
    if verbose:
        yield _files(probed, columns, colour)
    if not quiet:
        lines = map(_feed_line, _strangers(probed))
        yield from (wrapped(line, columns) if columns else line for line in lines)
    problems = [one for one in probed.problems if one.severity == "error" or not quiet]
    if verbose:
        yield from map(write, problems)
    else:
        yield from _grouped(problems, len(probed.files), write, columns or _WIDE)
    if not quiet:
        if not verbose:
            yield from _kinds(probed.files)
        style = "red" if probed.exit_status else "yellow" if probed.problems else "green"
        yield paint(summary(probed), style, colour)


def summary(probed: Probed) -> str:
    """Sum up in one line."""
    files = count(len(probed.files), "file" if probed.kind == "manifest" else "feed")
    wrong = tally(probed.problems) or "all is well"
    return f"Probed {files} at {printable(probed.url)}: {wrong}"


def _grouped(problems: Sequence[Problem], files: int, write: Write, columns: int) -> Iterator[str]:
    """Yield problems, those of one rule as one with examples: errors first, then what most have."""
    groups: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        groups.setdefault((problem.severity, problem.code), []).append(problem)
    order = sorted(groups.values(), key=lambda group: (group[0].severity, -len(group)))
    for group in order:
        first = group[0]
        if len(group) == 1:
            yield write(first)
            continue
        number = f"all {files:,} files" if len(group) == files else f"{len(group):,} of {files:,}"
        yield write(
            Problem(
                path=number,
                severity=first.severity,
                code=first.code,
                message=first.message,
            )
        )
        yield _examples([printable(one.path) for one in group], columns)


def _examples(names: Sequence[str], columns: int) -> str:
    """Name as many files as a line holds, whole, and say how many there are besides."""
    shown = 1
    while shown < min(len(names), _EXAMPLES):
        if width(_examples_line(names, shown + 1)) > columns:
            break
        shown += 1
    return _examples_line(names, shown)


def _examples_line(names: Sequence[str], shown: int) -> str:
    left = len(names) - shown
    more = f" and {left:,} more; --verbose shows them" if left else ""
    return f"    {', '.join(names[:shown])}{more}"


def _kinds(files: Sequence[Seen]) -> Iterator[str]:
    """Yield what feed readers get, a line for all files that are alike."""
    alike = Counter(_kind(seen) for seen in files)
    for kind, number in alike.most_common(_KINDS):
        yield f"{count(number, 'file')}: {printable(kind)}"
    if len(alike) > _KINDS:
        yield rest_line(sum(alike.values()) - sum(n for _, n in alike.most_common(_KINDS)))


def _kind(seen: Seen) -> str:
    if seen.missing:
        return "no answer"
    if seen.status != 200 or seen.wall:
        return f"status {seen.status}"
    again = {304: "304 if unchanged", 0: "no conditional requests"}
    parts = (
        seen.type or "no type",
        seen.encoding or "not compressed",
        again.get(seen.again, f"{seen.again} though unchanged"),
    )
    return ", ".join(parts)


def _strangers(probed: Probed) -> list[Seen]:
    return [one for one in probed.files if not one.named and one.facts is not None]


def _feed_line(seen: Seen) -> str:
    """Say what a feed reader finds in a feed."""
    facts = seen.facts
    assert facts is not None
    newest = f", the newest of {facts.newest:%Y-%m-%d}" if facts.newest else ""
    home = f"; of the site {facts.home}" if facts.home else "; it names no site"
    hub = f"; hub {facts.hubs[0]}" if facts.hubs else ""
    what = f"{FORMATS[facts.format].title}, {facts.title or 'without a title'}"
    return printable(
        f"{seen.asked} is {what}: {count(facts.entries, 'entry').replace('entrys', 'entries')}"
        f"{newest}, {size(seen.bytes)}{home}{hub}"
    )


def _files(probed: Probed, columns: int | None, colour: bool) -> str:
    """Return each file: in a table if the paths fit whole, else with tabs between values."""
    if not probed.files:
        return ""
    if columns and max(len(seen.file.path) for seen in probed.files) <= columns // 2:
        heads = [name.upper() for name in COLUMNS]
        return table(heads, to_rows(probed, short=True), columns, colour)
    return tab_separated(to_rows(probed))


def to_rows(probed: Probed, *, short: bool = False) -> list[list[str]]:
    """Return a row for each file, by COLUMNS; `short`: sizes for people."""
    codes: dict[str, list[str]] = {}
    for problem in probed.problems:
        codes.setdefault(problem.path, []).append(problem.code)
    number = size if short else str
    return [
        [
            seen.file.path,
            str(seen.status or ""),
            seen.type.partition(";")[0],
            number(seen.bytes),
            number(seen.sent),
            seen.encoding,
            str(seen.again or ""),
            " ".join(codes.get(seen.file.path, ())),
        ]
        for seen in probed.files
    ]


def ping_lines(
    pinged: Pinged, write: Write, *, verbose: bool, since: str | None = None
) -> Iterator[str]:
    """Yield an outcome for people, with problems as `write` writes them.

    `since` says when feeds have changed, if that is not known from a commit.
    """
    yield from problem_lines(pinged.problems, write, False, verbose)
    if pinged.dry_run or verbose:
        told = (
            ("would notify of", pinged.changed) if pinged.dry_run else ("notified of", pinged.told)
        )
        yield from (f"{told[0]} {url}" for url in told[1])
    if since is None:
        since = (
            f"changed since {pinged.base[:12]}" if pinged.base else "published for the first time"
        )
    changed = count(len(pinged.changed), "feed file")
    if not pinged.changed:
        yield f"No feed files {since}: nothing to send to {pinged.hub}"
    elif pinged.dry_run:
        yield f"Would notify {pinged.hub} of {changed} {since}"
    else:
        yield f"Notified {pinged.hub} of {len(pinged.told):,} of {changed} {since}"
