"""Axes of years: where they begin and end, which years are written, where an instant lies on them.

In: instants in days (see `dates`) and a width in millimetres. Out: ticks and positions. Shared by the period strip and the life bars.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from builder.dates import Date, day_of, from_day

STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 50000, 100000)


@dataclass(frozen=True)
class Tick:
    """A cell or mark of an axis: its year (astronomical), place, width to the next, and words."""

    year: int
    x_mm: float
    width_mm: float
    label: str
    is_marked: bool = False
    """Lies in the period that is pointed out."""


def year_label(year: int) -> str:
    """Return a year as an axis writes it: years before our era with a minus, in the historian's count (no year 0)."""
    return str(year) if year > 0 else f"\u2212{1 - year}"


def year_step(years: int, width_mm: float, least_mm: float) -> int:
    """Return the step between written years that gives each at least `least_mm`."""
    return next((step for step in STEPS if width_mm * step / max(years, 1) >= least_mm), STEPS[-1])


def year_ticks(
    first: float,
    last: float,
    width_mm: float,
    least_mm: float,
    marked: Date | None = None,
    words: Callable[[int], str] = year_label,
) -> tuple[Tick, ...]:
    """Divide whole years between two instants into cells; years are written so that no cell is narrower than `least_mm`.

    A single year or a long stretch gets cells of whole steps: 1, 2, 5, 10 years and so on. Steps before our era are round in the
    historian's count, which has no year 0: 400 BCE, 200 BCE, 1 CE, 200 CE.
    """
    start = from_day(first)[0]
    end = ceil(_fractional_year(last) - 1e-6)
    step = year_step(end - start, width_mm, least_mm)
    start = floor(start / step) * step
    end = max(start + step, ceil(end / step) * step)
    cell = width_mm * step / (end - start)
    ticks = []
    for year in range(start, end, step):
        written = year + 1 if year <= 0 and step > 1 else year
        place = (written - start) / step * cell
        ticks.append(Tick(year, round(place, 3), round(cell, 3), words(written), _is_marked(year, step, marked)))
    return tuple(ticks)


def apart(ticks: Sequence[Tick], width_of: Callable[[str], float], gap_mm: float = 2.0) -> tuple[Tick, ...]:
    """Return ticks without the words that would run into those before them: the first stands at its tick, others over theirs."""
    kept: list[Tick] = []
    end = 0.0
    for tick in ticks:
        wide = width_of(tick.label)
        start = tick.x_mm - wide / 2 if kept else tick.x_mm
        room = not kept or start >= end + gap_mm
        kept.append(tick if room else replace(tick, label=""))
        end = start + wide if room else end
    return tuple(kept)


def _is_marked(year: int, step: int, period: Date | None) -> bool:
    return period is not None and day_of(year) < period.latest and day_of(year + step) > period.earliest


def _fractional_year(instant: float) -> float:
    year = from_day(instant)[0]
    start = day_of(year)
    return year + (instant - start) / (day_of(year + 1) - start)


def year_position(instant: float, ticks: tuple[Tick, ...], width_mm: float) -> float:
    """Return where an instant lies on an axis of these cells, in millimetres from its left end."""
    step = ticks[1].year - ticks[0].year if len(ticks) > 1 else 1
    first, last = ticks[0].year, ticks[-1].year + step
    share = (_fractional_year(instant) - first) / (last - first)
    return min(max(share, 0.0), 1.0) * width_mm
