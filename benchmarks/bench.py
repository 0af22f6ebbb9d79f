"""Measure builds of sites of 1,000, 10,000, 100,000 (and a million) articles.

    python benchmarks/bench.py [--max N] [--runs N] [--peers VENV] [--whole] [--place FOLDER]

Prints tables, and writes them with a chart: into docs/ if sites of 100,000 were among them,
else into FOLDER (.bench/), where the sites are kept, too: one in memory says what the disk costs.
`--whole` measures whole texts only, and only prints.
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path

import page
from chart import draw
from figures import MIB, PEERS, PEERS_WHOLE, Results
from measure import FailedError, TooLongError, measure, new_file_cost
from ours import Site
from peers import Kit, Peer
from whole import WholeSite, hugo

Contestant = Site | WholeSite | Peer
_ROOT = Path(__file__).parent.parent
_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_PUBLISHABLE = 100_000
_PEERS_UP_TO = 100_000  # for a million Hugo would need some 36 GB
_PEERS_WHOLE_UP_TO = 10_000
_WHOLE_UP_TO = 100_000
_PATIENCE = 480  # seconds for one build of a peer
_BUDGET = 600  # seconds at one size after which a contestant begins no new round


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description="Measure how long builds take.")
    parser.add_argument("--max", type=int, default=100_000, help="largest site, in articles")
    parser.add_argument("--runs", type=int, default=5, help="runs of each case")
    parser.add_argument("--peers", type=Path, help="measure others, too, from this environment")
    parser.add_argument("--whole", action="store_true", help="measure whole texts only")
    parser.add_argument("--place", type=Path, default=_ROOT / ".bench", help="where sites are kept")
    given = parser.parse_args()
    place: Path = given.place.absolute()
    kit = Kit(given.peers.absolute(), place / "peers") if given.peers else None
    results = Results()
    for size in (size for size in _SIZES if size <= given.max):
        if not given.whole:
            _compete(results, size, _with_summaries(place, size, kit), given.runs, kit)
        if size <= _WHOLE_UP_TO:
            _compete(results, size, _with_whole_texts(place, size, kit), given.runs, kit)
    folder = _ROOT / "docs" if given.max >= _PUBLISHABLE else place
    versions = kit.versions() if kit else {}
    missing = kit.missing if kit else {}
    cost = new_file_cost(place)
    _tell(f"one new file costs {1000 * cost:.2g} ms on this disk")
    if given.whole:
        sys.stdout.write(page.tables(results))
        return
    (folder / "performance.md").write_text(page.whole(results, versions, missing, cost), "utf-8")
    (folder / "performance.svg").write_text(draw(results), "utf-8")
    sys.stdout.write(page.tables(results))
    _tell(f"written: {folder / 'performance.md'} and performance.svg")


def _with_summaries(place: Path, size: int, kit: Kit | None) -> list[Contestant]:
    _tell(f"{size:,} articles: making the sites")
    found: list[Contestant] = [Site(place / str(size), size)]
    if kit and size <= _PEERS_UP_TO:
        found += [kit.enter(name, size) for name in PEERS if name not in kit.missing]
    return found


def _with_whole_texts(place: Path, size: int, kit: Kit | None) -> list[Contestant]:
    _tell(f"{size:,} articles: making the sites with whole texts")
    found: list[Contestant] = [WholeSite(place / f"{size}-whole", size)]
    if kit and size <= _PEERS_WHOLE_UP_TO:
        folder = place / "peers" / "hugowhole"
        found += [hugo(name, kit.hugo, folder, size) for name in PEERS_WHOLE]
    return found


def _compete(
    results: Results, size: int, contestants: list[Contestant], runs: int, kit: Kit | None
) -> None:
    """Take turns, so that all suffer alike from what else the machine does."""
    spent = dict.fromkeys(contestants, 0.0)
    for number in range(runs + 1):
        watched = number == runs  # a round of its own, because watching memory takes time
        _tell(f"{size:,} articles: {'memory' if watched else f'round {number + 1}'}")
        for contestant in [one for one in spent if watched or spent[one] < _BUDGET]:
            start = time.monotonic()
            try:
                _round(results, size, contestant, watched)
            except (FailedError, TooLongError) as error:
                if kit is None or not isinstance(contestant, Peer):
                    raise
                kit.missing[contestant.name] = f"{size:,} articles: {error}"
                del spent[contestant]
            else:
                spent[contestant] += time.monotonic() - start


def _round(results: Results, size: int, contestant: Contestant, watched: bool) -> None:
    limit = _PATIENCE if isinstance(contestant, Peer) else 3600
    for case, run, files in contestant.round(partial(measure, memory=watched, limit=limit)):
        results.add(size, case, run, files)
        _tell(
            f"  {case}: {run.memory / MIB:,.0f} MiB" if watched else f"  {case}: {run.wall:.2f} s"
        )


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
