"""For the teacher: which questions practise which objective, and at which level.

In: the sections of a course. Out: rows of a table: an objective, its standards, and for each of Bloom's levels the numbers of its
questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from builder.course import SectionEntry
from builder.model import Objective, Question
from builder.numbering import number
from builder.packing.bodies import own
from builder.page import Page, anchor

LEVELS = ("remember", "understand", "apply", "analyze", "evaluate", "create")


@dataclass(frozen=True)
class Cell:
    """The questions of an objective at one level: their numbers with their elements."""

    questions: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class CoverageRow:
    """An objective and its questions; `other` have no level."""

    text: Markup
    standards: str
    cells: tuple[Cell, ...]
    other: Cell


@dataclass(frozen=True)
class SectionCoverage:
    """The objectives of a section."""

    section: str
    number: int
    title: Markup
    rows: tuple[CoverageRow, ...]


@dataclass(frozen=True)
class Coverage:
    """The table: its columns' heads, its sections; `has_other`: some questions have no level."""

    levels: tuple[str, ...]
    sections: tuple[SectionCoverage, ...]
    has_other: bool


def coverage(sections: Sequence[SectionEntry], page: Page) -> Coverage | None:
    """Return the table, or None where no section has objectives."""
    found = tuple(_section(entry, page) for entry in sections if entry.value.objectives)
    if not found:
        return None
    has_other = any(row.other.questions for section in found for row in section.rows)
    return Coverage(tuple(page.label(f"bloom_{level}") for level in LEVELS), found, has_other)


def _section(entry: SectionEntry, page: Page) -> SectionCoverage:
    numbers = number(entry.value).questions

    def row(objective: Objective) -> CoverageRow:
        asked = [question for question in entry.value.questions if question.objective == objective.id]

        def cell(level: str | None) -> Cell:
            chosen: list[Question] = [question for question in asked if question.bloom == level]
            return Cell(tuple(sorted((numbers[q.id], own(entry.id, anchor("question", q.id))) for q in chosen)))

        text = page.inline(objective.text, notes=False)
        return CoverageRow(text, ", ".join(objective.standards), tuple(map(cell, LEVELS)), cell(None))

    return SectionCoverage(
        entry.id, entry.number, page.inline(entry.value.title, notes=False), tuple(map(row, entry.value.objectives))
    )
