"""The axis: a stretch of time and a height -> a scale in mm per unit, its ticks and their words.

A unit is an hour, a day, a month, or 1, 10, 100 .. years. Years are counted as people do: 500 BCE is the
astronomical year -499, and no year 0 stands between 1 BCE and 1 CE.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from builder.date_days import day_of, from_day

STEPS_MM = (20.0, 15.0, 12.0, 10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0)
_YEAR_DAYS = 365.2425
_CLOSE_ENOUGH = 0.85
"""A coarser unit is taken for this share of the height: fewer words on the axis."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the axis; `years` is 0 for units below the year."""

    name: str
    days: float
    years: int = 0

    @property
    def words(self) -> str:
        """Its name in a view: "month", "year", "100 years"."""
        return self.name if self.years <= 1 else f"{self.years} years"

    def index(self, instant: float) -> int:
        """The number of the unit that an instant lies in."""
        if self.name in ("hour", "day"):
            return floor(instant / self.days + 1e-6)
        year, month, *_ = from_day(instant + 1e-6)
        if self.name == "month":
            return year * 12 + month - 1
        if self.years == 1:
            return year
        return year // self.years if year >= 1 else -ceil((1 - year) / self.years)

    def begin(self, index: int) -> float:
        """The first instant of a unit."""
        if self.name in ("hour", "day"):
            return index * self.days
        if self.name == "month":
            return day_of(index // 12, index % 12 + 1)
        if self.years == 1:
            return day_of(index)
        return day_of(index * self.years if index > 0 else 1 + index * self.years)

    def edges(self, start: float, end: float) -> list[float]:
        """The beginnings of units from the one that holds `start` to the first at or after `end`."""
        first = self.index(start)
        last = max(self.index(end), first)
        if self.begin(last) < end - 1e-6 or last == first:
            last += 1
        return [self.begin(index) for index in range(first, last + 1)]


HOUR, DAY, MONTH = Unit("hour", 1 / 24), Unit("day", 1.0), Unit("month", _YEAR_DAYS / 12)
UNITS = (HOUR, DAY, MONTH, *(Unit("year", _YEAR_DAYS * 10**power, 10**power) for power in range(10)))


@dataclass(frozen=True, slots=True)
class Scale:
    """A drawn stretch of time: from `start` (at 0 mm) to `end`, both on edges of the unit."""

    unit: Unit
    start: float
    end: float
    mm_per_day: float

    @property
    def height_mm(self) -> float:
        """The whole axis, on however many pages it lies."""
        return (self.end - self.start) * self.mm_per_day

    @property
    def mm_per_unit(self) -> float:
        """The number to print or to lay a ruler on."""
        return self.mm_per_day * self.unit.days

    def y(self, instant: float) -> float:
        """Millimetres below the beginning of the axis."""
        return (instant - self.start) * self.mm_per_day


def fit_scale(start: float, end: float, need_mm: float, most_mm: float) -> Scale:
    """The largest round scale whose axis is between `need_mm` and `most_mm` tall, else one that is `need_mm` tall.

    Among units that give nearly the same height the coarsest wins. Units that would pad the stretch by more than a
    third are left out while there are others.
    """
    candidates: list[tuple[float, Scale]] = []
    filling: list[Scale] = []
    for unit in UNITS:
        if (end - start) / unit.days > most_mm / STEPS_MM[-1]:
            continue
        edges = unit.edges(start, end)
        length = edges[-1] - edges[0]
        if filling and length > 1.34 * (end - start):
            break
        steps = (step for step in STEPS_MM if need_mm <= step * length / unit.days <= most_mm)
        step = next(steps, None)
        if step is not None:
            scale = Scale(unit, edges[0], edges[-1], step / unit.days)
            candidates.append((scale.height_mm, scale))
        filling.append(Scale(unit, edges[0], edges[-1], max(need_mm, min(most_mm, 20.0)) / length))
    if not candidates:
        return next((scale for scale in reversed(filling) if scale.mm_per_unit <= 2 * STEPS_MM[0]), filling[0])
    best = max(height for height, _ in candidates)
    return next(scale for height, scale in reversed(candidates) if height >= _CLOSE_ENOUGH * best)
