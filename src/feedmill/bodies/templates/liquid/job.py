"""The state of one body while Liquid renders it: its limits, and what it reports. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING

from liquid.exceptions import LiquidError
from liquid.undefined import Undefined

from feedmill.bodies.about import About, How

if TYPE_CHECKING:
    from .scope import Site

MAX_TEXT = 2**20
"""No text that a template makes has more characters."""

MAX_ITEMS = 100_000
"""No list has more items, what is in them included."""

_STEPS = 150_000  # tags, outputs and rounds of loops of one body, and the size of what they make
_DEEPEST = 12  # lists in lists that are written out


class ExhaustedError(Exception):
    """A body takes more than it may. Not one of Liquid's: nothing of a template catches it."""


class Job:
    """The body that is being rendered, and what is left of its limits."""

    site: Site

    def __init__(self, about: About, home: str) -> None:
        self.about = about
        self.home = home  # the folder of the site's settings, "" for the top
        self.includes: list[str] = []  # the files that are being included, outermost first
        self.partials: list[str] | None = None  # folders that files may be included from
        self._steps = _STEPS

    def charge(self, steps: int) -> None:
        """Take steps from what is left. Raises ExhaustedError if nothing is."""
        self._steps -= steps
        if self._steps < 0:
            raise ExhaustedError

    def leave_out(self, what: str, how: How = "left out", code: str = "") -> None:
        """Note a piece that feeds cannot show; `code` is how it is written."""
        place = self.about.raw.text.find(code) if code and not self.about.left else -1
        self.about.leave_out(what, how, place if place >= 0 else None)


def checked(value: object, job: Job) -> object:
    """Return what a filter or a tag made. Raises LiquidError if it is too large."""
    if isinstance(value, str):
        job.charge(len(value) >> 7)
        if len(value) > MAX_TEXT:
            raise LiquidError("makes too long a text", token=None)
    elif isinstance(value, int):
        if abs(value) >> 64:
            raise LiquidError("makes too large a number", token=None)
    elif isinstance(value, list | tuple):
        job.charge(check_size(value) >> 6)
    return value


def check_size(value: object) -> int:
    """Return how many items a list has, counted as often as they are in it.

    Raises LiquidError if they are too many.
    """
    left, room = [value], MAX_ITEMS
    while left:
        one = left.pop()
        more: Sequence[object] = ()
        if isinstance(one, list | tuple):
            more = one
        elif type(one) is dict:
            more = [*one.values()]
        room -= len(more)
        if room < 0:
            raise LiquidError("makes too long a list", token=None)
        left += more
    return MAX_ITEMS - room


def shown(value: object, depth: int = 0) -> str:
    """Return a value as text, as an output shows it."""
    match value:
        case str():
            return value
        case None | Undefined():
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S %z")
        case date():
            return value.isoformat()
        case range():
            return f"{value.start}..{value.stop - 1}"
        case list() | tuple() if depth < _DEEPEST:
            return "".join(shown(one, depth + 1) for one in islice(value, MAX_ITEMS))[:MAX_TEXT]
        case int() | float():
            return str(value)
        case Mapping() if depth < _DEEPEST:
            return ""  # Ruby's notation, which is for nobody to read
    return ""
