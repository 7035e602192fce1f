"""A form of a quiz or test: its head, a table for the marks, its questions, each document before the first question about it.

In: the one section of a form, in a pupil's or the teacher's edition. Out: what `templates/sheets/assessment.html` prints. The teacher's is
the key: the same pages with answers in their places, then rubrics and what goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from builder.assessment import Form, points
from builder.components import documents, teacher_pages
from builder.components.documents import DocumentView
from builder.components.questions import QuestionView, points_label, question_view
from builder.components.teacher_pages import TeacherPagesView
from builder.course import SectionEntry
from builder.model import Question
from builder.page import Page

GRADED_IN_A_ROW, GRADED_IN_A_LARGE_ROW = 14, 6


@dataclass(frozen=True)
class Block:
    """A question, and the document that stands before it because it is the first one about it."""

    question: QuestionView
    document: DocumentView | None = None


@dataclass(frozen=True)
class GradeCell:
    """A question in the table for the marks."""

    number: str
    points: str


@dataclass(frozen=True)
class AssessmentView:
    """A form as it is printed."""

    title: Markup
    is_long: bool
    form: str
    running_head: str
    facts: str
    """How long it takes and what it is worth."""
    instructions: Markup | None
    grades: tuple[tuple[GradeCell, ...], ...]
    total: str
    blocks: tuple[Block, ...]
    teacher_pages: TeacherPagesView | None


def view(entry: SectionEntry, page: Page, form: Form) -> AssessmentView:
    """Return a form with its questions in the order of this version."""
    test = form.test.value
    course = page.course
    names = [course.class_info.title, course.info.title] if course.class_info.title else [course.info.title]
    worth = sum(points(question) for question in entry.value.questions)
    facts = [page.counted("lesson_minutes", test.minutes)] if test.minutes else []
    facts += [points_label(worth, page)] if worth else []
    return AssessmentView(
        page.inline(test.title, notes=False),
        len(page.plain(test.title)) > 26,
        page.label("assessment_key" if page.is_teacher else "assessment_form", letter=form.letter),
        " \u00b7 ".join(page.plain(name) for name in names),
        " \u00b7 ".join(facts),
        page.inline(test.instructions, notes=False) if test.instructions else None,
        tuple(_grades(entry.value.questions, page)) if worth else (),
        f"{worth:g}",
        tuple(_blocks(entry, form.about, page)),
        teacher_pages.view(entry, page),
    )  # fmt: skip


def _blocks(entry: SectionEntry, about: Mapping[str, str], page: Page) -> Iterable[Block]:
    placed = documents.view(entry, page)
    printed: set[str] = set()
    for question in entry.value.questions:
        name = about.get(question.id, "")
        document = placed.by_id.get(name) if placed and name not in printed else None
        printed.add(name)
        yield Block(question_view(question, page), document)


def _grades(questions: tuple[Question, ...], page: Page) -> Iterable[tuple[GradeCell, ...]]:
    """Yield the rows of the table for the marks, as even as they can be."""
    rows = -(-len(questions) // (GRADED_IN_A_LARGE_ROW if page.forms.linear else GRADED_IN_A_ROW))
    size = -(-len(questions) // rows)
    cells = [GradeCell(str(page.numbering.questions[question.id]), f"{points(question):g}") for question in questions]
    for first in range(0, len(cells), size):
        yield tuple(cells[first : first + size])
