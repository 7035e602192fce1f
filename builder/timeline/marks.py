"""Marks in their lanes: events and a scale -> which stand beside each other, and how each one is drawn.

Along time a mark stands where its date is and nowhere else; marks that would touch move sideways. The y of this
module counts from the beginning of the whole axis; `parts` cuts it into pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.timeline.axis import Scale
from builder.timeline.columns import Need
from builder.timeline.style import Style
from builder.timeline.values import MarkKind, TimelineEvent


@dataclass(frozen=True, slots=True)
class Placed:
    """An event on the whole axis: `y` where its leader begins, `top` to `bottom` what it takes along the axis."""

    event: TimelineEvent
    y: float
    top: float
    bottom: float
    clipped_top: bool = False
    """It began before the axis."""
    clipped_bottom: bool = False


def kind(event: TimelineEvent) -> MarkKind:
    """The mark of a point."""
    if event.turning:
        return "uncertain-turning" if event.loose_start else "turning"
    return "uncertain" if event.loose_start else "point"


def extents(events: Sequence[TimelineEvent], scale: Scale, style: Style) -> tuple[Placed, ...]:
    """Where each event lies along the axis."""
    return tuple(
        _span_extent(event, scale, style) if event.is_span else _point_extent(event, scale, style) for event in events
    )


def tracks(placed: Sequence[Placed], lanes: Sequence[str], style: Style) -> tuple[dict[str, int], dict[str, Need]]:
    """Each event's track, 0 first, so that no two of a lane touch; and how many tracks each lane needs.

    In a lane with more neighbours than tracks the marks overlap, the newest over the oldest.
    """
    free: dict[tuple[str, bool], list[float]] = {}
    chosen: dict[str, int] = {}
    for item in placed:
        lane = item.event.lane if item.event.lane in lanes else lanes[-1]
        ends = free.setdefault((lane or "", item.event.is_span), [])
        track = next((i for i, end in enumerate(ends) if end <= item.top), len(ends))
        if track == style.most_tracks:
            track = min(range(len(ends)), key=ends.__getitem__)
        ends[track : track + 1] = [item.bottom]
        chosen[item.event.id] = track
    needs = {lane: Need(len(free.get((lane, False), ())), len(free.get((lane, True), ()))) for lane in lanes}
    return chosen, needs


def _point_extent(event: TimelineEvent, scale: Scale, style: Style) -> Placed:
    """A point takes half the least distance above and below itself, or as far as its whiskers go."""
    y = scale.y(event.instant)
    reach = style.beside_mm / 2 + (0.6 if event.turning else 0.0)
    top, bottom = y - reach, y + reach
    if event.loose_start:
        top = min(y - style.whisker_mm, max(scale.y(event.start), -style.overrun_mm))
        bottom = max(y + style.whisker_mm, min(scale.y(event.end), scale.height_mm + style.overrun_mm))
    for instant in event.others:
        top, bottom = min(top, scale.y(instant) - reach), max(bottom, scale.y(instant) + reach)
    return Placed(event, y, top, bottom)


def _span_extent(event: TimelineEvent, scale: Scale, style: Style) -> Placed:
    """A bar from date to date; an open beginning is a short bar, an open end goes to the end of the axis."""
    height = scale.height_mm
    start, end = scale.y(event.start), scale.y(event.end)
    if event.open_start:
        start = end - style.open_bar_mm
    if event.open_end:
        end = height + 1
    over_top, over_bottom = start < -1e-6, end > height + 1e-6
    top = -style.overrun_mm if over_top else start
    bottom = height + style.overrun_mm if over_bottom else end
    if bottom - top < style.shortest_bar_mm:
        top, bottom = top, top + style.shortest_bar_mm
    y = min(max(scale.y(event.instant), 0.0), height)
    return Placed(event, y, top, bottom, over_top or event.open_start, over_bottom)
