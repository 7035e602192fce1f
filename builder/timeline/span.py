"""Which stretch of time is drawn: events and the section's period -> the axis' bounds, and what lies off it.

The axis is never broken and never squeezed for one far event: an event far outside stands in a row of its own before
or after the axis, and says that it is off the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.timeline.values import Period, TimelineEvent

_STRETCH = 1.75
"""The axis may grow to this many times the period to hold events outside it."""
_CRUSHED = 8.0
"""Without a period: events that make the axis this many times longer than the others need are far."""
_FEW = 4
_SHARE = 0.15
"""No more than four events, or this share of them, may stand off the scale: else the axis covers them all."""
_LEAST_DAYS = 1 / 24


@dataclass(frozen=True, slots=True)
class Stretch:
    """The drawn stretch in days and its events in order; `before` and `after` are off the scale."""

    start: float
    end: float
    before: tuple[TimelineEvent, ...]
    events: tuple[TimelineEvent, ...]
    after: tuple[TimelineEvent, ...]


def bounds(event: TimelineEvent) -> tuple[float, float]:
    """First and last known instant of an event; an open side counts as its known one."""
    if event.is_span and event.open_start:
        return event.end, event.end
    if event.is_span and event.open_end:
        return event.start, event.start
    return event.start, max(event.end, *event.others) if event.others else event.end


def stretch(events: Sequence[TimelineEvent], period: Period | None, lanes: Sequence[str]) -> Stretch:
    """Sort the events by date, the shorter first, and lane, and choose what the axis shows. ValueError when there is no event."""
    if not events:
        raise ValueError("a timeline needs an event")
    start, end = _drawn(events, period)
    rank = {lane: place for place, lane in enumerate(lanes)}

    def order(event: TimelineEvent) -> tuple[float, float, int]:
        return event.instant, event.end, rank.get(event.lane or "", len(rank))

    ordered = sorted(events, key=order)
    before, shown, after = (
        tuple(event for event in ordered if _side(event, start, end) == side) for side in (-1, 0, 1)
    )
    return Stretch(start, end, before, shown, after)


def _side(event: TimelineEvent, start: float, end: float) -> int:
    """-1 before the axis, 1 after it, 0 where some of it can be drawn."""
    if not event.is_span:
        return -1 if event.instant < start else 1 if event.instant > end else 0
    first, last = bounds(event)
    if last < start and not event.open_end:
        return -1
    return 1 if first > end and not event.open_start else 0


def _drawn(events: Sequence[TimelineEvent], period: Period | None) -> tuple[float, float]:
    """The period, stretched over near events; without one the stretch that most events need."""
    instants = [instant for event in events for instant in bounds(event)]
    whole = min(instants), max(instants)
    if period is not None:
        near = _stretched((period.start, period.end), instants)
        whole = min(whole[0], period.start), max(whole[1], period.end)
    else:
        core = _core(sorted(event.instant for event in events))
        near = whole if not 0 < _CRUSHED * (core[1] - core[0]) < whole[1] - whole[0] else _stretched(core, instants)
    off = sum(_side(event, *near) != 0 for event in events)
    start, end = near if off <= max(_FEW, _SHARE * len(events)) and off < len(events) else whole
    return start, max(end, start + _LEAST_DAYS)


def _stretched(core: tuple[float, float], instants: Sequence[float]) -> tuple[float, float]:
    """The core, grown over the instants outside it, nearest first, as far as the limit goes."""
    start, end = core
    limit = _STRETCH * (end - start)
    for instant in sorted(instants, key=lambda i: max(start - i, i - end)):
        wider = min(start, instant), max(end, instant)
        if wider[1] - wider[0] <= limit:
            start, end = wider
    return start, end


def _core(ordered: Sequence[float]) -> tuple[float, float]:
    """The shortest stretch with all but a few of the instants; all of them where there are few."""
    count = len(ordered)
    few = min(_FEW, int(count / 4))
    windows = ((ordered[i], ordered[i + count - few - 1]) for i in range(few + 1))
    return min(windows, key=lambda pair: pair[1] - pair[0])
