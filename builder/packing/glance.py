"""The course at a glance: the time of each section on one axis of years.

In: a course's sections. Out: rows of bars in millimetres from the axis's left end. Separate because it is geometry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder.axis import Tick, year_position, year_ticks
from builder.course import SectionEntry
from builder.measure import wrap
from builder.packing.bodies import start_of
from builder.page import Page

LABEL_MM = 62.0
"""What the sections' titles have."""
LEAST_BAR_MM = 1.2
LEAST_CELL_MM = 10.0
LINE_MM = 4.3
ROW_GAP_MM = 3.2
TURNING_POINT = 3
_PT = 72 / 25.4


@dataclass(frozen=True)
class GlanceRow:
    """A section on the axis; without a period it has no bar."""

    start: str
    """The name of the section's first page."""
    number: int
    title: Markup
    period: str
    y_mm: float
    height_mm: float
    bar_x_mm: float | None
    bar_width_mm: float
    turning_mm: tuple[float, ...]
    """Where its turning points lie."""


@dataclass(frozen=True)
class Glance:
    """The axis and its rows."""

    width_mm: float
    axis_x_mm: float
    axis_width_mm: float
    height_mm: float
    ticks: tuple[Tick, ...]
    rows: tuple[GlanceRow, ...]
    alt: str
    has_turning_points: bool


def glance(sections: Sequence[SectionEntry], page: Page) -> Glance | None:
    """Return the strip of a whole course, or None where no section has a period."""
    periods = [entry.value.period for entry in sections if entry.value.period]
    whole = page.course.info.period
    dates = [*periods, *([whole] if whole else [])]
    if not periods:
        return None
    width = page.tokens.mm("live-width")
    axis = width - LABEL_MM
    ticks = year_ticks(min(d.earliest for d in dates), max(d.latest for d in dates), axis, LEAST_CELL_MM)
    rows: list[GlanceRow] = []
    top = 0.0
    for entry in sections:
        rows.append(_row(entry, ticks, axis, top, page))
        top += rows[-1].height_mm
    said = "; ".join(
        f"{row.number} {page.plain(str(row.title.striptags()))}, {row.period}" for row in rows if row.period
    )
    return Glance(
        width, LABEL_MM, axis, round(top, 2), ticks, tuple(rows), page.label("pack_glance_alt", sections=said),
        any(row.turning_mm for row in rows),
    )  # fmt: skip


def _row(entry: SectionEntry, ticks: tuple[Tick, ...], axis: float, top: float, page: Page) -> GlanceRow:
    section = entry.value
    title = page.plain(section.title)
    lines = len(wrap(title, "sans-semibold", page.tokens.pt("label-size"), (LABEL_MM - 12.0) * _PT))
    height = round(lines * LINE_MM + (LINE_MM if section.period else 0.0) + ROW_GAP_MM, 2)
    start = year_position(section.period.earliest, ticks, axis) if section.period else None
    end = year_position(section.period.latest, ticks, axis) if section.period else 0.0
    turning = [event.date for event in section.timeline if event.importance == TURNING_POINT]
    marks = sorted({round(year_position((date.earliest + date.latest) / 2, ticks, axis), 1) for date in turning})
    return GlanceRow(
        start_of(entry.id), entry.number, page.inline(section.title, notes=False), page.date(section.period) if section.period else "",
        round(top, 2), height, round(start, 2) if start is not None else None,
        round(max(end - (start or 0.0), LEAST_BAR_MM), 2), tuple(marks),
    )  # fmt: skip
