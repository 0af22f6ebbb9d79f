"""A difference as people read it: text for a terminal, Markdown for a pull request. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from feedmill.display import (
    count,
    markdown,
    marked,
    paint,
    printable,
    shorten,
    table,
    wrapped,
)
from feedmill.model import Problem
from feedmill.report import first_few, problem_line, problem_lines

from .difference import Changed, Difference, DiffItem, FeedChange, Moved, Withdrawn

_SHOWN = 10  # of one kind, unless verbose
_SHOWN_IN_MARKDOWN = (50, 20, 5, 0)  # the most that fits
_FITTING = 60_000  # GitHub takes comments of 65,536 characters
_TITLE = 120
_COLUMNS = ("new", "changed", "moved", "withdrawn", "pushed_out", "returned")
_CODES = {
    "new": "page-again",
    "moved to another id": "moved-id",
    "withdrawn": "withdrawn",
}  # of advice, by list
_ON_ENTRIES = frozenset(_CODES.values())
_INDENT = " " * 6  # of advice, below its entry
_CELLS = {"pushed_out": "pushed out"}


def difference_text(
    difference: Difference, *, width: int, verbose: bool = False, colour: bool = False
) -> str:
    """Return a difference as lines for people; tables are `width` columns wide at most."""
    lines = [f"note: {printable(notice)}" for notice in difference.notices]
    if difference.feeds:
        columns = _columns(difference.feeds)
        heads = [_head(name).upper() for name in ("feed", "entries", *columns)]
        rows = [[_name(one), str(one.entries), *_numbers(one, columns)] for one in difference.feeds]
        lines.append(table(heads, rows, width, colour))
    advice = {(one.path, one.code): one for one in difference.problems if one.code in _ON_ENTRIES}
    for kind, items in _lists(difference):
        lines.append(paint(f"{kind}:", "bold", colour))
        told = (
            _item(one, advice.get((one.path, _CODES.get(kind, ""))), width, colour) for one in items
        )
        lines += (f"  {line}" for line in first_few(told, _SHOWN, verbose))
    others = [one for one in difference.problems if one not in advice.values()]
    lines += problem_lines(others, partial(problem_line, colour, columns=width), False, verbose)
    lines += [paint(f"beyond the limit: {line}", "red", colour) for line in difference.excess]
    lines.append(paint(difference_summary(difference), "bold", colour))
    return "\n".join(lines)


def _item(item: DiffItem, advice: Problem | None, width: int, colour: bool) -> str:
    """Return an entry and, if there is any, what to do about it: each thing once."""
    if advice is None:
        return printable(f"{item.path}: {item.title}{_more(item)}")
    place = item.path if advice.line is None else f"{item.path}:{advice.line}"
    style = "red" if advice.severity == "error" else "yellow"
    message = _INDENT + wrapped(printable(advice.message), width - 8, indent=_INDENT)
    return f"{printable(f'{place}: {item.title}')}\n{paint(message, style, colour)}"


def difference_summary(difference: Difference) -> str:
    """Sum up a difference in one line."""
    return f"{_sum(difference)}, compared with {difference.base[:12]}"


def difference_markdown(difference: Difference) -> str:
    """Return a difference as GitHub's Markdown, for a comment; a line feed at the end."""
    texts = ("\n".join(_markdown(difference, shown)) for shown in _SHOWN_IN_MARKDOWN)
    return next(text for text in texts if len(text) < _FITTING) + "\n"


def _markdown(difference: Difference, shown: int) -> Iterator[str]:
    yield "### What subscribers will see\n"
    yield f"**{_sum(difference)}**, compared with `{difference.base[:12]}`.\n"
    for line in difference.excess:
        yield f"> [!CAUTION]\n> Beyond the limit: {marked(line)}.\n"
    for notice in difference.notices:
        yield f"> [!NOTE]\n> {marked(notice)}.\n"
    if difference.feeds:
        columns = _columns(difference.feeds)
        yield f"| {' | '.join(map(_head, ('feed', 'entries', *columns)))} |"
        yield "| --- |" + " --: |" * (len(columns) + 1)
        for feed in difference.feeds[:shown]:
            cells = [markdown(_name(feed)), str(feed.entries), *_numbers(feed, columns)]
            yield f"| {' | '.join(cells)} |"
        yield _rest(difference.feeds, shown)
    for kind, items in _lists(difference):
        yield f"<details><summary>{len(items):,} {kind}</summary>\n"
        for one in items[:shown]:
            title = markdown(shorten(one.title, _TITLE))
            yield f"- [{title}](<{one.link}>), {_code(one.path)}{markdown(_more(one))}"
        yield f"{_rest(items, shown)}</details>\n"
    for problem in difference.problems[:shown]:
        yield f"- {_code(_place(problem.path, problem.line))}: {marked(problem.message)}"
    yield _rest(difference.problems, shown)


def _lists(difference: Difference) -> Iterator[tuple[str, Sequence[DiffItem]]]:
    """Return the lists of entries that are not empty, with their heads."""
    lists: tuple[tuple[str, Sequence[DiffItem]], ...] = (
        ("new", difference.new),
        ("changed", difference.changed),
        ("moved to another id", difference.moved),
        ("withdrawn", difference.withdrawn),
    )
    return ((head, items) for head, items in lists if items)


def _sum(difference: Difference) -> str:
    """Say all in one line."""
    if not difference.feeds:
        return "Subscribers see no change"
    feeds, formats = difference.gone
    gone = ((feeds, "feed"), (formats, "format"))
    kinds = [f"{len(items):,} {kind}" for kind, items in _lists(difference)]
    kinds += [f"{count(number, noun)} gone" for number, noun in gone if number]
    what = ", ".join(kinds) or "No entry is new, changed or withdrawn"
    return f"{what}; {count(len(difference.feeds), 'feed')} changed"


def _name(feed: FeedChange) -> str:
    lost = [f"{name} gone" for name in feed.lost]
    taken = [f"was {feed.taken_from}"] if feed.taken_from else []
    what = [*feed.about, *lost, *taken] if feed.state == "kept" else [feed.state]
    return f"{feed.key} ({', '.join(what)})" if what else feed.key


def _columns(feeds: Iterable[FeedChange]) -> list[str]:
    """Return the columns in which anything stands."""
    return [name for name in _COLUMNS if any(getattr(feed, name) for feed in feeds)]


def _numbers(feed: FeedChange, columns: Iterable[str]) -> list[str]:
    return [str(len(getattr(feed, name)) or "") for name in columns]


def _more(item: DiffItem) -> str:
    match item:
        case Changed():
            return f" ({', '.join(item.fields)})"
        case Moved():
            return f" (was {item.was})"
        case Withdrawn():
            return f" ({item.why})"
    return ""


def _head(name: str) -> str:
    return _CELLS.get(name, name)


def _rest(items: Iterable[object], shown: int) -> str:
    """Return how many are not shown; with a line feed, which ends a list or a table."""
    left = len(tuple(items)) - shown
    return f"\n… and {left:,} more\n" if left > 0 else ""


def _place(path: str, line: int | None) -> str:
    return path if line is None else f"{path}:{line}"


def _code(text: str) -> str:
    return f"<code>{markdown(text)}</code>"
