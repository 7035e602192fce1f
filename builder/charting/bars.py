"""Bars: upright ones for years, lying ones for things with longer names; values stand at the bars where they fit.

In: data, a canvas, widths in millimetres. Out: the canvas drawn on, and what it measures.
"""

from __future__ import annotations

from dataclasses import dataclass

from builder.charting.canvas import GUIDE_MM, Canvas
from builder.charting.data import LABEL_GAP_MM, Data
from builder.charting.numbers import Axis, Scale, choose_scale, nice_axis, number_words, tick_digits
from builder.measure import wrap

PLOT_MM = 44.0
FEW = 12
"""Up to so many upright bars stand in the reading column, more take the page's width."""
BAR_SHARE, MOST_BAR_MM = 0.62, 13.0
ROW_BAR_MM, ROW_GAP_MM = 4.4, 3.2
LABELS_MM = 46.0
LINE_MM = 4.2
"""Height of a line of labels."""
UNKNOWN = "?"


@dataclass(frozen=True)
class Size:
    """How large a drawing became, and in which scale its numbers are."""

    width_mm: float
    height_mm: float
    scale: Scale


def draw_bars(data: Data, canvas: Canvas, column_mm: float, full_mm: float) -> Size:
    """Draw bars, upright or lying, as wide as they need."""
    width = column_mm if len(data.labels) * len(data.series) <= FEW else full_mm
    slot = (width - 12.0) / max(len(data.labels), 1)
    fits = all(canvas.measure(label) + LABEL_GAP_MM <= slot for label in data.labels)
    if data.is_time and (fits or data.positions is not None):
        return _upright(data, canvas, width)
    return _lying(data, canvas, column_mm)


def draw_key(data: Data, canvas: Canvas) -> float:
    """Draw which filling is which series, in a line over the bars; return its height, 0 for a single series."""
    if len(data.series) < 2:
        return 0.0
    x = 0.0
    for index, one in enumerate(data.series):
        canvas.box(x, 0.6, 5.0, 2.6, index)
        canvas.text(x + 6.4, 3.0, one.name)
        x += 6.4 + canvas.measure(one.name) + 6.0
    return 6.0


def draw_levels(axis: Axis, scale: Scale, canvas: Canvas, data: Data, left: float, right: float, bottom: float) -> None:
    """Draw an upright axis with its ticks, and guides across the plot up to `right`."""
    digits = tick_digits(axis, scale)
    canvas.line((left, bottom), (left, bottom - PLOT_MM))
    for tick in axis.ticks:
        y = bottom - axis.place(tick, PLOT_MM)
        if right > left:
            canvas.line((left, y), (right, y), pen=canvas.guide, width=GUIDE_MM)
        canvas.line((left - 0.9, y), (left, y))
        words = number_words(tick / scale.divisor, digits, data.language)
        canvas.text(left - 1.6, y + 1.05, words, "end", quiet=True)


def levels_width(axis: Axis, scale: Scale, canvas: Canvas, data: Data) -> float:
    """Return how much room the numbers of an upright axis take."""
    digits = tick_digits(axis, scale)
    return max(canvas.measure(number_words(tick / scale.divisor, digits, data.language)) for tick in axis.ticks) + 1.8


def _upright(data: Data, canvas: Canvas, width: float) -> Size:
    count, groups = len(data.series), len(data.labels)
    axis = nice_axis(min(0.0, *data.known, 0.0), max(0.0, *data.known, 0.0))
    roughly = (width - 12.0) / groups / count
    digits = max(one.digits for one in data.series)
    scale, direct = choose_scale(data.known, digits, data.language, roughly - LABEL_GAP_MM / 2, canvas.measure)
    left = levels_width(axis, scale, canvas, data)
    top = draw_key(data, canvas) + 4.0
    bottom = top + PLOT_MM
    slot = (width - left) / groups
    bar = min(slot / count * (BAR_SHARE if count == 1 else 0.84), MOST_BAR_MM)
    zero = bottom - axis.place(0.0, PLOT_MM)
    draw_levels(axis, scale, canvas, data, left, left if direct else width, bottom)
    for group in range(groups):
        start = left + slot * (group + 0.5) - bar * count / 2
        for index, one in enumerate(data.series):
            value, x = one.values[group], start + bar * index
            if value is None:
                canvas.text(x + bar / 2, zero - 1.0, UNKNOWN, "middle")
                continue
            y = bottom - axis.place(value, PLOT_MM)
            canvas.box(x, min(y, zero), bar, abs(y - zero), index)
            if direct:
                canvas.text(
                    x + bar / 2, y - 1.0 if value >= 0 else y + 3.2, scale.words(value, data.language), "middle"
                )
    canvas.line((left, zero), (width, zero))
    foot = bottom + (LINE_MM if direct and axis.low < 0 else 0.0)
    _label_slots(data, canvas, left, slot, foot)
    return Size(width, foot + LINE_MM + 0.6, scale)


def _label_slots(data: Data, canvas: Canvas, left: float, slot: float, bottom: float) -> None:
    """Write the labels under the bars; where they are too wide for that, every second, fifth or tenth."""
    widest = max(canvas.measure(label) for label in data.labels) + LABEL_GAP_MM
    step = next((step for step in (1, 2, 5, 10, 20, 50) if slot * step >= widest), 100)
    positions = data.positions
    for index, label in enumerate(data.labels):
        shown = index % step == 0 if positions is None or step == 1 else positions[index] % step == 0
        if shown:
            canvas.text(left + slot * (index + 0.5), bottom + LINE_MM, label, "middle")


def _lying(data: Data, canvas: Canvas, width: float) -> Size:
    """Draw lying bars with their names before and their values behind them."""
    lines = [wrap(label, "sans", canvas.size_pt, LABELS_MM * 72 / 25.4) or [""] for label in data.labels]
    left = max((canvas.measure(line) for label in lines for line in label), default=0.0) + 2.0
    digits = max(one.digits for one in data.series)
    scale = Scale(1.0, digits)
    room = max((canvas.measure(scale.words(value, data.language)) for value in data.known), default=0.0) + 2.5
    low, high = min(0.0, *data.known, 0.0), max(0.0, *data.known, 0.0)
    axis = Axis(low, high if high > low else low + 1.0, ())
    before = room if low < 0 else 0.0
    length = width - left - room - before
    zero = left + before + axis.place(0.0, length)
    y = draw_key(data, canvas) + 0.6
    top = y
    for index, label in enumerate(lines):
        height = max(ROW_BAR_MM * len(data.series), 3.6 * len(label))
        first = y + height / 2 + 1.05 - 1.8 * (len(label) - 1)
        for row, line in enumerate(label):
            canvas.text(left - 2.0, first + 3.6 * row, line, "end")
        start = y + (height - ROW_BAR_MM * len(data.series)) / 2
        for place, one in enumerate(data.series):
            _bar(one.values[index], place, start + ROW_BAR_MM * place, zero, axis, length, scale, canvas, data.language)
        y += height + ROW_GAP_MM
    bottom = y - ROW_GAP_MM + 0.6
    canvas.line((zero, top - 0.6), (zero, bottom))
    return Size(width, bottom + 0.4, scale)


def _bar(
    value: float | None,
    place: int,
    y: float,
    zero: float,
    axis: Axis,
    length: float,
    scale: Scale,
    canvas: Canvas,
    language: str,
) -> None:
    baseline = y + ROW_BAR_MM / 2 + 1.05
    if value is None:
        canvas.text(zero + 1.4, baseline, UNKNOWN)
        return
    size = axis.place(abs(value) + axis.low, length)
    canvas.box(zero if value >= 0 else zero - size, y, size, ROW_BAR_MM, place)
    words = scale.words(value, language)
    if value >= 0:
        canvas.text(zero + size + 1.4, baseline, words)
    else:
        canvas.text(zero - size - 1.4, baseline, words, "end")
