"""The chart of docs/performance.md: time against size, both scales logarithmic, as plain SVG."""

from __future__ import annotations

from collections.abc import Callable
from math import log10
from typing import NamedTuple

from figures import COLD, EDIT, ELEVENTY, HUGO, PELICAN, UNCHANGED, Results
from page import seconds

_WIDTH, _HEIGHT = 800, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 590, 30, 390
_GAP = 15  # pixels between two labels, at least
_STYLE = """\
  .page { fill: #ffffff } .grid { stroke: #d8dee4 } text { fill: #1f2328 } .soft { fill: #59636e }
  .ours { stroke: #0969da; fill: #0969da } .theirs { stroke: #9a6700; fill: #9a6700 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } .grid { stroke: #30363d } text { fill: #f0f6fc }
    .soft { fill: #9198a1 }
    .ours { stroke: #58a6ff; fill: #58a6ff } .theirs { stroke: #d29922; fill: #d29922 }
  }
  text { font: 13px system-ui, sans-serif } polyline { fill: none; stroke-width: 2 }
  text.ours, text.theirs { stroke: none }"""
_SERIES = (
    (COLD, "Feedmill, cold", "ours", ""),
    (EDIT, "Feedmill, one edit", "ours", "6 4"),
    (UNCHANGED, "Feedmill, unchanged", "ours", "2 4"),
    (HUGO, "Hugo", "theirs", ""),
    (PELICAN, "Pelican", "theirs", "6 4"),
    (ELEVENTY, "Eleventy", "theirs", "2 4"),
)


class _Line(NamedTuple):
    label: str
    style: str
    dashes: str
    points: list[tuple[int, float]]  # articles, seconds


def draw(results: Results) -> str:
    """Give the chart of the wall times; a case that ran at no size is left out."""
    lines = [
        _Line(label, style, dashes, points)
        for case, label, style, dashes in _SERIES
        if (points := _points(results, case))
    ]
    sizes = results.sizes()
    times = [time for line in lines for _, time in line.points]
    lowest, highest = _decade(min(times), down=True), _decade(max(times), down=False)
    across = _scale(sizes[0], sizes[-1], _LEFT, _RIGHT)
    up = _scale(lowest, highest, _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        "<title>Wall time of a build against the number of articles</title>",
        f"<style>\n{_STYLE}\n</style>",
        f'<rect class="page" width="{_WIDTH}" height="{_HEIGHT}"/>',
        *_axes(sizes, lowest, highest, across, up),
    ]
    for line in lines:
        parts += _curve(line, across, up)
    parts += _labels(lines, up)
    return "\n".join([*parts, "</svg>", ""])


def _points(results: Results, case: str) -> list[tuple[int, float]]:
    found = ((size, results.get(size, case)) for size in results.sizes())
    return [(size, figures.wall) for size, figures in found if figures]


def _decade(value: float, *, down: bool) -> float:
    exponent = log10(value)
    whole = int(exponent // 1) if down else -int(-exponent // 1)
    return 10.0**whole


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    span = log10(high / low) or 1
    return lambda value: round(start + (end - start) * log10(value / low) / span, 1)


def _axes(
    sizes: list[int],
    lowest: float,
    highest: float,
    across: Callable[[float], float],
    up: Callable[[float], float],
) -> list[str]:
    parts = []
    tick = lowest
    while tick <= highest * 1.001:
        y = up(tick)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(_text(_LEFT - 8, y + 4, f"{tick:g} s", "soft", "end"))
        tick *= 10
    for size in sizes:
        x = across(size)
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_TOP}" y2="{_BOTTOM}"/>')
        parts.append(_text(x, _BOTTOM + 20, f"{size:,}", "soft", "middle"))
    parts.append(_text((_LEFT + _RIGHT) / 2, _BOTTOM + 40, "articles", "soft", "middle"))
    return parts


def _curve(
    line: _Line, across: Callable[[float], float], up: Callable[[float], float]
) -> list[str]:
    places = [(across(size), up(time)) for size, time in line.points]
    listed = " ".join(f"{x},{y}" for x, y in places)
    dots = (
        f'<circle class="{line.style}" cx="{x}" cy="{y}" r="3"><title>{line.label}, '
        f"{size:,} articles: {seconds(time)}</title></circle>"
        for (x, y), (size, time) in zip(places, line.points, strict=True)
    )
    dashes = f' stroke-dasharray="{line.dashes}"' if line.dashes else ""
    return [f'<polyline class="{line.style}"{dashes} points="{listed}"/>', *dots]


def _labels(lines: list[_Line], up: Callable[[float], float]) -> list[str]:
    """Write each line's name and last time at its right, no two on each other."""
    parts = []
    lowest = float(_TOP - _GAP)
    for line in sorted(lines, key=lambda line: up(line.points[-1][1])):
        _, time = line.points[-1]
        at = max(up(time) + 4, lowest + _GAP)
        lowest = at
        parts.append(_text(_RIGHT + 10, at, f"{line.label} {seconds(time)}", line.style, "start"))
    return parts


def _text(x: float, y: float, text: str, style: str, anchor: str) -> str:
    return f'<text class="{style}" x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'
