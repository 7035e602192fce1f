"""The timeline: dated events -> a drawing to scale with its words beside it, on one or two pages.

In: events with ready words, lanes, a period, the room there is, a function that measures text. Out: a `TimelineView` of
numbers and strings; `templates/components/timeline.html` prints it. All geometry is in `builder.timeline`.

A timeline takes the first form that fits: date, label and text beside the axis on this page, on a page of its own, on
two pages; then the texts move into a list and numbered labels stay beside the axis; then numbered marks with a list.
The axis is never broken and its scale never changes; far events stand in rows off the scale (`builder.timeline.span`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder.dates import Date
from builder.timeline.compose import Draft, compose
from builder.timeline.numbered import numbered
from builder.timeline.parts import view as placed
from builder.timeline.request import Request
from builder.timeline.style import Measure, Style
from builder.timeline.values import Lane, Period, TimelineEvent, TimelineView
from builder.timeline.words import TimelineWords, timeline_words

__all__ = [
    "Lane", "Measure", "Period", "Style", "TimelineEvent", "TimelineView", "TimelineWords",
    "event", "layout", "period", "timeline_words",
]  # fmt: skip

_MOST_TEXT_LINES = 2.0
"""More grey lines than this a label on two pages, and the texts are better read in a list under the drawing."""

_FAR_MM = 20.0


@dataclass(frozen=True, slots=True)
class Words:
    """An event's ready words: the date as printed, the label and the text as inline HTML."""

    date: str
    label: Markup
    text: Markup = Markup()


def event(id: str, date: Date, words: Words, lane: str | None = None, importance: int = 2) -> TimelineEvent:
    """An event from its EDTF date."""
    start, end = date.start or date, date.end or date
    members = sorted((member.earliest + member.latest) / 2 for member in date.members)
    several = date.kind == "all-of" and len(members) > 1
    loose = date.uncertain or date.approximate
    return TimelineEvent(
        id=id,
        start=members[0] if several else date.earliest,
        end=members[0] if several else date.latest,
        date_words=words.date,
        label=words.label,
        text=words.text,
        lane=lane,
        importance=importance,
        is_span=date.is_interval,
        open_start=date.open_start and date.is_interval,
        open_end=date.open_end and date.is_interval,
        loose_start=_loose(start) if date.is_interval else loose,
        loose_end=_loose(end) if date.is_interval else loose,
        others=tuple(members[1:]) if several else (),
    )


def _loose(date: Date) -> bool:
    return date.uncertain or date.approximate


def period(date: Date, words: str) -> Period:
    """A section's period from its EDTF date, with its words for the title."""
    return Period(date.earliest, date.latest, words)


def layout(
    events: Sequence[TimelineEvent],
    *,
    lanes: Sequence[Lane],
    period: Period | None,
    width_mm: float,
    room_mm: float,
    page_mm: float,
    words: TimelineWords,
    measure: Measure,
    style: Style | None = None,
) -> TimelineView:
    """Lay out a timeline `width_mm` wide: `room_mm` is left on this page, `page_mm` is a whole one.

    Only lanes that an event uses are drawn. Raises ValueError when there is no event; KeyError for a missing label.
    """
    request = Request(
        events, lanes, period, width_mm, min(room_mm, page_mm), page_mm, words, measure, style or Style()
    )
    draft = (
        _one_page(request)
        or compose(request, brief=False, pages=2, most_text_lines=_MOST_TEXT_LINES)
        or compose(request, brief=True, pages=1)
        or compose(request, brief=True, pages=2)
    )
    return numbered(request) if draft is None else placed(draft)


def _one_page(request: Request) -> Draft | None:
    """All words on one page; or with the texts in a list, where long texts push the labels far from their dates."""
    full = compose(request, brief=False, pages=1)
    if full is None or full.displacement_mm <= _FAR_MM:
        return full
    brief = compose(request, brief=True, pages=1)
    return brief if brief is not None and brief.displacement_mm < full.displacement_mm / 2 else full
