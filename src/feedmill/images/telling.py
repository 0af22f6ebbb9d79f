"""Put into words what was done to the image store. Pure."""

from __future__ import annotations

from feedmill.display import count, printable, size, table
from feedmill.report import first_few

from .outcome import Fetched, Pruned, Verified

_SHOWN = 20  # lines of one kind, unless verbose


def images_text(
    outcome: Fetched | Pruned | Verified,
    *,
    quiet: bool = False,
    verbose: bool = False,
    colour: bool = False,
) -> str:
    """Return an outcome for people: what is wrong, then what was done.

    `quiet` leaves errors; `verbose` shows every line where else the first of many stand.
    """
    match outcome:
        case Fetched():
            lines = first_few(map(str, outcome.problems), _SHOWN, verbose)
            summary = _fetched(outcome, colour)
        case Pruned():
            lines = first_few(_pruned_lines(outcome), _SHOWN, verbose)
            summary = _pruned(outcome)
        case Verified():
            lines = first_few(map(str, outcome.problems), _SHOWN, verbose)
            summary = _verified(outcome)
    if quiet:
        errors = () if isinstance(outcome, Pruned) else outcome.problems
        return "\n".join(printable(str(one)) for one in errors if one.severity == "error")
    notices = () if isinstance(outcome, Verified) else outcome.notices
    notes = (f"note: {notice}" for notice in notices)
    return "\n".join([*map(printable, (*lines, *notes)), summary])


def _fetched(outcome: Fetched, colour: bool) -> str:
    rows = (
        ("already in the store", outcome.kept),
        ("fetched again, unchanged", outcome.confirmed),
        ("fetched again, changed", outcome.renewed),
        ("fetched", outcome.added),
        ("failed", outcome.failed),
    )
    cells = [(name, f"{number:,}") for name, number in rows if number]
    cells += [("in total", f"{outcome.wanted:,}"), ("received", size(outcome.received))]
    return table(("IMAGES", ""), cells, 80, colour)


def _pruned_lines(outcome: Pruned) -> list[str]:
    would = "would drop" if outcome.dry_run else "dropped"
    return [f"{would} {name}" for name in (*outcome.images, *outcome.files)]


def _pruned(outcome: Pruned) -> str:
    would = "Would drop" if outcome.dry_run else "Dropped"
    return (
        f"{would} {count(len(outcome.images), 'image')} and {count(len(outcome.files), 'file')} "
        f"({size(outcome.freed)}); {count(outcome.kept, 'image')} kept"
    )


def _verified(outcome: Verified) -> str:
    wrong = len(outcome.problems)
    return (
        f"Verified {count(outcome.images, 'image')} in {count(outcome.files, 'file')}: "
        f"{count(wrong, 'problem') if wrong else 'all as they should be'}"
    )
