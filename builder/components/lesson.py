"""The lesson plan on the teacher's own pages: what to know before, the steps with their minutes, what to copy, what pupils get wrong.

Only the teacher's edition has the data. Things of the handout that steps use are named as pupils see them (`Document A`, `Question 4`),
with the page that they begin on, which the stylesheet fills in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from builder.course import SectionEntry
from builder.model import Section
from builder.model.section import STEP_KINDS, Lesson, Misconception, Step
from builder.page import Page

_LISTS = {"narrative": "narrative", "event": "timeline"}


@dataclass(frozen=True)
class UseView:
    """A thing of the handout: its name, and the element that it stands in (empty: it isn't printed)."""

    name: Markup
    target: str
    is_title: bool = False


@dataclass(frozen=True)
class StepView:
    """A step of the lesson."""

    minutes: str
    clock: str
    """From when to when, in minutes since the lesson began; empty where that isn't known."""
    title: Markup
    grouping: Markup | None
    text: Markup | None
    uses: tuple[UseView, ...]
    note: Markup | None


@dataclass(frozen=True)
class ObjectiveView:
    """What pupils can do afterwards, and the codes of the standards that it serves."""

    text: Markup
    standards: str


@dataclass(frozen=True)
class MisconceptionView:
    """A belief that pupils bring, what to say to it, and where that is known from."""

    belief: Markup
    response: Markup
    sources: Markup | None


@dataclass(frozen=True)
class LessonView:
    """All that a teacher reads before the lesson; what the section doesn't say is empty."""

    minutes: str
    content_note: Markup | None
    objectives: tuple[ObjectiveView, ...]
    steps: tuple[StepView, ...]
    materials: tuple[Markup, ...]
    to_copy: tuple[UseView, ...]
    background: tuple[Markup, ...]
    misconceptions: tuple[MisconceptionView, ...]


def view(entry: SectionEntry, page: Page) -> LessonView | None:
    """Return a section's lesson plan, or None in a student's edition or where it has neither `lesson` nor `teacher`."""
    section = entry.value
    lesson, notes = section.lesson, section.teacher
    if not page.is_teacher or (lesson is None and notes is None):
        return None
    lesson = lesson or Lesson()
    used = dict.fromkeys(name for step in lesson.steps for name in step.uses)
    return LessonView(
        page.counted("lesson_minutes", lesson.minutes) if lesson.minutes else "",
        page.inline(notes.content_note, notes=False) if notes and notes.content_note else None,
        tuple(ObjectiveView(page.inline(o.text, notes=False), ", ".join(o.standards)) for o in section.objectives),
        tuple(_steps(lesson.steps, section, page)),
        tuple(page.inline(words, notes=False) for words in lesson.materials),
        _uses(used, section, page),
        tuple(block.html for block in page.blocks(notes.background, notes=False)) if notes and notes.background else (),
        tuple(_misconception(item, page) for item in notes.misconceptions) if notes else (),
    )


def _steps(steps: Iterable[Step], section: Section, page: Page) -> Iterable[StepView]:
    """Yield the steps with the minutes that they begin and end at, as long as every step so far says how long it takes."""
    passed: int | None = 0
    for step in steps:
        begin = passed
        passed = None if passed is None or step.minutes is None else passed + step.minutes
        yield StepView(
            str(step.minutes) if step.minutes else "",
            page.label("lesson_clock", start=begin, end=passed) if passed is not None else "",
            page.inline(step.title, notes=False),
            page.inline(step.grouping, notes=False) if step.grouping else None,
            page.inline(step.text, notes=False) if step.text else None,
            _uses(step.uses, section, page),
            page.inline(step.teacher_note, notes=False) if step.teacher_note else None,
        )


def _uses(names: Iterable[str], section: Section, page: Page) -> tuple[UseView, ...]:
    """Return the things that a step uses; what a class hides is left out."""
    return tuple(use for name in names if (use := _use(name, section, page)) is not None)


def _use(words: str, section: Section, page: Page) -> UseView | None:
    """Return a thing of the handout (`document:id` and its like) by the name that pupils know, other words as they are."""
    kind, colon, name = words.partition(":")
    if words == "timeline":
        return UseView(Markup(escape(page.label("timeline_title"))), "timeline" if section.timeline else "")
    if not colon or kind not in STEP_KINDS:
        return UseView(page.inline(words, notes=False), "")
    shown = _name(kind, name, section, page)
    is_title = kind not in ("question", "document", "figure", "exercise")
    return None if shown is None else UseView(shown, page.numbering.anchor(kind, name) or "", is_title)


def _whole(words: str) -> Markup:
    """Return "Question 5" so that no line parts its words."""
    return escape(words.replace(" ", "\u00a0"))


def _name(kind: str, name: str, section: Section, page: Page) -> Markup | None:
    """Return what a thing is called on the page; None where the section hasn't got it."""
    numbers = page.numbering
    if kind == "question":
        return (
            _whole(page.label("lesson_question", number=numbers.questions[name])) if name in numbers.questions else None
        )
    if kind == "document":
        return _whole(page.label("document_letter", letter=numbers.letters[name])) if name in numbers.letters else None
    if kind == "figure":
        figure = page.course.figures.get(name)
        return page.inline(figure.name, notes=False) if figure else None
    item: Any = next((item for item in getattr(section, _LISTS.get(kind, f"{kind}s")) if item.id == name), None)
    if item is None:
        return None
    words = next(
        (text for field in ("heading", "title", "claim", "label") if (text := getattr(item, field, None))), None
    )
    if words is None and kind == "exercise":
        return escape(page.label(f"exercise_{item.blank}"))
    return escape(page.plain(words or name))


def _misconception(item: Misconception, page: Page) -> MisconceptionView:
    return MisconceptionView(
        page.inline(item.belief, notes=False),
        page.inline(item.response, notes=False),
        page.cite(item.sources) if item.sources else None,
    )
