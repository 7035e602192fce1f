"""The lanes as columns: names, how many marks stand side by side -> where each column begins and how wide it is.

Names stand level over their column; when the columns get too wide for the labels beside them the names are turned,
and when that isn't enough all events share one column and each label names its lane.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from builder.timeline.prose import wrap
from builder.timeline.style import MM_PER_PT, Measure, Style
from builder.timeline.values import Lane, LaneHead

_FACE = "sans-semibold"
_PAD_MM = 1.0
_SPAN_MM = 3.0
_TURNED_LINE_MM = 24.0


@dataclass(frozen=True, slots=True)
class Need:
    """How many points, and how many spans, stand side by side in a lane at most."""

    points: int = 1
    spans: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A lane on the page."""

    lane: Lane
    x_mm: float
    width_mm: float
    points: int
    spans: int

    def point_x(self, track: int) -> float:
        """The middle of the points' part, then right of it, left of it, further right ..."""
        room = self.width_mm - self.spans * _SPAN_MM
        reach = ceil((self.points - 1) / 2)
        step = 0.0 if not reach else min(3.3, (room - 2 * _PAD_MM - 2.1) / (2 * reach))
        offset = ((track + 1) // 2) * (1 if track % 2 else -1)
        return round(self.x_mm + room / 2 + offset * step, 2)

    def span_x(self, track: int) -> float:
        """From the lane's right edge inwards; a lane of spans only has them in its middle."""
        edge = self.x_mm + self.width_mm
        if not self.points:
            edge -= (self.width_mm - self.spans * _SPAN_MM) / 2
        elif self.width_mm >= 12:
            edge -= _PAD_MM
        return round(edge - (track + 0.5) * _SPAN_MM, 2)


@dataclass(frozen=True, slots=True)
class Columns:
    """All lanes from left to right."""

    columns: tuple[Column, ...]
    right_mm: float
    head_mm: float
    """Height of the names."""
    turned: bool
    named: bool
    """False: no names over the columns, so each label names its lane."""

    def of(self, lane: str | None) -> Column:
        """The column of a lane; events without one stand in the last."""
        return next((column for column in self.columns if column.lane.id == lane), self.columns[-1])

    def x(self, lane: str | None, is_span: bool, track: int) -> float:
        """Where the mark of an event stands, in millimetres from the left."""
        column = self.of(lane)
        return column.span_x(track) if is_span else column.point_x(track)

    def heads(self, bottom_mm: float, style: Style, measure: Measure) -> tuple[LaneHead, ...]:
        """The names over the columns, standing on `bottom_mm`."""
        heads: list[LaneHead] = []
        for column in self.columns:
            lines = _head_lines(column, self.turned, style, measure)
            if lines and self.named:
                thick = len(lines) * style.small_line_mm
                x = column.x_mm + (column.width_mm - thick) / 2 if self.turned else column.x_mm
                width = self.head_mm if self.turned else column.width_mm
                heads.append(LaneHead(round(x, 2), round(bottom_mm, 2), round(width, 2), tuple(lines), self.turned))
        return tuple(heads)


def columns(
    lanes: Sequence[Lane], needs: Mapping[str, Need], room_mm: float, style: Style, measure: Measure
) -> Columns:
    """Columns for the lanes within `room_mm`; one nameless column when they don't fit even with turned names."""
    for turned in (False, True):
        widths = [_width(i, lane, needs.get(lane.id, Need()), turned, style, measure) for i, lane in enumerate(lanes)]
        if sum(widths) <= room_mm:
            return _placed(lanes, widths, needs, turned, True, style, measure)
    one = Lane("", "")
    width = max(style.first_lane_mm, _content(needs.get("", Need())))
    return _placed([one], [min(width, room_mm)], needs, False, False, style, measure)


def _placed(
    lanes: Sequence[Lane],
    widths: Sequence[float],
    needs: Mapping[str, Need],
    turned: bool,
    named: bool,
    style: Style,
    measure: Measure,
) -> Columns:
    placed: list[Column] = []
    x = style.axis_mm
    for lane, width in zip(lanes, widths, strict=True):
        need = needs.get(lane.id, Need())
        placed.append(Column(lane, x, width, need.points, need.spans))
        x += width
    return Columns(tuple(placed), round(x, 2), head_height(placed, turned, style, measure), turned, named)


def head_height(placed: Sequence[Column], turned: bool, style: Style, measure: Measure) -> float:
    """The height of the names over the columns, in millimetres."""
    lines = [_head_lines(column, turned, style, measure) for column in placed]
    if turned:
        return max(_words_mm(line, style, measure) for each in lines for line in each) + _PAD_MM
    return max(len(each) for each in lines) * style.small_line_mm


def _content(need: Need) -> float:
    """The width that the marks of a lane take."""
    reach = ceil((need.points - 1) / 2) if need.points else 0
    points = 2.1 + 2 * reach * 3.2 if need.points else 0.0
    return points + need.spans * _SPAN_MM + 2 * _PAD_MM


def _width(index: int, lane: Lane, need: Need, turned: bool, style: Style, measure: Measure) -> float:
    if turned:
        return max(style.turned_lane_mm, _content(need))
    words = [_words_mm(word, style, measure) + _PAD_MM for word in lane.label.split()]
    base = style.lane_mm if index else style.first_lane_mm
    return max(base, _content(need), *words) if words else max(base, _content(need))


def _head_lines(column: Column, turned: bool, style: Style, measure: Measure) -> list[str]:
    def width(text: str) -> float:
        return _words_mm(text, style, measure)

    if not turned:
        return wrap(column.lane.label, column.width_mm - _PAD_MM, width)
    lines = wrap(column.lane.label, _TURNED_LINE_MM, width)
    return lines if len(lines) * style.small_line_mm <= column.width_mm else [" ".join(lines)]


def _words_mm(text: str, style: Style, measure: Measure) -> float:
    return measure(text, _FACE, style.small_pt) * MM_PER_PT
