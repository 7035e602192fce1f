"""Numbers of a chart: read from cells, rounded, written in the course's language; sensible ticks.

In: cells as typed, a range. Out: floats, words, tick values. Pure; separate because bars, curves and tables write numbers alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from babel.numbers import format_decimal

_GROUPED = re.compile(r"[-\u2212]?\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?")
_PLAIN = re.compile(r"[-\u2212]?(?:\d+(?:\.\d+)?|\.\d+)")
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
MOST_DIGITS = 2


def read_number(cell: str | None) -> float | None:
    """Return the number that a cell holds: `510307`, `1,659,992`, `-3.5`; None for an empty cell or any other words."""
    text = (cell or "").strip()
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)):
        return None
    return float(re.sub(r"[,\u00a0\u202f ]", "", text).replace("\u2212", "-"))


def digits_of(cells: Iterable[str | None]) -> int:
    """Return how many digits behind the point the cells have at most; never more than two."""
    counts = [len((cell or "").strip().partition(".")[2]) for cell in cells if read_number(cell) is not None]
    return min(max(counts, default=0), MOST_DIGITS)


def number_words(value: float, digits: int, language: str) -> str:
    """Return a number as the language writes it, with so many digits behind the point."""
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(value, format=pattern, locale=language.replace("-", "_"))).replace("-", "\u2212")


def shortest_digits(value: float, most: int) -> int:
    """Return how many digits behind the point a number needs, `most` at most."""
    return len(f"{value:.{most}f}".rstrip("0").partition(".")[2]) if most else 0


@dataclass(frozen=True)
class Scale:
    """What labels are divided by, so that they fit, and how many digits they keep."""

    divisor: float = 1.0
    digits: int = 0

    def words(self, value: float, language: str) -> str:
        """Return a value in this scale."""
        return number_words(value / self.divisor, self.digits, language)


def choose_scale(
    values: Sequence[float], digits: int, language: str, room_mm: float, measure: Callable[[str], float]
) -> tuple[Scale, bool]:
    """Return the finest scale whose labels all fit into `room_mm`, and whether one fits at all."""
    largest = max(map(abs, values), default=0.0)
    scales = [Scale(1.0, digits)]
    if largest >= 1e4:
        scales.append(Scale(1e3, 0))
    if largest >= 1e6:
        scales = [scales[0], Scale(1e6, 2), Scale(1e6, 1)]
    for scale in scales:
        if all(measure(scale.words(value, language)) <= room_mm for value in values):
            return scale, True
    return scales[-1] if largest >= 1e5 else scales[0], False


@dataclass(frozen=True)
class Axis:
    """An axis of numbers: its ends and the ticks between them."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def place(self, value: float, length_mm: float) -> float:
        """Return how far from the low end a value lies on an axis of this length."""
        return (value - self.low) / (self.high - self.low) * length_mm


def nice_axis(low: float, high: float, most: int = 6) -> Axis:
    """Return an axis around a range whose ticks are 1, 2, 2.5 or 5 times a power of ten, at most `most` steps."""
    if high <= low:
        high = low + 1.0
    raw = (high - low) / most
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in _STEPS if factor * power >= raw * (1 - 1e-9))
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    ticks = tuple(round(index * step, 10) for index in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def tick_digits(axis: Axis, scale: Scale) -> int:
    """Return how many digits the ticks need behind the point."""
    return max(shortest_digits(tick / scale.divisor, 10) for tick in axis.ticks)
