"""Rubrics beside the questions that name them: for pupils where `show: students`, for the teacher always."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.model import Question
from builder.page import Page


@dataclass(frozen=True)
class RubricRow:
    """A criterion and what each step of the scale looks like."""

    criterion: Markup
    levels: tuple[Markup, ...]


@dataclass(frozen=True)
class RubricView:
    """A rubric as a table."""

    title: Markup
    scale: tuple[Markup, ...]
    rows: tuple[RubricRow, ...]


def rubric_view(question: Question, page: Page, for_students: bool = True) -> RubricView | None:
    """Return the rubric that a question shows to pupils, or with `for_students=False` to the teacher alone; or None."""
    use = question.rubric
    if use is not None and (use.show == "students") != for_students:
        return None
    rubric = page.course.rubrics.get(use.id) if use else None
    if use is None or rubric is None:
        return None
    rows = tuple(
        RubricRow(page.inline(c.text, notes=False), tuple(page.inline(level, notes=False) for level in c.levels))
        for c in rubric.criteria
    )
    scale = tuple(page.inline(step, notes=False) for step in rubric.scale)
    return RubricView(page.inline(rubric.title, notes=False), scale, rows)
