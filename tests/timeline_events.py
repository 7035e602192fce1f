"""Events, words and a stand-in for text measuring that the timeline's tests share."""

from __future__ import annotations

from markupsafe import Markup, escape

from builder.components.timeline import Lane, Period, TimelineView, Words, event, layout, timeline_words
from builder.dates import parse
from builder.timeline.values import TimelineEvent

LABELS = {
    "timeline_title": "Timeline",
    "timeline_title_period": "Timeline of {period}",
    "timeline_continued": "{title}, continued",
    "timeline_to_scale": "Drawn to scale",
    "timeline_key_alt": "Key",
    "timeline_key_point": "one date",
    "timeline_key_turning": "turning point",
    "timeline_key_uncertain": "date uncertain",
    "timeline_key_span": "lasted",
    "timeline_key_open": "went on after {end}",
    "timeline_key_open_start": "began earlier",
    "timeline_key_set": "several dates",
    "timeline_key_group": "several events",
    "timeline_before": "Before the scale",
    "timeline_after": "After the scale",
    "timeline_list_title": "What happened",
    "timeline_alt_other": "From {start} to {end}: {count} events.",
    "timeline_alt_one": "From {start} to {end}: one event.",
    "timeline_alt_lanes": "Columns: {lanes}.",
    "timeline_bce": "BCE",
    "timeline_ce": "CE",
    "timeline_bc": "BC",
    "timeline_ad": "AD",
}
WORDS = timeline_words(LABELS)
LANES = (Lane("ussr", "Soviet Union"), Lane("bloc", "The bloc"), Lane("west", "The West"))
WIDTH_MM, PAGE_MM = 178.0, 239.0


def measured(text: str, face: str, size_pt: float) -> float:
    """Half an em a letter, more for bold: near enough to a sans face."""
    return len(text) * size_pt * (0.55 if "bold" in face else 0.5)


def happening(
    name: str, date: str, lane: str | None = "ussr", importance: int = 2, text: str = "", label: str = "Something"
) -> TimelineEvent:
    """An event from its EDTF date, which is also its words."""
    return event(name, parse(date), Words(date, escape(label), Markup(text)), lane, importance)


def period(date: str, words: str = "") -> Period:
    """A period from its EDTF date."""
    read = parse(date)
    return Period(read.earliest, read.latest, words or date)


def laid_out(
    events: list[TimelineEvent],
    over: Period | None = None,
    room_mm: float = PAGE_MM,
    lanes: tuple[Lane, ...] = LANES,
    page_mm: float = PAGE_MM,
) -> TimelineView:
    """A layout in the usual words and width."""
    return layout(
        events,
        lanes=lanes,
        period=over,
        width_mm=WIDTH_MM,
        room_mm=room_mm,
        page_mm=page_mm,
        words=WORDS,
        measure=measured,
    )


YEAR_1953 = [
    happening("plot", "1953-01-13", text="Nine doctors stand accused."),
    happening("stroke", "1953-03-01~", text="The hour is unknown."),
    happening("radio", "1953-03-04"),
    happening("death", "1953-03-05", importance=3, text="Others have taken his posts."),
    happening("funeral", "1953-03-09"),
    happening("amnesty", "1953-03-27", text="Almost none were political."),
    happening("cleared", "1953-04-04"),
    happening("norilsk", "1953-05-26/1953-08-04"),
    happening("moscow", "1953-06-13/1953-06-16", "bloc"),
    happening("berlin", "1953-06-17", "bloc", text="Tanks end it."),
    happening("arrest", "1953-06-26", importance=3),
    happening("nagy", "1953-07-04/..", "bloc"),
    happening("korea", "1953-07-27", "west"),
    happening("device", "1953-08-12"),
    happening("shot", "1953-12-23", text="The trial was closed."),
]
