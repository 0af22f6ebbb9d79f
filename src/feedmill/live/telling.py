"""What was seen of published feeds, in words. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from feedmill.display import count, size
from feedmill.model import Problem
from feedmill.report import tally

from .seen import Probed

_SHOWN = 3  # problems of one code, unless verbose: one setting of a server shows at every file

COLUMNS = ("file", "status", "type", "bytes", "sent", "encoding", "again", "wrong")


def to_rows(probed: Probed, *, short: bool = False) -> list[list[str]]:
    """Return a row for each file, by COLUMNS; `short`: sizes for people."""
    codes: dict[str, list[str]] = defaultdict(list)
    for problem in probed.problems:
        codes[problem.path].append(problem.code)
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
            " ".join(codes[seen.file.path]),
        ]
        for seen in probed.files
    ]


def served_problem_lines(
    probed: Probed, write: Callable[[Problem], str], *, quiet: bool, verbose: bool
) -> Iterator[str]:
    """Yield what is wrong, as `write` writes it; `quiet` leaves errors, `verbose` shows all."""
    shown: Counter[str] = Counter()
    for problem in probed.problems:
        if quiet and problem.severity == "warning":
            continue
        shown[problem.code] += 1
        if verbose or shown[problem.code] <= _SHOWN:
            yield write(problem)
    for code, number in shown.items():
        if number > _SHOWN and not verbose:
            yield f"… and {number - _SHOWN:,} more of {code}; --verbose shows them"


def summary(probed: Probed) -> str:
    """Sum up in one line."""
    files = count(len(probed.files), "file")
    return f"Probed {files} at {probed.url}: {tally(probed.problems) or 'all is well'}"
