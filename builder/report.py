"""A course -> its figures: what an editor or a department head wants to know before a course is printed.

In: a Course, what was silenced in it, and of the finished PDFs pages and ink. Out: a `Report`, a plain value that a table, JSON and a
printed page are made from (`report_text`, `report_page`). Pure: nothing is read or printed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil

from builder.course import Course, SectionEntry
from builder.model import Objective, Question, Section
from builder.rules.grades import narrative_measure
from builder.rules.references import source_id, used
from builder.silence import Silenced
from builder.text import references
from builder.walk import texts

BLOOM = ("remember", "understand", "apply", "analyze", "evaluate", "create")
KINDS = (
    "discussion", "short-answer", "source-analysis", "essay", "multiple-choice", "true-false", "matching", "ordering", "cloze",
)  # fmt: skip
USES = ("warm-up", "check", "discussion", "review", "homework", "exit", "assessment")
NONE = "none"
"""The name under which questions are counted that don't say their level or use."""


@dataclass(frozen=True)
class Printed:
    """A finished handout: its pages, and the share of paper that is covered with ink (None: not measured)."""

    pages: int
    ink: float | None = None


@dataclass(frozen=True)
class Coverage:
    """An objective, and what of its section serves it."""

    objective: str
    text: str
    standards: tuple[str, ...]
    questions: tuple[str, ...]
    documents: tuple[str, ...]
    """Documents that these questions are about or link to."""
    events: tuple[str, ...]
    """Events likewise, and those that they put in order."""


@dataclass(frozen=True)
class SectionFigures:
    """The figures of one section."""

    id: str
    number: int
    title: str
    words: int
    """Of the narrative's running text."""
    document_words: int
    grade: float | None
    """School grade of the narrative; None: no formula for the language, or too few words."""
    pages: int | None
    """Of the student's handout; None: not built."""
    sheets: int | None
    ink: float | None
    """Share of the paper that is covered, from 0 to 1."""
    questions: int
    points: float
    minutes: int | None
    """Of the lesson."""
    bloom: Mapping[str, int]
    kinds: Mapping[str, int]
    uses: Mapping[str, int]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True)
class Report:
    """The figures of one course."""

    id: str
    title: str
    language: str
    reading_grade: float | None
    """What the course aims at."""
    sections: tuple[SectionFigures, ...]
    standards: Mapping[str, tuple[str, ...]]
    """Codes, each with the objectives that serve it as `section/objective`."""
    sources: Mapping[str, tuple[str, ...]]
    """Sources, each with the sections that use it."""
    terms: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, tuple[str, ...]]
    silenced: tuple[Silenced, ...] = field(default=())

    @property
    def unused_sources(self) -> tuple[str, ...]:
        """Sources that no section uses."""
        return tuple(name for name, places in self.sources.items() if not places)


def report(course: Course, silenced: Iterable[Silenced] = (), printed: Mapping[str, Printed] | None = None) -> Report:
    """Return a course's figures; `printed` has the finished student handouts by section."""
    done = printed or {}
    sources = _where("cite", course.sources, course)
    terms, figures = _where("term", course.terms, course), _where("figure", course.figures, course)
    sections = tuple(_section(entry, course, done.get(entry.id)) for entry in course.sections)
    return Report(
        course.id, course.info.title, course.info.language, course.info.level.reading_grade, sections, _standards(course),
        sources, terms, figures, tuple(dict.fromkeys(silenced)),
    )  # fmt: skip


def _section(entry: SectionEntry, course: Course, done: Printed | None) -> SectionFigures:
    section = entry.value
    measure = narrative_measure(entry, course)
    duplex = course.print_settings(section).duplex
    return SectionFigures(
        entry.id, entry.number, section.title, measure.words, sum(len(document.text.split()) for document in section.documents),
        measure.grade,
        done.pages if done else None, ceil(done.pages / 2) if done and duplex else done.pages if done else None, done.ink if done else None,
        len(section.questions), sum(_points(question) for question in section.questions), _minutes(section),
        _counted(BLOOM, (question.bloom for question in section.questions)),
        _counted(KINDS, (question.kind for question in section.questions)),
        _counted(USES, (question.use for question in section.questions)),
        tuple(_coverage(objective, section) for objective in section.objectives),
    )  # fmt: skip


def _points(question: Question) -> float:
    return question.points if question.points is not None else sum(part.points or 0 for part in question.parts)


def _minutes(section: Section) -> int | None:
    """Return the minutes of a lesson: as it says, or those of its steps; None where neither says."""
    lesson = section.lesson
    if lesson is None:
        return None
    return lesson.minutes or sum(step.minutes or 0 for step in lesson.steps) or None


def _counted(order: tuple[str, ...], found: Iterable[str | None]) -> dict[str, int]:
    """Count in a fixed order, what names nothing last; what doesn't occur is left out."""
    counts = Counter(name or NONE for name in found)
    return {name: counts[name] for name in (*order, NONE) if counts[name]}


def _coverage(objective: Objective, section: Section) -> Coverage:
    asked = [question for question in section.questions if question.objective == objective.id]
    named = list(dict.fromkeys(thing for question in asked for thing in _things(question)))
    known = {event.id for event in section.timeline}
    documents = tuple(name for kind, name in named if kind == "document")
    events = tuple(name for kind, name in named if kind == "event" and name in known)
    asking = tuple(question.id for question in asked)
    return Coverage(objective.id, objective.text, objective.standards, asking, documents, events)


def _things(question: Question) -> Iterator[tuple[str, str]]:
    """Yield kind and id of what a question is about, links to, or puts in order."""
    if question.about:
        kind, _, name = question.about.partition(":")
        yield kind, name
    yield from (("event", item) for item in question.items)
    yield from ((link.kind, link.id) for _, text in texts(question) for link in references(text))


def _standards(course: Course) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for entry in course.sections:
        for objective in entry.value.objectives:
            for code in objective.standards:
                found.setdefault(code, []).append(f"{entry.id}/{objective.id}")
    return {code: tuple(found[code]) for code in sorted(found)}


def _where(kind: str, items: Mapping[str, object], course: Course) -> dict[str, tuple[str, ...]]:
    """Return each item of a shared file with the sections that use it; a profile brings the sources it names."""
    places: dict[str, set[str]] = {}
    for entry in course.sections:
        things = used(entry, course)
        people = [course.figures[name] for sort, name in things if sort == "figure" and name in course.figures]
        brought = {("cite", source_id(name)) for person in people for name in person.sources}
        places[entry.id] = {name for sort, name in things | brought if sort == kind}
    return {name: tuple(section for section, names in places.items() if name in names) for name in items}
