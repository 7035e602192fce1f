"""The timeline: dated events -> a drawing to scale with its words beside it, on one or two pages.

In: events with ready words, lanes, a period, the room there is, a function that measures text. Out: a `TimelineView` of
numbers and strings; `templates/components/timeline.html` prints it. All geometry is in `builder.timeline`.

A timeline takes the first form that fits: date, label and text beside the axis on this page, on a page of its own, on
two pages; then the texts move into a list and numbered labels stay beside the axis; then numbered marks with a list.
The axis is never broken and its scale never changes; far events stand in rows off the scale (`builder.timeline.span`).

A fill-in version is a view whose labels have their dates or words replaced; in large print all events are a list (`timeline.listed`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder import measure
from builder.course import SectionEntry
from builder.dates import Date, day_of
from builder.model import Event, Section
from builder.page import Page
from builder.timeline.compose import Draft, compose
from builder.timeline.listed import listed as as_list
from builder.timeline.numbered import numbered
from builder.timeline.parts import view as placed
from builder.timeline.request import Request
from builder.timeline.style import Measure, Style, themed
from builder.timeline.values import Lane, Period, TimelineEvent, TimelineView
from builder.timeline.words import TimelineWords, timeline_words

__all__ = [
    "Lane", "Measure", "Period", "Style", "TimelineEvent", "TimelineView", "TimelineWords",
    "Words", "event", "layout", "section_events", "section_lanes", "timeline_words", "view",
]  # fmt: skip

_MOST_TEXT_LINES = 2.0
"""More grey lines than this a label on two pages, and the texts are better read in a list under the drawing."""

_FAR_MM = 20.0
"""Labels further from their dates than this on average, and it is worth while to move long texts into a list."""

ROOM_SHARE = 0.62
"""How much of a page a timeline may fill, so that other things find room beside it; a taller one begins a page."""


@dataclass(frozen=True, slots=True)
class Words:
    """An event's ready words: the date as printed, the label and the text as inline HTML."""

    date: str
    label: Markup
    text: Markup = Markup()


def view(entry: SectionEntry, page: Page) -> TimelineView | None:
    """The timeline of a section's handout; None where it has no events."""
    section = entry.value
    if not section.timeline:
        return None
    page_mm = page.tokens.mm("block-height")
    return layout(
        section_events(section, page),
        lanes=section_lanes(section, page),
        period=None if section.period is None else _period(section.period, page),
        width_mm=page.tokens.mm("live-width"),
        room_mm=page_mm * ROOM_SHARE,
        page_mm=page_mm,
        words=timeline_words(page.labels, page.language, page.course.info.era),
        style=themed(page.tokens),
        listed=page.forms.linear,
    )


def section_events(section: Section, page: Page) -> list[TimelineEvent]:
    """A section's events with the words that are printed: dates say the year unless all are of one."""
    years = {date.year for item in section.timeline for date in (item.date, item.date.end) if date is not None}
    return [_event(item, page, with_year=len(years) > 1) for item in section.timeline]


def section_lanes(section: Section, page: Page) -> list[Lane]:
    """A section's own lanes, or the course's."""
    return [Lane(lane.id, page.plain(lane.label)) for lane in section.lanes or page.course.info.lanes]


def _period(date: Date, page: Page) -> Period:
    """The section's period, by its years alone where they are whole: "1953" for `1953-01/1953-12`."""
    first, last = (date.start or date).year, (date.end or date).year
    whole = (date.earliest, date.latest) == (day_of(first), day_of(last + 1))
    return Period(date.earliest, date.latest, page.date(date, "year" if whole else "long"))


def _event(item: Event, page: Page, with_year: bool) -> TimelineEvent:
    date = page.plain(item.shown) if item.shown else page.date(item.date, "short", with_year)
    text = page.inline(item.text, notes=False) if item.text else Markup()
    words = Words(date, page.inline(item.label, notes=False), text)
    return event(item.id, item.date, words, item.lane, item.importance)


def event(id: str, date: Date, words: Words, lane: str | None = None, importance: int = 2) -> TimelineEvent:
    """An event from its EDTF date."""
    start, end = (date.start or date, date.end or date) if date.is_interval else (date, date)
    members = sorted((member.earliest + member.latest) / 2 for member in date.members)
    several = date.kind == "all-of" and len(members) > 1
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
        loose_start=_loose(start),
        loose_end=_loose(end),
        others=tuple(members[1:]) if several else (),
    )


def _loose(date: Date) -> bool:
    return date.uncertain or date.approximate


def layout(
    events: Sequence[TimelineEvent],
    *,
    lanes: Sequence[Lane],
    period: Period | None,
    width_mm: float,
    room_mm: float,
    page_mm: float,
    words: TimelineWords,
    measure: Measure = measure.width,
    style: Style | None = None,
    listed: bool = False,
) -> TimelineView:
    """Lay out a timeline `width_mm` wide: `room_mm` is left on this page, `page_mm` is a whole one.

    Only lanes that an event uses are drawn; with `listed` nothing is drawn, and all events are a list.
    Raises ValueError when there is no event; KeyError for a missing label.
    """
    request = Request(events, lanes, period, width_mm, min(room_mm, page_mm), page_mm, words, measure, style or Style())
    if listed:
        return as_list(request)
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
