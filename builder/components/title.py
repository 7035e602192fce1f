"""The head of a handout: course, number, title, central question, and the strip that shows where its period lies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from builder.axis import Tick, apart, year_position, year_ticks
from builder.course import SectionEntry
from builder.dates import Date, from_day
from builder.page import Page

LONG_TITLE = 26
STRIP_BAR_LEAST_MM = 1.2
CELL_LEAST_MM = 11.0
RUNT = 7
"""Letters of a last word that may not stand alone."""
_SHORT = re.compile(r"(?<![\w’&-])([^\W\d_]{1,3}) (?:([^\W\d_]{1,3}) )?(?=\w{1,14}(?!\w))")
"""One or two short words before a word that isn't so long that they couldn't share the narrowest line."""
ERA_CELL_LEAST_MM = 18.0
"""Where years carry their era: `200 BCE`."""
WORDS_GAP_MM = 1.5
FIELD_GAP_MM = 4.0
LEAST_NAME_MM = 45.0
RAISED_MM = 5.29
"""One baseline: the row over the strip for words that have no room beside the bar."""
WORDS_PT = 8.5
WORDS_GAP_MM = 4.0
STRIP_WORDS_GAP_MM = 1.5


@dataclass(frozen=True)
class Strip:
    """The period strip: millimetres from its left end."""

    width_mm: float
    size_mm: float
    """Size of its words."""
    cells: tuple[Tick, ...]
    bar_x_mm: float
    bar_width_mm: float
    words_x_mm: float
    words_end: bool
    """The words stand left of the bar, and end there."""
    at_ticks: bool
    """Years stand at their ticks: a cell is more than a year."""
    raised_mm: float
    """Height of the row over the strip that holds the words; 0: they stand beside the bar."""
    section_words: str
    course_words: str
    alt: str


@dataclass(frozen=True)
class TitleView:
    """What the head of a handout prints."""

    running_head: str
    name_mm: float
    """Width of the line for the name; 0: as the stylesheet has it."""
    title: Markup
    is_long: bool
    question: Markup | None
    summary: Markup | None
    note: Markup | None
    strip: Strip | None
    period: tuple[str, ...] = ()
    """The strip in words, where an edition draws none."""


def view(entry: SectionEntry, page: Page) -> TitleView:
    """Return the head of a section's handout."""
    section, info = entry.value, page.course.info
    head, name_mm = _running_head(entry, page)
    linear = page.forms.linear
    title, is_long = page.inline(section.title, notes=False), len(page.plain(section.title)) > LONG_TITLE
    return TitleView(
        head,
        0.0 if linear else name_mm,
        _short_words_bound(title) if is_long else title,
        is_long,
        _without_runt(page.inline(section.central_question, notes=False)) if section.central_question else None,
        page.inline(section.summary) if section.summary else None,
        page.inline(page.course.class_info.note, notes=False) if page.course.class_info.note else None,
        _strip(section.period, info.period, page) if section.period and info.period and not linear else None,
        _period(section.period, info.period, page) if section.period and info.period and linear else (),
    )


def _period(section: Date, course: Date, page: Page) -> tuple[str, ...]:
    """Return in words what the strip shows: the time of the section, and of the course."""
    return page.label("strip_section", period=page.date(section)), page.label("strip_course", period=page.date(course))


def _short_words_bound(title: Markup) -> Markup:
    """Keep articles and prepositions with the word after them, so that no line of a title ends in one."""
    parts = re.split("(<[^>]*>)", str(title))
    return Markup("".join(part if part[:1] == "<" else _SHORT.sub(_bound, part) for part in parts))


def _bound(words: re.Match[str]) -> str:
    return words[0].replace(" ", "\u00a0")


def _without_runt(html: Markup) -> Markup:
    """Keep a short last word with the one before it, so that it doesn't stand on a line of its own."""
    head, space, last = str(html).rpartition(" ")
    return Markup(f"{head}\u00a0{last}") if space and len(last) <= RUNT and "<" not in last else html


def _running_head(entry: SectionEntry, page: Page) -> tuple[str, float]:
    """Return class, course and number, and how long that leaves the line for the name (0: as long as it should be).

    What has no room goes: the course's title, which stands in the foot, then the class's.
    """
    counted = page.label("section_of", number=entry.number, total=page.course.section_count)
    own = page.plain(page.course.class_info.title) if page.course.class_info.title else ""
    for parts in ((own, page.plain(page.course.info.title), counted), (own, counted), (counted,)):
        head = " \u00b7 ".join(part for part in parts if part)
        left = _name_room(head, page)
        if left >= LEAST_NAME_MM:
            break
    wanted = page.tokens.mm("name-width")
    return head, 0.0 if left >= wanted else round(max(left, LEAST_NAME_MM), 1)


def _name_room(head: str, page: Page) -> float:
    """Return how many millimetres a running head leaves for the name."""
    tokens, size = page.tokens, page.tokens.pt("note-size")
    words = sum(page.width_mm(f"{page.label(key)} ", "sans", size) for key in ("name", "date", "class"))
    blanks = tokens.mm("date-width") + tokens.mm("class-width")
    return tokens.mm("live-width") - page.width_mm(head, "sans", size) - words - blanks - 3 * FIELD_GAP_MM


def _strip(period: Date, course: Date, page: Page) -> Strip | None:
    """Draw the course's years as cells and the section's period as a bar on them."""
    first, last = min(course.earliest, period.earliest), max(course.latest, period.latest)
    width = page.tokens.mm("live-width")
    with_era = from_day(first)[0] <= 0
    ticks = year_ticks(first, last, width, ERA_CELL_LEAST_MM if with_era else CELL_LEAST_MM, period, page.year)
    if len(ticks) < 2:
        return None
    left = year_position(period.earliest, ticks, width)
    right = max(year_position(period.latest, ticks, width), left + STRIP_BAR_LEAST_MM)
    words = page.label("strip_section", period=page.date(period))
    course_words = page.label("strip_course", period=page.date(course))
    place, start, end = _beside(left, right, width, _width(words, "sans-semibold", page))
    least = width - _width(course_words, "sans", page) - 2 * WORDS_GAP_MM
    has_room = place != "above" and least > max(right, end)
    if ticks[1].year - ticks[0].year > 1:
        ticks = apart(ticks, lambda words: _width(words, "sans-bold", page))
    return Strip(
        width, page.tokens.mm("least-size"), ticks, round(left, 2), round(right - left, 2),
        round(end if place == "left" else start, 2), place == "left",
        ticks[1].year - ticks[0].year > 1, RAISED_MM if place == "above" else 0.0, words, course_words if has_room else "",
        page.label("strip_alt", section=page.date(period), course=page.date(course)),
    )  # fmt: skip


def _width(words: str, face: str, page: Page) -> float:
    return page.width_mm(words, face, page.tokens.pt("least-size"))


def _beside(left: float, right: float, width: float, words_mm: float) -> tuple[str, float, float]:
    """Return where words stand by a bar (right, left, above) and from where to where they go, in millimetres."""
    if right + WORDS_GAP_MM + words_mm <= width:
        return "right", right + WORDS_GAP_MM, right + WORDS_GAP_MM + words_mm
    if words_mm + WORDS_GAP_MM <= left:
        return "left", left - WORDS_GAP_MM - words_mm, left - WORDS_GAP_MM
    start = max(0.0, min(left, width - words_mm))
    return "above", start, start + words_mm
