"""All that a layout depends on, and the parts of a view that are the same in every form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.timeline.prose import plain, wrap
from builder.timeline.span import Stretch, stretch
from builder.timeline.style import MM_PER_PT, Measure, Style
from builder.timeline.values import Entry, Lane, Period, TimelineEvent
from builder.timeline.words import TimelineWords


@dataclass(frozen=True, slots=True)
class Request:
    """What `layout` was asked."""

    events: Sequence[TimelineEvent]
    all_lanes: Sequence[Lane]
    period: Period | None
    width_mm: float
    room_mm: float
    page_mm: float
    words: TimelineWords
    measure: Measure
    style: Style

    @property
    def drawn(self) -> Stretch:
        """What the axis shows. ValueError when there is no event."""
        return stretch(self.events, self.period, [lane.id for lane in self.all_lanes])

    def lanes(self, drawn: Stretch) -> list[Lane]:
        """The lanes in use, in the course's order; a nameless one for events without."""
        used = {event.lane for event in drawn.events}
        named = [lane for lane in self.all_lanes if lane.id in used]
        known = {lane.id for lane in named}
        return named if named and used <= known else [*named, Lane("", "")]

    def lane_label(self, lane: str | None) -> str:
        """A lane's name; empty for none."""
        return next((each.label for each in self.all_lanes if each.id == lane), "")


def view_title(request: Request) -> str:
    """ "Timeline of 1953", or without a period's words just "Timeline"."""
    if request.period is None or not request.period.words:
        return request.words.get("title")
    return request.words.get("title_period", period=request.period.words)


@dataclass(frozen=True, slots=True)
class Heading:
    """The title with its number of lines, and whether "drawn to scale" has room beside it."""

    title: str
    lines: int
    beside: bool


def heading(request: Request) -> Heading:
    """How the title is set, by its measured width."""
    style, measure, title = request.style, request.measure, view_title(request)
    room = request.width_mm / MM_PER_PT

    def width(text: str) -> float:
        return measure(text, style.title_face, style.title_pt)

    scale = measure(request.words.get("to_scale"), style.face, style.note_pt)
    return Heading(title, len(wrap(title, room, width)), width(title) + 20.0 + scale <= room)


def entries(request: Request, events: Iterable[TimelineEvent], all_of_them: bool) -> tuple[Entry, ...]:
    """The numbered list after the drawing: all events, or those that have a text."""
    return tuple(
        Entry(
            event=event.id,
            number=place + 1,
            date_words=event.date_words,
            lane=request.lane_label(event.lane),
            label=event.label,
            text=event.text,
            importance=event.importance,
        )
        for place, event in enumerate(events)
        if all_of_them or plain(event.text)
    )
