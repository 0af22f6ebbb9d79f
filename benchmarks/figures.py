"""What came out of the runs, and what the project wants of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from measure import Run

COLD_RSS, COLD, UNCHANGED, EDIT, UNSEEN, CLONE = OURS = (
    "cold, RSS of topics and all",
    "cold",
    "nothing changed",
    "one article edited",
    "an edit no subscriber sees",
    "fresh clone, index restored",
)
BARE = "python -c 'import click, yaml'"
HUGO_TOPICS, HUGO, PELICAN, ELEVENTY = PEERS = (
    "Hugo, topics",
    "Hugo, topics and providers",
    "Pelican, topics and providers",
    "Eleventy, topics and providers",
)
# Whole texts: RSS of topics and all.
WHOLE, WHOLE_ALL, WHOLE_RENDERED, WHOLE_EDIT, WHOLE_UNCHANGED = OURS_WHOLE = (
    "whole texts, cold, newest 50",
    "whole texts, cold, all entries",
    "whole texts from rendered pages, cold, newest 50",
    "whole texts, one article edited",
    "whole texts, nothing changed",
)
HUGO_WHOLE, HUGO_WHOLE_ALL = PEERS_WHOLE = (
    "Hugo, whole texts, newest 50",
    "Hugo, whole texts, all entries",
)
MIB = 2**20


class Figures(NamedTuple):
    """The median of several runs: seconds, bytes; `files` is how many feed files were written."""

    wall: float
    cpu: float
    runs: int
    memory: int | None
    files: int | None


class Results:
    """Runs by size (articles) and case."""

    def __init__(self) -> None:
        self._runs: dict[tuple[int, str], list[Run]] = defaultdict(list)
        self._memory: dict[tuple[int, str], int] = {}
        self._files: dict[tuple[int, str], int] = {}

    def add(self, size: int, case: str, run: Run, files: int | None = None) -> None:
        """Take in one run; one that watched the memory counts for that only."""
        if files is not None:
            self._files[size, case] = max(files, self._files.get((size, case), 0))
        if run.memory:
            self._memory[size, case] = run.memory
        else:
            self._runs[size, case].append(run)

    def sizes(self) -> list[int]:
        """Give the numbers of articles that anything is known of."""
        return sorted({size for size, _ in self._runs})

    def get(self, size: int, case: str) -> Figures | None:
        """Give the figures of a case, if it ran."""
        runs = self._runs.get((size, case))
        if not runs:
            return None
        return Figures(
            wall=median(run.wall for run in runs),
            cpu=median(run.cpu for run in runs),
            runs=len(runs),
            memory=self._memory.get((size, case)),
            files=self._files.get((size, case)),
        )

    def ratio(self, size: int, case: str, other: str, other_size: int = 0) -> float | None:
        """Divide the wall times of two cases, if both ran."""
        ours, theirs = self.get(size, case), self.get(other_size or size, other)
        return ours.wall / theirs.wall if ours and theirs else None

    def cpu_ratio(self, size: int, case: str, other: str) -> float | None:
        """Divide the CPU times of two cases, if both ran: they say less of what others do."""
        ours, theirs = self.get(size, case), self.get(size, other)
        return ours.cpu / theirs.cpu if ours and theirs else None

    def memory(self, size: int, case: str) -> float | None:
        """Give a case's peak of memory in MiB, if it was watched."""
        found = self.get(size, case)
        return found.memory / MIB if found and found.memory else None

    def files(self, size: int, case: str) -> float | None:
        """Give how many feed files a case wrote, at most."""
        found = self.get(size, case)
        return found.files if found else None


class Target(NamedTuple):
    """What is wanted: the measured figure at most `most`, in `unit`."""

    work: str
    most: float
    unit: str
    measured: Callable[[Results], float | None]


_K1, _K10, _K100, _M1 = 1_000, 10_000, 100_000, 1_000_000
TARGETS = (
    Target(
        "cold, 10,000 articles, topics + all, RSS only",
        0.30,
        "× Hugo with topics",
        lambda r: r.ratio(_K10, COLD_RSS, HUGO_TOPICS),
    ),
    Target(
        "cold, 10,000, topics + providers + all, Atom + RSS + JSON",
        0.45,
        "× Hugo",
        lambda r: r.ratio(_K10, COLD, HUGO),
    ),
    Target("CPU of the same", 0.45, "× Hugo's", lambda r: r.cpu_ratio(_K10, COLD, HUGO)),
    Target("cold, 1,000, the same", 0.9, "× Hugo", lambda r: r.ratio(_K1, COLD, HUGO)),
    Target("cold, 100,000, the same", 0.30, "× Hugo", lambda r: r.ratio(_K100, COLD, HUGO)),
    Target("nothing changed, 10,000", 0.03, "× Hugo", lambda r: r.ratio(_K10, UNCHANGED, HUGO)),
    Target(
        "nothing changed, 10,000",
        2,
        "× `python -c 'import click, yaml'`",
        lambda r: r.ratio(_K10, UNCHANGED, BARE),
    ),
    Target("one article edited, 10,000", 0.045, "× Hugo", lambda r: r.ratio(_K10, EDIT, HUGO)),
    Target("nothing changed, 100,000", 0.006, "× Hugo", lambda r: r.ratio(_K100, UNCHANGED, HUGO)),
    Target("one article edited, 100,000", 0.006, "× Hugo", lambda r: r.ratio(_K100, EDIT, HUGO)),
    Target(
        "one article edited, 100,000 against 10,000",
        2,
        "×",
        lambda r: r.ratio(_K100, EDIT, EDIT, _K10),
    ),
    Target("peak memory, cold, 100,000", 300, "MiB", lambda r: r.memory(_K100, COLD)),
    Target("peak memory, cold, 1,000,000", 700, "MiB", lambda r: r.memory(_M1, COLD)),
    Target(
        "whole texts, cold, 10,000, newest 50",
        0.60,
        "× Hugo with whole texts",
        lambda r: r.ratio(_K10, WHOLE, HUGO_WHOLE),
    ),
    Target(
        "whole texts, cold, 10,000, all entries",
        0.40,
        "× Hugo with all whole texts",
        lambda r: r.ratio(_K10, WHOLE_ALL, HUGO_WHOLE_ALL),
    ),
    Target(
        "whole texts, cold, 1,000, newest 50",
        1,
        "× Hugo with whole texts",
        lambda r: r.ratio(_K1, WHOLE, HUGO_WHOLE),
    ),
    Target(
        "whole texts from rendered pages, cold, 10,000",
        0.5,
        "× Hugo with whole texts",
        lambda r: r.ratio(_K10, WHOLE_RENDERED, HUGO_WHOLE),
    ),
    Target(
        "whole texts, one article edited, 10,000",
        0.045,
        "× Hugo with whole texts",
        lambda r: r.ratio(_K10, WHOLE_EDIT, HUGO_WHOLE),
    ),
    Target(
        "whole texts, nothing changed, 10,000",
        0.03,
        "× Hugo with whole texts",
        lambda r: r.ratio(_K10, WHOLE_UNCHANGED, HUGO_WHOLE),
    ),
    Target(
        "peak memory, whole texts, 100,000, newest 50",
        300,
        "MiB",
        lambda r: r.memory(_K100, WHOLE),
    ),
    Target(
        "fresh clone with a restored index, 100,000",
        1,
        "× nothing changed",
        lambda r: r.ratio(_K100, CLONE, UNCHANGED),
    ),
    Target(
        "an edit no subscriber sees, 10,000",
        0,
        "feed files written",
        lambda r: r.files(_K10, UNSEEN),
    ),
    Target(
        "an edit no subscriber sees, 100,000",
        0,
        "feed files written",
        lambda r: r.files(_K100, UNSEEN),
    ),
)
