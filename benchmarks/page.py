"""The results for people: tables in Markdown, and the page that holds them."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from figures import (
    BARE,
    HUGO,
    HUGO_WHOLE,
    HUGO_WHOLE_ALL,
    MIB,
    OURS,
    OURS_WHOLE,
    PEERS,
    PEERS_WHOLE,
    TARGETS,
    WHOLE_ALL,
    Figures,
    Results,
)

_RATIOS = ("wall × Hugo", "CPU × Hugo")
_HEAD = """\
# How long builds take

<!-- Written by `make bench` and `make bench-peers`: change benchmarks/ instead. -->

![Time of a build against the number of articles](performance.svg)

Feedmill makes Atom, RSS and JSON feeds of 20 entries for all articles, each topic and each
provider. The others, where they were asked, make RSS feeds of 20 entries and no pages.

"""
_METHOD = """\
## How this is measured

- The sites are made by `benchmarks/corpus.py`, the same on every machine: 3 KB of front matter an
  article, of which most is `related` and `secured`, 60 topics, a provider for every 20 articles
  (3,000 at most), both of Zipf's sizes; one article in five has a small body. They lie in git,
  committed, as on a runner.
- A build is a whole process, started in the site's folder, as a user does. *Wall* is the clock;
  *CPU* what all its processes used together; *memory* the highest sum of the proportional share
  (PSS) of all its processes, looked at every 5 ms or as often as that can be done, in a run of its
  own that counts for nothing else. The files are in the system's cache.
- Figures are medians of as many runs as the table says; at one size nobody begins a run after ten
  minutes of its own. The contestants take turns.
- *Cold* has no index and no feeds. *One article edited* is a commit that changes the excerpt of the
  newest article; *an edit no subscriber sees* one that changes its `heat`. *Fresh clone* is
  `git clone` of the site with its feeds, which were committed just before, so that all files have
  new times; then the index copied in as from a cache, which `FEEDMILL_TRUST_STATE=1` vouches for.
- *Whole texts* are feeds with `content: full`, RSS of all articles and of each topic. The articles
  have bodies of real shape (`benchmarks/bodies.py`: 9 KB on average, with code, tables, links and
  pictures), and Hugo's template writes `.Content` of the same. *From rendered pages* takes
  them from pages of HTML, with a header and a footer, that are there already. The ratios are to
  Hugo's build with as many entries.
- Hugo runs as its own binary with `outputs` of RSS for the home page and terms only, and without
  the kinds that are not asked for; its copy says `draft` for `published`, and names the provider
  in a list. Pelican's copy has plain metadata instead of YAML, with nothing that it would not
  use. Eleventy reads the same files and pages over a collection of feeds. Rustkyll could not be
  measured: release 0.5.3 needs glibc 2.39.
"""


def whole(
    results: Results, versions: Mapping[str, str], missing: Mapping[str, str], file_cost: float
) -> str:
    """Give docs/performance.md. `missing` says of a generator why it has no figures.

    `file_cost` is what one new file costs on the disk, in seconds.
    """
    parts = [_HEAD, tables(results)]
    if missing:
        lines = (f"- {name}: {why}." for name, why in missing.items())
        parts.append("\n".join(["Without figures:", "", *lines, "", ""]))
    parts.append(_METHOD)
    parts.append(
        f"- Measured on {_machine(versions)}. One new file costs {1000 * file_cost:.2g} ms there.\n"
    )
    return "".join(parts)


def tables(results: Results) -> str:
    """Give all figures, and what they are to reach."""
    parts = []
    for size in results.sizes():
        rows = (
            _row(results, size, case) for case in (*OURS, BARE, *PEERS, *OURS_WHOLE, *PEERS_WHOLE)
        )
        head = ("work", "wall", "CPU", "memory", "feed files written", "runs", *_RATIOS)
        parts.append(f"## {size:,} articles\n\n{_table(head, filter(None, rows))}\n")
    wanted = (
        (target.work, _figure(target.measured(results)), f"{target.most:g}", target.unit)
        for target in TARGETS
    )
    parts.append(
        "## What it is to reach\n\n*Hugo* has topics and providers, if it is not said.\n\n"
    )
    parts.append(f"{_table(('work', 'measured', 'at most', 'unit'), wanted)}\n")
    return "".join(parts)


def seconds(value: float) -> str:
    """Write a time with the digits that mean something."""
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def _row(results: Results, size: int, case: str) -> tuple[str, ...] | None:
    found = results.get(size, case)
    if found is None:
        return None
    name = f"`{case}`" if case == BARE else case
    return (
        f"**{name}**" if case in (*OURS, *OURS_WHOLE) else name,
        *_cells(found),
        _figure(results.ratio(size, case, _beside(case))),
        _figure(results.cpu_ratio(size, case, _beside(case))),
    )


def _beside(case: str) -> str:
    """Return which of Hugo's builds does the same work as a case."""
    if case in (WHOLE_ALL, HUGO_WHOLE_ALL):
        return HUGO_WHOLE_ALL
    return HUGO_WHOLE if case in (*OURS_WHOLE, *PEERS_WHOLE) else HUGO


def _cells(found: Figures) -> tuple[str, ...]:
    memory = "–" if found.memory is None else f"{found.memory / MIB:,.0f} MiB"
    files = "–" if found.files is None else f"{found.files:,}"
    return seconds(found.wall), seconds(found.cpu), memory, files, f"{found.runs}"


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def _machine(versions: Mapping[str, str]) -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    named = {"Python": platform.python_version(), **versions}
    listed = ", ".join(f"{name} {version}" for name, version in named.items())
    return f"{cores} cores ({_processor()}), {platform.system()}, with {listed}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
