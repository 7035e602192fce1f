"""What stands around the axis on each page: title, key, lane names, rows off the scale -> the room that is left."""

from __future__ import annotations

from dataclasses import dataclass

from builder.timeline.pages import Room
from builder.timeline.style import MM_PER_PT, Style

_UNDER_TITLE_MM = 2.1
_OVER_HEADS_MM = 3.2
_UNDER_HEADS_MM = 2.2
_UNDER_AXIS_MM = 2.6
_ROWS_GAP_MM = 2.0


@dataclass(frozen=True, slots=True)
class Frame:
    """Heights in millimetres of what surrounds the axis of a timeline."""

    title_lines: int
    key_rows: int
    heads_mm: float
    before_mm: float
    after_mm: float
    style: Style

    @property
    def key_top_mm(self) -> float:
        """Where the key begins, under the title."""
        return self.title_lines * self.style.title_line_pt * MM_PER_PT + _UNDER_TITLE_MM

    def rows_top_mm(self, first: bool) -> float:
        """Where the events before the scale begin; on a further page: where its heading ends."""
        return self.key_top_mm + self.key_rows * self.style.line_mm + 1.0 if first else self.style.line_mm + 1.0

    def heads_bottom_mm(self, first: bool) -> float:
        """Where the lanes' names stand."""
        rows = self.before_mm + _ROWS_GAP_MM if first and self.before_mm else 0.0
        return self.rows_top_mm(first) + rows + _OVER_HEADS_MM - 1.0 + self.heads_mm

    def axis_top_mm(self, first: bool) -> float:
        """Where the axis begins."""
        return self.heads_bottom_mm(first) + _UNDER_HEADS_MM

    def foot_mm(self, last: bool) -> float:
        """What the part takes below its axis."""
        return _UNDER_AXIS_MM + (self.after_mm + _ROWS_GAP_MM if last and self.after_mm else 0.0)

    def room(self, height_mm: float, first: bool, last: bool, new_page: bool) -> Room:
        """The room for an axis and its labels in a part of that height."""
        top = self.axis_top_mm(first)
        return Room(
            axis_mm=height_mm - top - self.foot_mm(last),
            above_mm=self.heads_mm + _UNDER_HEADS_MM + _OVER_HEADS_MM - 1.0,
            below_mm=_UNDER_AXIS_MM,
            new_page=new_page,
        )
