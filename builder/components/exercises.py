"""Exercises made from a section's own timeline: the drawing with gaps, and a bank of what belongs into them.

In: a section's events. Out: the drawing that `components.timeline` prints, laid out with gaps in the place of dates or labels. Pupils
get ruled gaps, the teacher's edition the same places with the key in them. Cards to sort are a sheet of their own (`sheets.cards`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from markupsafe import Markup, escape

from builder.components.timeline import Period, Style, TimelineEvent, TimelineView, layout, timeline_words
from builder.components.timeline import section_events as events_of
from builder.components.timeline import section_lanes as lanes_of
from builder.course import SectionEntry
from builder.edition import shuffled
from builder.measure import width, wrap
from builder.model.section import Exercise
from builder.numbering import letter
from builder.page import Page, anchor
from builder.timeline.style import themed
from builder.timeline.values import Entry, Label

NO_BREAK = "\u00a0"
MM_PER_PT = 25.4 / 72
BANK_FRAME_PT = 15.0
"""What the bank's rules and padding take, and what rounding may."""


@dataclass(frozen=True)
class BankWord:
    """Something that belongs into a gap; labels have a letter, so that pupils can write that."""

    letter: str
    text: Markup


@dataclass(frozen=True)
class ExerciseView:
    """A timeline with gaps: what to do, the bank, the drawing."""

    id: str
    title: Markup
    instructions: str
    blank: str
    bank: tuple[BankWord, ...]
    timeline: TimelineView
    teacher_note: Markup | None
    key: str = ""
    """For the teacher: the letters, or the dates, from the first event to the last."""


def view(entry: SectionEntry, page: Page) -> tuple[ExerciseView, ...] | None:
    """Return the fill-in exercises of a section, or None when it has none."""
    wanted = [exercise for exercise in entry.value.exercises if exercise.kind == "fill-in"]
    if not wanted or not entry.value.timeline:
        return None
    return tuple(_fill_in(exercise, entry, page) for exercise in wanted)


def _fill_in(exercise: Exercise, entry: SectionEntry, page: Page) -> ExerciseView:
    events = events_of(entry.value, page)
    by_dates = exercise.blank == "dates"
    words = {event.id: escape(event.date_words) if by_dates else event.label for event in events}
    order = bank_order(words.values(), entry.id, exercise.id)
    bank = tuple(BankWord("" if by_dates else letter(index, page.language), text) for index, text in enumerate(order))
    title = (
        page.inline(exercise.title, notes=False)
        if exercise.title
        else Markup(escape(page.label(f"exercise_{exercise.blank}")))
    )
    drawing = _drawing(entry, events, by_dates, _bank_mm(bank, page), page)
    letters = {word.text: word.letter for word in bank}
    keys = {name: _key(letters[text], text) for name, text in words.items()}
    return ExerciseView(
        anchor("exercise", exercise.id),
        title,
        page.label(f"exercise_{exercise.blank}_do"),
        exercise.blank,
        bank,
        _with_gaps(drawing, keys if page.is_teacher else {}, by_dates, page),
        page.inline(exercise.teacher_note, notes=False) if exercise.teacher_note else None,
        _in_order(events, {name: letters[text] or str(text) for name, text in words.items()})
        if page.is_teacher
        else "",
    )


def _in_order(events: Sequence[TimelineEvent], keys: Mapping[str, str]) -> str:
    return ", ".join(keys[event.id] for event in sorted(events, key=lambda event: (event.instant, event.end)))


def _key(letter: str, words: Markup) -> Markup:
    return Markup('<b class="gap-letter">{}</b>').format(letter) + words if letter else words


def bank_order(words: Iterable[Markup], *seed: str) -> tuple[Markup, ...]:
    """Return all words shuffled by a seed made from ids; one that is needed twice stands twice, side by side."""
    counted = Counter(words)
    return tuple(Markup(word) for word in shuffled(map(str, counted), *seed) for _ in range(counted[Markup(word)]))


def _bank_mm(bank: Sequence[BankWord], page: Page) -> float:
    """Return how high title, instructions and bank will be."""
    tokens = page.tokens
    column_pt = (tokens.mm("live-width") / 2 - 14.0) / MM_PER_PT
    lines = sum(
        len(wrap(page.plain(word.text.striptags()), "sans", tokens.pt("label-size"), column_pt)) for word in bank
    )
    rows = (
        ceil(lines / (2 if bank and bank[0].letter else 4)) + 2
    )  # one more for what columns don't share evenly, and the instructions
    height_pt = tokens.pt("part-leading") + rows * tokens.pt("leading") + 3 * tokens.pt("half") + BANK_FRAME_PT
    return height_pt * MM_PER_PT


def _drawing(
    entry: SectionEntry, events: Sequence[TimelineEvent], by_dates: bool, above_mm: float, page: Page
) -> TimelineView:
    """Lay out the timeline with gaps, as far apart as the lines that pupils write on."""
    style, tokens = themed(page.tokens), page.tokens
    style = replace(style, gap_mm=max(style.gap_mm, tokens.mm("line-pitch") - style.line_mm))
    empty = _spaces(tokens.mm("date-gap") if by_dates else style.label_min_mm, style)
    blank = [
        replace(
            event,
            text=Markup(),
            date_words=empty if by_dates else event.date_words,
            label=event.label if by_dates else Markup(empty),
        )
        for event in events
    ]
    continued = {"timeline_title": "", "timeline_continued": page.label("exercise_continued")}
    covered = entry.value.period
    room = tokens.mm("block-height") - above_mm
    return layout(
        blank,
        lanes=lanes_of(entry.value, page),
        period=None if covered is None else Period(covered.earliest, covered.latest),
        width_mm=tokens.mm("live-width"),
        room_mm=room,
        page_mm=room,
        words=timeline_words({**page.labels, **continued}, page.language, page.course.info.era),
        style=style,
        listed=page.forms.linear,
    )


def _spaces(wide_mm: float, style: Style) -> str:
    """Return no-break spaces that are at least so wide: what the layout measures in place of the words."""
    one = width(NO_BREAK, style.face, style.text_pt) * MM_PER_PT
    return NO_BREAK * ceil(wide_mm / one)


def _with_gaps(drawing: TimelineView, keys: Mapping[str, Markup], by_dates: bool, page: Page) -> TimelineView:
    """Put ruled gaps, or the teacher's key, where the layout left room; events lose their ids: the real timeline has those."""
    longest, date_mm = page.tokens.mm("label-gap"), page.tokens.mm("date-gap")

    def gap(event: str, room_mm: float) -> Markup:
        words = keys.get(event)
        kind, shown = ("", Markup(NO_BREAK)) if words is None else (" is-filled", words)
        return Markup('<span class="write-gap{}" style="width: {}mm">{}</span>').format(kind, round(room_mm, 2), shown)

    def label(place: Label) -> Label:
        if by_dates:
            return replace(place, event="", date_words=gap(place.event, date_mm))
        return replace(place, event="", label=gap(place.event, min(longest, place.width_mm - place.indent_mm)))

    def row(entry: Entry) -> Entry:
        if by_dates:
            return replace(entry, event="", date_words=gap(entry.event, date_mm))
        return replace(entry, event="", label=gap(entry.event, longest / 2))

    parts = tuple(replace(part, labels=tuple(map(label, part.labels))) for part in drawing.parts)
    return replace(drawing, parts=parts, entries=tuple(map(row, drawing.entries)))
