"""The picture of the comparison for the README: bars for time and memory of each engine, ours = 1, as an SVG of black, grey and white.

In: what the engines cost. Out: the SVG's text. Drawn here, not by the course's charts: they need a page, its fonts and its measures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from bench.others import CHROMIUM, OURS, TYPST, Side

WIDTH, PANEL, LEFT, BAR, GAP, TOP = 760, 380, 120, 14, 16, 58
LONGEST = PANEL - LEFT - 56
FILLS = {OURS: "#000", CHROMIUM: "#999", TYPST: "#fff"}
HEIGHT_BELOW = 30

Measure = Callable[[Side], float]


def picture(sides: Sequence[Side]) -> str:
    """Return the SVG: a panel for time and one for memory, in each a group of bars for each number of handouts."""
    groups = sorted({side.count for side in sides})
    engines = [engine for engine in FILLS if any(side.engine == engine for side in sides)]
    height = TOP + len(groups) * (len(engines) * BAR + GAP) + HEIGHT_BELOW
    panels: list[tuple[str, Measure]] = [
        ("Time by the clock", lambda side: side.cost.wall),
        ("Memory, all processes", lambda side: side.cost.peak_mb),
    ]
    drawn = [
        part for number, (title, measure) in enumerate(panels) for part in _panel(number * PANEL, title, measure, sides)
    ]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(_words(sides))}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *drawn, *_legend(engines, height - 12), "</svg>\n",
    ])  # fmt: skip


def ratios(sides: Sequence[Side], measure: Measure) -> dict[tuple[int, str], float]:
    """Return what each engine took of what ours took for as many handouts."""
    ours = {side.count: measure(side) for side in sides if side.engine == OURS}
    return {(side.count, side.engine): measure(side) / ours[side.count] for side in sides}


def _panel(x: float, title: str, measure: Measure, sides: Sequence[Side]) -> list[str]:
    found = ratios(sides, measure)
    scale = LONGEST / max(found.values())
    parts = [f'<text x="{x + 12}" y="22" font-size="14" font-weight="bold">{title}, studyguide = 1</text>']
    y, group = float(TOP - GAP), 0
    for (count, engine), value in found.items():
        if count != group:
            y, group = y + GAP, count
            parts.append(f'<text x="{x + LEFT - 8}" y="{y + BAR - 2}" text-anchor="end">{_handouts(count)}</text>')
        length, middle = max(1.0, value * scale), y + BAR - 3
        parts.append(
            f'<rect x="{x + LEFT}" y="{y:g}" width="{length:.1f}" height="{BAR - 2}" fill="{FILLS[engine]}" stroke="#000"/>'
            f'<text x="{x + LEFT + length + 6:.1f}" y="{middle:g}">{value:.2g}</text>'
        )
        y += BAR
    return parts


def _legend(engines: Sequence[str], y: float) -> list[str]:
    return [
        f'<rect x="{LEFT + 200 * number}" y="{y - 10:g}" width="12" height="12" fill="{FILLS[engine]}" stroke="#000"/>'
        f'<text x="{LEFT + 18 + 200 * number}" y="{y:g}">{engine}{", two workers" if engine == OURS else ""}</text>'
        for number, engine in enumerate(engines)
    ]


def _handouts(count: int) -> str:
    return f"{count} handout{'s' if count > 1 else ''}"


def _words(sides: Sequence[Side]) -> str:
    """Return the picture in words: what each engine took for each number of handouts."""
    time, memory = ratios(sides, lambda side: side.cost.wall), ratios(sides, lambda side: side.cost.peak_mb)
    told = [
        f"{_handouts(count)}, {engine}: time {value:.2g}, memory {memory[count, engine]:.2g}"
        for (count, engine), value in time.items()
        if engine != OURS
    ]
    return f"Time and memory for the same handouts, studyguide = 1. {'; '.join(told)}."
