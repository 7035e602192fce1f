"""One part's drawing: placed events and a piece of the axis -> marks, bars, whiskers and leaders on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from builder.layout import spread
from builder.timeline.axis import Scale
from builder.timeline.marks import Placed, kind
from builder.timeline.style import Style
from builder.timeline.values import Bar, Label, Leader, Mark, Whisker

_LEVEL_MM = 0.5
"""Leaders that leave a lane at the same height keep this distance, as far as their marks reach."""
_REACH_MM = 0.7
_STUB_MM = 1.0
_EXACT_MM = 1e-3


@dataclass(frozen=True, slots=True)
class Window:
    """The piece of the axis that a part shows: its place on the page and whether the axis goes on before and after."""

    scale: Scale
    start: float
    end: float
    top_mm: float
    first: bool
    last: bool

    @property
    def bottom_mm(self) -> float:
        """Where the axis of this part ends."""
        return self.page_y(self.scale.y(self.end))

    def page_y(self, y: float) -> float:
        """From the whole axis to this page."""
        return y - self.scale.y(self.start) + self.top_mm

    def clip(self, top: float, bottom: float, overrun: float) -> tuple[float, float] | None:
        """A stretch of the whole axis as it shows here, or None."""
        low = self.top_mm - (overrun if self.first else 0.0)
        high = self.bottom_mm + (overrun if self.last else 0.0)
        top, bottom = self.page_y(top), self.page_y(bottom)
        if bottom < low or top > high:
            return None
        return round(max(top, low), 2), round(min(bottom, high), 2)

    def holds(self, y: float) -> bool:
        """Whether a point of the whole axis stands on this part; a cut belongs to the part after it."""
        place = round(self.page_y(y), 6)
        return self.top_mm <= place < self.bottom_mm or (self.last and place == round(self.bottom_mm, 6))


def points(items: Iterable[Placed], xs: Mapping[str, float], window: Window) -> Iterator[Mark]:
    """The marks of points that stand on this part."""
    for item in items:
        if item.event.is_span:
            continue
        for y in (item.y, *(window.scale.y(instant) for instant in item.event.others)):
            if window.holds(y):
                yield Mark(item.event.id, kind(item.event), xs[item.event.id], round(window.page_y(y), 2))


def turning_spans(items: Iterable[Placed], xs: Mapping[str, float], window: Window) -> Iterator[Mark]:
    """The diamond at the beginning of a span that is a turning point, where that beginning is on the axis."""
    for item in items:
        dated = abs(window.scale.y(item.event.instant) - item.y) < _EXACT_MM
        if item.event.is_span and item.event.turning and dated and window.holds(item.y):
            yield Mark(item.event.id, "turning", xs[item.event.id], round(window.page_y(item.y), 2))


def bars(items: Iterable[Placed], xs: Mapping[str, float], window: Window, style: Style) -> Iterator[Bar]:
    """The spans as far as they lie on this part; an end on another part has neither cap nor arrow."""
    for item in items:
        event = item.event
        shown = window.clip(item.top, item.bottom, style.overrun_mm) if event.is_span else None
        if shown is None:
            continue
        starts = shown[0] == round(window.page_y(item.top), 2)
        stops = shown[1] == round(window.page_y(item.bottom), 2)
        yield Bar(
            event=event.id,
            x_mm=xs[item.event.id],
            top_mm=shown[0],
            bottom_mm=shown[1],
            cap_top=starts and not item.clipped_top and not event.loose_start,
            cap_bottom=stops and not item.clipped_bottom and not event.loose_end,
            arrow_top=starts and item.clipped_top,
            arrow_bottom=stops and item.clipped_bottom,
        )


def whiskers(items: Iterable[Placed], xs: Mapping[str, float], window: Window, style: Style) -> Iterator[Whisker]:
    """The dotted lines of uncertain points, and those beyond the uncertain ends of spans."""
    for item in items:
        event = item.event
        lines: list[tuple[float, float]] = []
        if not event.is_span and event.loose_start:
            lines.append((item.top, item.bottom))
        if event.is_span and event.loose_start and not item.clipped_top:
            lines.append((item.top - style.whisker_mm, item.top))
        if event.is_span and event.loose_end and not item.clipped_bottom:
            lines.append((item.bottom, item.bottom + style.whisker_mm))
        for line in lines:
            shown = window.clip(*line, style.overrun_mm + style.whisker_mm)
            if shown is not None:
                yield Whisker(event.id, xs[item.event.id], *shown)


def threads(items: Iterable[Placed], xs: Mapping[str, float], window: Window) -> Iterator[Whisker]:
    """The line through the marks of an event that happened several times."""
    for item in items:
        if item.event.others:
            ends = [item.y, *(window.scale.y(instant) for instant in item.event.others)]
            shown = window.clip(min(ends), max(ends), 0.0)
            if shown is not None:
                yield Whisker(item.event.id, xs[item.event.id], *shown)


def leaders(
    items: Sequence[Placed],
    labels: Sequence[Label],
    xs: Mapping[str, float],
    right_mm: float,
    window: Window,
    style: Style,
) -> Iterator[Leader]:
    """From each mark level out of the lanes, slanted through the zone, level again before its label.

    Both ends are in the order of the labels, so that no two leaders cross.
    """
    wishes = [window.page_y(item.y) for item in items]
    lows = [y if item.event.is_span else y - _REACH_MM for y, item in zip(wishes, items, strict=True)]
    levels = spread(wishes, _LEVEL_MM, lows, [y + _REACH_MM for y in wishes])
    left, right = right_mm + _STUB_MM, min((label.x_mm for label in labels), default=0.0)
    for item, label, level in zip(items, labels, levels, strict=True):
        y, target = round(level, 2), round(label.y_mm + style.anchor_mm, 2)
        yield Leader(
            item.event.id,
            (
                (xs[item.event.id], y),
                (round(left, 2), y),
                (round(right - style.zone_end_mm, 2), target),
                (round(right - 0.8, 2), target),
            ),
        )
