"""The head of a handout: course, number, title, central question, and the strip that shows where its period lies."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.axis import Tick, year_position, year_ticks
from builder.course import SectionEntry
from builder.dates import Date
from builder.page import Page

LONG_TITLE = 26
STRIP_BAR_LEAST_MM = 1.2
CELL_LEAST_MM = 11.0
WORDS_PT = 8.5
WORDS_GAP_MM = 4.0
STRIP_WORDS_GAP_MM = 1.5


@dataclass(frozen=True)
class Strip:
    """The period strip: millimetres from its left end."""

    width_mm: float
    cells: tuple[Tick, ...]
    bar_x_mm: float
    bar_width_mm: float
    words_x_mm: float
    words_end: bool
    """The words stand left of the bar, and end there."""
    section_words: str
    course_words: str
    alt: str


@dataclass(frozen=True)
class TitleView:
    """What the head of a handout prints."""

    running_head: str
    title: Markup
    is_long: bool
    question: Markup | None
    summary: Markup | None
    note: Markup | None
    strip: Strip | None


def view(entry: SectionEntry, page: Page) -> TitleView:
    """Return the head of a section's handout."""
    section, info = entry.value, page.course.info
    counted = page.label("section_of", number=entry.number, total=page.course.section_count)
    parts = [page.plain(info.title), counted]
    if page.course.class_info.title:
        parts.insert(0, page.plain(page.course.class_info.title))
    return TitleView(
        " \u00b7 ".join(parts),
        page.inline(section.title, notes=False),
        len(page.plain(section.title)) > LONG_TITLE,
        page.inline(section.central_question, notes=False) if section.central_question else None,
        page.inline(section.summary) if section.summary else None,
        page.inline(page.course.class_info.note, notes=False) if page.course.class_info.note else None,
        _strip(section.period, info.period, page) if section.period and info.period else None,
    )


def _strip(period: Date, course: Date, page: Page) -> Strip | None:
    """Draw the course's years as cells and the section's period as a bar on them."""
    first, last = min(course.earliest, period.earliest), max(course.latest, period.latest)
    width = page.tokens.mm("live-width")
    ticks = year_ticks(first, last, width, CELL_LEAST_MM, period)
    if len(ticks) < 2:
        return None
    left = year_position(period.earliest, ticks, width)
    right = year_position(period.latest, ticks, width)
    bar = max(right - left, STRIP_BAR_LEAST_MM)
    placed = _strip_words(left, left + bar, width, page.label("strip_section", period=page.date(period)), page)
    course_words = page.label("strip_course", period=page.date(course))
    clear = width - page.width_mm(course_words, "sans", WORDS_PT) - WORDS_GAP_MM
    if clear < max(left + bar, placed.end_mm):
        course_words = ""
    return Strip(
        width, ticks, round(left, 2), round(bar, 2), round(placed.x_mm, 2), placed.before_bar,
        placed.words, course_words, page.label("strip_alt", section=page.date(period), course=page.date(course)),
    )  # fmt: skip


@dataclass(frozen=True)
class _Words:
    words: str
    x_mm: float
    end_mm: float
    before_bar: bool


def _strip_words(left: float, right: float, width: float, words: str, page: Page) -> _Words:
    """Place the section's words right of its bar, or left of it, or, where neither has room, leave them out: the bar shows it."""
    needed = page.width_mm(words, "sans-semibold", WORDS_PT) + STRIP_WORDS_GAP_MM
    if width - right >= needed:
        return _Words(words, right + STRIP_WORDS_GAP_MM, right + needed, False)
    if left >= needed:
        return _Words(words, left - STRIP_WORDS_GAP_MM, right, True)
    return _Words("", left, right, False)
