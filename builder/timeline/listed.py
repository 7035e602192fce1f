"""A timeline as a list, in the order of time: for editions in which nothing is told by position alone.

In: a `Request`. Out: a `TimelineView` without a drawing, whose entries hold every event. Separate because nothing is measured here.
"""

from __future__ import annotations

from builder.timeline.request import Request, entries, view_title
from builder.timeline.values import TimelineView


def listed(request: Request) -> TimelineView:
    """Return the events as a list: date, words and lane of each."""
    events = sorted(request.events, key=lambda event: (event.instant, event.end))
    return TimelineView(
        form="list",
        title=view_title(request),
        title_lines=1,
        to_scale="",
        width_mm=request.width_mm,
        unit="",
        mm_per_unit=0.0,
        key=(),
        key_alt="",
        key_top_mm=0.0,
        key_height_mm=0.0,
        parts=(),
        entries=entries(request, events, all_of_them=True),
        list_title="",
    )
