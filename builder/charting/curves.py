"""Curves: each series a line of its own kind, named at its end; a number that isn't known breaks the line.

In: data, a canvas, widths in millimetres. Out: the canvas drawn on, and what it measures. Rows labelled by rising numbers, such as
years, stand at their true distances.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from builder.charting.bars import LINE_MM, PLOT_MM, UNKNOWN, Size, draw_levels, levels_width
from builder.charting.canvas import HAIRLINE_MM, Canvas
from builder.charting.data import LABEL_GAP_MM, Data, Series
from builder.charting.numbers import Axis, choose_scale, nice_axis, number_words, shortest_digits
from builder.layout import stack

FEW = 10
DASHES = ("", "2 1.2", "0.5 0.9", "3.2 0.9 0.5 0.9")
PEN_MM = 0.42
POINT_MM = 0.62
TOP_MM = 5.0
NEAR_ZERO = 0.6
"""A scale that needn't begin at 0: the smallest value is more than this share of the largest."""
HIGH_SHARE = 0.5
"""A peak of at least this share of the highest one is written out."""
STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)


@dataclass(frozen=True)
class _Plot:
    """Where the plot stands: its left end, right end and foot; the axis, and the place of each row."""

    left: float
    right: float
    bottom: float
    axis: Axis
    xs: tuple[float, ...]

    def y(self, value: float) -> float:
        return self.bottom - self.axis.place(value, PLOT_MM)


def begins_at(data: Data) -> float:
    """Return where the scale of numbers begins: 0, unless all values lie close together far from it."""
    low, high = min(data.known, default=0.0), max(data.known, default=0.0)
    if low <= NEAR_ZERO * high:
        return min(low, 0.0)
    return nice_axis(low, high).low


def draw_curves(data: Data, canvas: Canvas, column_mm: float, full_mm: float) -> Size:
    """Draw curves in the reading column, or as wide as the page where there are many points; `data.point` words the summits."""
    width = column_mm if len(data.labels) <= FEW else full_mm
    named = len(data.series) > 1
    right = width - (max(canvas.measure(one.name) for one in data.series) + 2.5 if named else 3.0)
    low = begins_at(data)
    axis = nice_axis(low, max(data.known, default=low))
    digits = max(one.digits for one in data.series)
    scale, _ = choose_scale(axis.ticks, digits, data.language, 12.0, canvas.measure)
    left = levels_width(axis, scale, canvas, data)
    plot = _Plot(left, right, TOP_MM + PLOT_MM, axis, _places(data, left + 2.0, right - 1.0))
    draw_levels(axis, scale, canvas, data, left, right, plot.bottom)
    for index, one in enumerate(data.series):
        _draw_series(one, index, plot, canvas)
    canvas.line((left, plot.bottom), (right, plot.bottom))
    _label_rows(data, plot, canvas)
    if named:
        _name_series(data, plot, canvas)
    else:
        _write_peaks(data, plot, canvas)
    return Size(width, plot.bottom + LINE_MM + 1.6, scale)


def _places(data: Data, left: float, right: float) -> tuple[float, ...]:
    """Return the place of each row: true to scale for rising numbers, else evenly."""
    positions = data.positions or tuple(float(index) for index in range(len(data.labels)))
    span = positions[-1] - positions[0] if len(positions) > 1 else 0.0
    return tuple(left + (position - positions[0]) / span * (right - left) if span else left for position in positions)


def _draw_series(one: Series, index: int, plot: _Plot, canvas: Canvas) -> None:
    for known, run in groupby(range(len(one.values)), key=lambda row: one.values[row] is not None):
        rows = list(run)
        if not known:
            for row in rows:
                canvas.text(plot.xs[row], plot.bottom - 1.0, UNKNOWN, "middle")
            continue
        points = [(plot.xs[row], plot.y(one.values[row] or 0.0)) for row in rows]
        if len(points) > 1:
            canvas.line(*points, width=PEN_MM, dash=DASHES[index % len(DASHES)])
        for x, y in points:
            canvas.disc(x, y, POINT_MM, hollow=index % 2 == 1)


def _label_rows(data: Data, plot: _Plot, canvas: Canvas) -> None:
    """Write the rows' labels under ticks; of years those that are multiples of 2, 5, 10, of other labels as many as fit."""
    widest = max(canvas.measure(label) for label in data.labels) + 2 * LABEL_GAP_MM
    positions = data.positions
    span = plot.xs[-1] - plot.xs[0]
    units = positions[-1] - positions[0] if positions else len(data.labels) - 1
    step = next((step for step in STEPS if not units or span / units * step >= widest), STEPS[-1])
    for index, (label, x) in enumerate(zip(data.labels, plot.xs, strict=True)):
        shown = (positions[index] if positions else index) % step == 0
        canvas.line((x, plot.bottom), (x, plot.bottom + (1.4 if shown else 0.8)), width=HAIRLINE_MM)
        if shown:
            canvas.text(x, plot.bottom + LINE_MM + 1.0, label, "middle")


def _name_series(data: Data, plot: _Plot, canvas: Canvas) -> None:
    """Write each series' name at the end of its line, apart from the others."""
    ends = [(plot.y(one.known[-1]) if one.known else plot.bottom, one.name) for one in data.series]
    ends.sort()
    places = stack([y for y, _ in ends], [3.8] * len(ends), -1e6, 1e6)
    for (_, name), y in zip(ends, places, strict=True):
        canvas.text(plot.right + 1.5, y + 1.05, name, strong=True)


def peaks(values: tuple[float | None, ...]) -> list[int]:
    """Return the rows worth a number: the highest first, then other summits at least half as high."""
    known = [(value, row) for row, value in enumerate(values) if value is not None]
    if not known:
        return []
    highest = max(known, key=lambda pair: (pair[0], -pair[1]))

    def at(row: int) -> float:
        value = values[row] if 0 <= row < len(values) else None
        return float("-inf") if value is None else value

    summits = [
        row for value, row in known if value > at(row - 1) and value >= at(row + 1) and value >= HIGH_SHARE * highest[0]
    ]
    return sorted({highest[1], *summits}, key=lambda row: (-at(row), row))


def _write_peaks(data: Data, plot: _Plot, canvas: Canvas) -> None:
    """Write the value of each summit over it, the highest first; one that has no room stays without."""
    one = data.series[0]
    taken: list[tuple[float, float]] = []
    for row in peaks(one.values):
        value = one.values[row] or 0.0
        words = data.point(data.labels[row], number_words(value, shortest_digits(value, one.digits), data.language))
        half = canvas.measure(words) / 2 + LABEL_GAP_MM
        x = min(max(plot.xs[row], plot.left + half), plot.right + 3.0 - half)
        if all(x + half <= start or x - half >= end for start, end in taken):
            taken.append((x - half, x + half))
            canvas.text(x, plot.y(value) - 1.6, words, "middle", over=True)
