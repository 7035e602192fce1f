"""A form of a quiz or test: its head, a table for the marks, its parts with their questions, rubrics.

In: the one section of a form, in a pupil's or the teacher's edition. Out: what `templates/sheets/assessment.html` prints: each document and
chart stands before the first question about it. The teacher's is the key: the same pages with answers in their places, then rubrics and
what goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from builder.assessment import Form, points
from builder.components import charts, documents, teacher_pages
from builder.components.charts import ChartView
from builder.components.documents import DocumentView
from builder.components.questions import QuestionView, points_label, question_view
from builder.components.teacher_pages import TeacherPagesView
from builder.course import SectionEntry
from builder.model import Question
from builder.page import Page

GRADED_IN_A_ROW, GRADED_IN_A_LARGE_ROW = 14, 6


@dataclass(frozen=True)
class Block:
    """A question, and the document or chart that stands before it because it is the first one about it."""

    question: QuestionView
    document: DocumentView | None = None
    chart: ChartView | None = None
    part: str = ""
    """The heading of the part that begins here."""


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
    worth = sum(points(question) for question in entry.value.questions)
    facts = [page.counted("lesson_minutes", test.minutes)] if test.minutes else []
    facts += [points_label(worth, page)] if worth else []
    return AssessmentView(
        page.inline(test.title, notes=False),
        len(page.plain(test.title)) > 26,
        page.label("assessment_key" if page.is_teacher else "assessment_form", letter=form.letter),
        page.plain(course.class_info.title or course.info.title),
        " \u00b7 ".join(facts),
        page.inline(test.instructions, notes=False) if test.instructions else None,
        tuple(_grades(entry.value.questions, page)) if worth else (),
        f"{worth:g}",
        tuple(_blocks(entry, form, page)),
        teacher_pages.view(entry, page),
    )  # fmt: skip


def _blocks(entry: SectionEntry, form: Form, page: Page) -> Iterable[Block]:
    texts, drawn = documents.view(entry, page), charts.view(entry, page)
    printed: set[str] = set()
    begun = 0 if len(set(form.parts.values())) > 1 else 1
    for question in entry.value.questions:
        name, part = form.about.get(question.id, ""), form.parts[question.id]
        kind, _, key = name.partition(":")
        document = texts.by_id[key] if texts and kind == "document" and name not in printed else None
        chart = drawn.by_id[key] if drawn and kind == "chart" and name not in printed else None
        heading = page.label("assessment_part", number=part) if part > begun else ""
        printed.add(name)
        begun = part
        yield Block(question_view(question, page), document, chart, heading)


def _grades(questions: tuple[Question, ...], page: Page) -> Iterable[tuple[GradeCell, ...]]:
    """Yield the rows of the table for the marks, as even as they can be."""
    rows = -(-len(questions) // (GRADED_IN_A_LARGE_ROW if page.forms.linear else GRADED_IN_A_ROW))
    size = -(-len(questions) // rows)
    cells = [GradeCell(str(page.numbering.questions[question.id]), f"{points(question):g}") for question in questions]
    for first in range(0, len(cells), size):
        yield tuple(cells[first : first + size])
